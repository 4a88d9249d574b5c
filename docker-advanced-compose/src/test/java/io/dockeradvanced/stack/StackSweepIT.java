package io.dockeradvanced.stack;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.dockeradvanced.crash.OperationScenario;
import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabDatabase;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.lab.LabPostgres;
import io.dockeradvanced.lab.LabSshd;
import io.dockeradvanced.lab.crash.CrashScenario;
import io.dockeradvanced.lab.crash.FaultSweep;
import io.dockeradvanced.lab.crash.KillSweep;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every change of a stack survives a kill at every write of its journal, and a fault at every call
 * that changes something; see {@code docs/reliability.md}. A sample, unless {@code -Dda.full=true}.
 */
@Lab
class StackSweepIT {
  private static final boolean ALL = Boolean.getBoolean("da.full");

  @Engine LabEngine engine;

  /** Those of {@code -Dda.sweep=Redeploy,Down}, or all. */
  static List<Class<? extends CrashScenario>> changes() {
    List<String> some =
        Arrays.stream(System.getProperty("da.sweep", "").split(","))
            .filter(n -> !n.isBlank())
            .toList();
    return every().stream()
        .filter(
            change ->
                some.isEmpty() || some.contains(change.getSimpleName().replace("Scenario", "")))
        .toList();
  }

  private static List<Class<? extends CrashScenario>> every() {
    return List.of(
        Scenarios.FirstDeploy.class,
        Scenarios.FailingFirstDeploy.class,
        Scenarios.Redeploy.class,
        Scenarios.FailingRedeploy.class,
        Scenarios.ScaleDown.class,
        Scenarios.ScaleUp.class,
        BuildScenario.class,
        RebuildScenario.class,
        NetworkChangeScenario.class,
        StopScenario.class,
        PreStartScenario.class,
        RecreateScenario.class,
        Scenarios.Down.class,
        Scenarios.DownWithVolumes.class);
  }

  /** All faults for all changes; in a sample those that were most often to blame. */
  static Stream<Arguments> faults() {
    return changes().stream()
        .flatMap(
            change ->
                Arrays.stream(FaultSweep.Kind.values())
                    .filter(kind -> ALL || change == Scenarios.Redeploy.class)
                    .map(kind -> arguments(change, kind)));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void change_killedAtEveryWrite_isRecovered(Class<? extends CrashScenario> change)
      throws Exception {
    KillSweep.of(change, engine).run();
  }

  @ParameterizedTest(allowZeroInvocations = true) // a sample of some changes may have none
  @MethodSource("faults")
  void change_withAFaultAtEveryCall_goesThroughOrIsUndone(
      Class<? extends CrashScenario> change, FaultSweep.Kind kind) throws Exception {
    FaultSweep.of(change, engine, kind).run();
  }

  /** Of those that are swept. */
  static List<Class<? extends CrashScenario>> remoteChanges() {
    return changes().stream().filter(change -> change == Scenarios.Redeploy.class).toList();
  }

  @ParameterizedTest(allowZeroInvocations = true) // a sample of some changes may have none
  @MethodSource("remoteChanges")
  void change_overSshWithItsJournalInPostgres_killedAtEveryWrite_isRecovered(
      Class<? extends CrashScenario> change) throws Exception {
    try (LabSshd sshd = LabSshd.start();
        LabDatabase database = LabPostgres.shared().database().create()) {
      String address = "ssh://" + LabSshd.ALIAS + URI.create(engine.uri()).getPath();
      KillSweep.of(change, engine)
          .at(
              "over SSH, journal in PostgreSQL",
              site ->
                  OperationScenario.remote(
                      site, address, sshd.config(), database.freshSchemaWithLogin()))
          .run();
    }
  }
}
