package io.dockeradvanced.stack;

import io.dockeradvanced.lab.OwnEngine;
import io.dockeradvanced.lab.crash.CrashScenario;
import io.dockeradvanced.lab.crash.EngineKillSweep;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The daemon is killed with SIGKILL in the middle of a change, and started again; or it is frozen.
 */
@EnabledIfSystemProperty(
    named = "da.full",
    matches = "true",
    disabledReason = "kills an engine of its own some fifty times; ./check --full does it")
class EngineRestartIT {
  private static OwnEngine engine;

  @BeforeAll
  static void start() {
    engine = OwnEngine.start();
  }

  @AfterAll
  static void stop() {
    if (engine != null) {
      engine.close();
    }
  }

  static List<Class<? extends CrashScenario>> changes() {
    return List.of(
        Scenarios.FirstDeploy.class,
        Scenarios.Redeploy.class,
        Scenarios.FailingRedeploy.class,
        Scenarios.Down.class);
  }

  @ParameterizedTest
  @MethodSource("changes")
  void change_whoseEngineIsKilledAtEveryCall_isRecovered(Class<? extends CrashScenario> change)
      throws Exception {
    EngineKillSweep.of(change, engine).run();
  }

  /** Those two meet every kind of call; each waits until it gives up. */
  @ParameterizedTest
  @ValueSource(classes = {Scenarios.Redeploy.class, Scenarios.Down.class})
  void change_whoseEngineIsFrozenAtEveryCall_givesUpAndIsRecovered(
      Class<? extends CrashScenario> change) throws Exception {
    EngineKillSweep.frozen(change, engine).run();
  }
}
