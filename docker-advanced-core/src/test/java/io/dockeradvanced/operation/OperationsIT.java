package io.dockeradvanced.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dockeradvanced.Actor;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.LockHeld;
import io.dockeradvanced.container.internal.CreateContainer;
import io.dockeradvanced.container.internal.CreateNetwork;
import io.dockeradvanced.container.internal.CreateVolume;
import io.dockeradvanced.container.internal.EnsureImage;
import io.dockeradvanced.container.internal.HealthGate;
import io.dockeradvanced.container.internal.RemoveContainer;
import io.dockeradvanced.container.internal.RenameContainer;
import io.dockeradvanced.container.internal.StartContainer;
import io.dockeradvanced.container.internal.StopContainer;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.engine.ReconcileContainer;
import io.dockeradvanced.store.StateStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The runner and its lock on the real engine. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class OperationsIT {
  private static final Duration TTL = Duration.ofSeconds(30);

  private final RealHost real = new RealHost(StateStore.memory());
  private final String name = RealHost.name();
  private final Set<String> ended = new HashSet<>();
  private final List<RealHost> others = new ArrayList<>();

  @AfterEach
  void close() {
    real.clean(name);
    others.forEach(RealHost::close);
    real.close();
  }

  private RealHost with(StateStore store) {
    RealHost other = new RealHost(store);
    others.add(other);
    return other;
  }

  private EngineLock acquire(String operation, Clock clock) {
    return EngineLock.acquire(
        real.engine(), clock, TTL, name, operation, "holder of " + operation, ended::contains);
  }

  // ---- the lock

  @Test
  void lock_manyAtOnce_oneWinsAndTheOthersAreToldWho() {
    List<CompletableFuture<String>> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String operation = "op" + i;
      all.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  acquire(operation, Clock.systemUTC());
                  return "won";
                } catch (LockHeld e) {
                  return e.holder();
                }
              }));
    }
    List<String> answers = all.stream().map(CompletableFuture::join).toList();
    assertThat(answers).containsOnlyOnce("won");
    assertThat(answers).allMatch(a -> a.equals("won") || a.matches("holder of op\\d"));
    assertThatThrownBy(() -> acquire("late", Clock.systemUTC()))
        .isInstanceOf(LockHeld.class)
        .hasMessageContaining("holder of op" + answers.indexOf("won"));
  }

  @Test
  void lock_ownOperation_isTakenOverAtOnce() {
    EngineLock dead = acquire("same", Clock.systemUTC());
    EngineLock next = acquire("same", Clock.systemUTC());
    next.check();
    assertThatThrownBy(dead::check).isInstanceOf(EngineLock.Lost.class);
    assertThatThrownBy(dead::renew).isInstanceOf(EngineLock.Lost.class);
    dead.release();
    next.check();
    next.release();
    assertThat(EngineLock.look(real.engine(), name)).isEmpty();
  }

  @Test
  void lock_leaseEnded_isTakenOver() {
    MovableClock clock = new MovableClock();
    EngineLock first = acquire("first", Clock.systemUTC());
    assertThatThrownBy(() -> acquire("second", clock)).isInstanceOf(LockHeld.class);
    clock.forward(TTL.plusSeconds(5));
    // The clock that was moved is ours; the engine's would seem to be behind.
    EngineLock second =
        EngineLock.acquire(
            new SameTime(real.engine()),
            clock,
            TTL,
            name,
            "second",
            "holder of second",
            ended::contains);
    second.check();
    assertThatThrownBy(first::check).isInstanceOf(EngineLock.Lost.class);
    assertThat(EngineLock.look(real.engine(), name).orElseThrow().holder())
        .isEqualTo("holder of second");
  }

  @Test
  void lock_held_containerIsSeenByItsLabels() {
    acquire("labelled", Clock.systemUTC());
    var container = real.container("docker-advanced-lock-" + name).orElseThrow();
    assertThat(container.path("Config").path("Labels").path(EngineLock.LABEL).asText())
        .isEqualTo(name);
    assertThat(container.path("State").path("Status").asText()).isEqualTo("created");
  }

  @Test
  void start_twoOwners_oneIsToldWhoHoldsTheLock() {
    RealHost bob = with(StateStore.memory());
    FakeWait.here(name);
    Operation<String> first =
        real.operations().start(FakePlan.of(real.host(), name, 1, FakeWait.step(name, "wait")));
    FakeWait.awaitBegun(name);
    Operation<String> second =
        bob.operations().start(FakePlan.of(bob.host(), name, 1, FakeWait.step(name, "other")));
    assertThatThrownBy(second::await)
        .isInstanceOf(LockHeld.class)
        .hasMessageContaining("operation " + first.id());
    FakeWait.end(name);
    first.await();
    assertThat(real.names("docker-advanced-lock-" + name)).isEmpty();
  }

  @Test
  void lockRemovedByAForeignHand_runStopsAndRecoverGoesOn() {
    FakeWait.here(name);
    Operation<String> operation =
        real.operations()
            .start(
                FakePlan.of(
                    real.host(),
                    name,
                    1,
                    FakeWait.step(name, "wait"),
                    CreateVolume.step("volume", name, Data.of("Name", name)).after("wait")));
    FakeWait.awaitBegun(name);
    ReconcileContainer.remove(real.engine(), "docker-advanced-lock-" + name, true, true);
    FakeWait.end(name);
    OperationFailed failed = catchThrowableOfType(OperationFailed.class, operation::await);
    assertThat(failed.outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(failed).hasMessageContaining("docker-advanced-lock-" + name);
    assertThat(real.has("/volumes/" + name)).isFalse();
    assertThat(real.operations().recover())
        .extracting(Recovery::outcome)
        .containsExactly(Outcome.DONE);
    assertThat(real.has("/volumes/" + name)).isTrue();
    assertThat(real.names("docker-advanced-lock-" + name)).isEmpty();
  }

  // ---- kill -9

  /** Makes a network, a volume and two containers, and replaces a container that serves. */
  private static Plan<String> plan(DockerHost host, String name, String old, boolean failing) {
    Data body = RealHost.body(name, "exec sleep 1000");
    Data on = Data.of("NetworkMode", name).with("Binds", List.of(name + ":/data"));
    Data bad = RealHost.body(name, "sleep 0.2; exit 7");
    return FakePlan.of(
        host,
        name,
        4,
        EnsureImage.step("image", RealHost.IMAGE, "never"),
        CreateNetwork.step("network", name, Data.of("Name", name)),
        CreateVolume.step("volume", name, Data.of("Name", name)),
        CreateContainer.step("create a", name + "-a", body.with("HostConfig", on))
            .after("image", "network", "volume"),
        StartContainer.stepFrom("start a", name + "-a", "create a", 1),
        CreateContainer.step("create new", name + "-web-new", body).after("image"),
        StopContainer.step("stop old", name + "-web", old, 1).after("create a", "create new"),
        RenameContainer.stepId("away", old, name + "-web", name + "-web-old").after("stop old"),
        RenameContainer.stepFrom("name", "create new", name + "-web-new", name + "-web")
            .after("away"),
        StartContainer.stepFrom("start new", name + "-web", "create new", 1).after("name"),
        CreateContainer.step("create b", name + "-b", failing ? bad : body).after("start new"),
        StartContainer.stepFrom("start b", name + "-b", "create b", 1),
        HealthGate.stepFrom(
                "see b",
                name + "-b",
                "create b",
                failing ? HealthGate.Condition.COMPLETED : HealthGate.Condition.RUNNING,
                Duration.ofSeconds(30))
            .after("start b"),
        RemoveContainer.step("remove old", name + "-web-old", old, true)
            .after("see b", "start new", "start a"));
  }

  /** The process that is killed. */
  static final class Child {
    public static void main(String[] args) {
      RealHost real = new RealHost(StateStore.file(Path.of(args[0])));
      try (real) {
        real.operations().run(plan(real.host(), args[1], args[2], Boolean.parseBoolean(args[3])));
      } catch (DockerAdvancedException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  /** Kills the process when its journal has so many events; answers what stood there before. */
  private String kill(Path file, StateStore store, int events, boolean failing) throws Exception {
    String old = real.foreign(name + "-web", name, "exec sleep 1000");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dda.hosts=" + RealHost.address(),
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                file.toString(),
                name,
                old,
                String.valueOf(failing))
            .inheritIO()
            .start();
    while (child.isAlive() && written(store) < events) {
      LockSupport.parkNanos(500_000);
    }
    child.destroyForcibly().waitFor();
    return old;
  }

  private void killAndRecover(Path directory, int events, boolean failing) throws Exception {
    Path file = directory.resolve("state.db");
    StateStore store = StateStore.file(file);
    String old = kill(file, store, events, failing);
    RealHost fresh = with(store);
    for (Recovery recovery : fresh.operations().recover()) {
      assertThat(recovery.outcome().isEnd()).as(recovery.message()).isTrue();
    }
    List<OperationInfo> all = fresh.operations().list();
    assertThat(all).hasSizeLessThanOrEqualTo(1).allMatch(info -> info.outcome().isEnd());
    boolean done = all.stream().anyMatch(info -> info.outcome() == Outcome.DONE);
    if (failing) {
      assertThat(done).isFalse();
    }
    check(done, old);
    assertThat(fresh.operations().recover()).isEmpty();
    store.close();
  }

  /** The engine as it is when everything is done, or undone. */
  private void check(boolean done, String old) {
    if (done) {
      assertThat(real.names(name)).containsExactly(name + "-a", name + "-b", name + "-web");
      assertThat(real.container(old)).isEmpty();
      assertThat(real.isRunning(name + "-a") && real.isRunning(name + "-b")).isTrue();
    } else {
      assertThat(real.names(name)).containsExactly(name + "-web");
      assertThat(real.container(old).orElseThrow().path("Name").asText())
          .isEqualTo("/" + name + "-web");
    }
    assertThat(real.isRunning(name + "-web")).isTrue();
    assertThat(real.has("/networks/" + name)).isEqualTo(done);
    assertThat(real.has("/volumes/" + name)).isEqualTo(done);
    assertThat(real.names("docker-advanced-lock-" + name)).isEmpty();
  }

  private static int written(StateStore store) {
    return new Records(store)
        .all().stream()
            .mapToInt(info -> store.events(Journal.stream(info.id()), 0, 1000).size())
            .sum();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 13, 17, 21, 26})
  void kill9_forward_isRecovered(int events, @TempDir Path directory) throws Exception {
    killAndRecover(directory, events, false);
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 31, 36, 40})
  void kill9_whileItFailsOrUndoes_isUndone(int events, @TempDir Path directory) throws Exception {
    killAndRecover(directory, events, true);
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 13, 17})
  void kill9_forwardThenCancelledById_isUndone(int events, @TempDir Path directory)
      throws Exception {
    Path file = directory.resolve("state.db");
    StateStore store = StateStore.file(file);
    String old = kill(file, store, events, false);
    Operations operations = with(store).operations();
    String id = operations.list().get(0).id();
    Operation<?> cancelled = operations.cancel(id, Actor.of("bob"));
    OperationFailed failed = catchThrowableOfType(OperationFailed.class, cancelled::await);
    assertThat(failed).hasMessageContaining("was cancelled by bob; everything was undone");
    assertThat(operations.find(id).orElseThrow().outcome()).isEqualTo(Outcome.ROLLED_BACK);
    check(false, old);
    assertThat(operations.recover()).isEmpty();
    store.close();
  }

  // ---- a journal of an earlier release

  @Test
  void format1_journalOfContainers_isRecoveredOnTheEngine() {
    String fixture = "da-fixture-1";
    StateStore store = StateStore.memory();
    FixtureJournal.load(store, "format-1-containers.journal", real.host().uri().toString());
    RealHost fresh = with(store);
    try {
      assertThat(fresh.operations().recover())
          .extracting(Recovery::outcome)
          .containsExactly(Outcome.DONE);
      assertThat(real.isRunning(fixture)).isTrue();
      assertThat(real.has("/networks/" + fixture) && real.has("/volumes/" + fixture)).isTrue();
    } finally {
      real.clean(fixture);
    }
  }
}
