package io.dockeradvanced.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.Actor;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.store.StateStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The process dies before and after every write of its journal - going forward, undoing, and while
 * it recovers; then a fresh one recovers. The step that a death meets may or may not have done its
 * work.
 */
@Timeout(300)
class RunCrashTest {
  private static final Set<String> ALL = Set.of("a", "b", "c", "d", "e", "f", "y", "z");
  private static final Set<String> NONE = Set.of();

  private static Plan<String> plan(FakeProcess process) {
    return FakePlan.of(
        process,
        3,
        FakeStep.step("a"),
        FakeStep.step("b", "a"),
        FakeStep.step("c", "a"),
        FakeLook.step("look", "b"),
        FakeStep.step("d", "look", "c"),
        FakeStep.step("e"),
        FakeStep.step("f", "d", "e"),
        FakeStep.step("y", "f").finish(),
        FakeStep.step("z", "y").finish());
  }

  private static FakeWorld furnish(FakeWorld world, boolean failing) {
    // One that remembers, one that waits, and maybe one that fails.
    world.on(
        "c",
        context -> {
          if (context.memory().isEmpty()) {
            context.remember(Data.of("seen", true));
          }
          return Optional.empty();
        });
    world.on(
        "e",
        context ->
            context.repeated()
                ? Optional.empty()
                : Optional.of(
                    StepResult.waitUntil(context.clock().instant().plusMillis(1), "a little")));
    if (failing) {
      world.fail("f", new DockerAdvancedException("fake: f is broken"));
    }
    return world;
  }

  /** Runs the plan until the store dies; answers whether it died. */
  private static boolean runAndDie(FakeWorld world, int write, boolean after) {
    DyingStore store = new DyingStore(world.store, write, after);
    try (FakeProcess process = new FakeProcess(world, store)) {
      try {
        process.operations().run(plan(process));
      } catch (DockerAdvancedException e) {
        // It failed, or died.
      }
    }
    return store.isDead();
  }

  private static boolean recoverAndDie(FakeWorld world, int write, boolean after) {
    world.clock.forward(Duration.ofSeconds(31));
    DyingStore store = new DyingStore(world.store, write, after);
    try (FakeProcess process = new FakeProcess(world, store)) {
      try {
        process.operations().recover();
      } catch (DockerAdvancedException e) {
        // It died.
      }
    }
    return store.isDead();
  }

  private static void recoverAndCheck(FakeWorld world, boolean failing, String when) {
    world.clock.forward(Duration.ofSeconds(31));
    try (FakeProcess process = new FakeProcess(world)) {
      for (Recovery recovery : process.operations().recover()) {
        assertThat(recovery.outcome().isEnd()).as(when + ": " + recovery.message()).isTrue();
      }
      Set<String> objects = world.objects();
      if (failing) {
        assertThat(objects).as(when).isEqualTo(NONE);
      } else {
        assertThat(objects).as(when).isIn(ALL, NONE);
      }
      Map<String, Integer> net = new HashMap<>();
      for (String change : world.changes()) {
        int now = net.merge(change.substring(1), change.charAt(0) == '+' ? 1 : -1, Integer::sum);
        assertThat(now).as(when + ": " + world.changes()).isBetween(0, 1);
      }
      List<String> before = world.changes();
      assertThat(process.operations().recover()).as(when).isEmpty();
      assertThat(world.changes()).as(when).isEqualTo(before);
      assertThat(world.engine.locks()).as(when).isEmpty();
      assertThat(process.operations().list()).as(when).allMatch(info -> info.outcome().isEnd());
    }
  }

  private static void everyWrite(boolean failing) {
    int writes = 0;
    boolean died = true;
    for (int k = 1; died; k++) {
      died = false;
      for (boolean after : new boolean[] {false, true}) {
        FakeWorld world = furnish(new FakeWorld(), failing);
        died |= runAndDie(world, k, after);
        recoverAndCheck(world, failing, "write %d, %s".formatted(k, after ? "after" : "before"));
      }
      writes = k;
    }
    assertThat(writes).isGreaterThan(8);
  }

  @Test
  void death_atEveryWriteForward_isRecovered() {
    everyWrite(false);
  }

  @Test
  void death_atEveryWriteOfAFailingRun_isUndone() {
    everyWrite(true);
  }

  @Test
  void death_duringTheRecovery_isRecoveredToo() {
    for (boolean failing : new boolean[] {false, true}) {
      for (int k = 2; k < 24; k += 3) {
        boolean died = true;
        for (int j = 1; died; j++) {
          FakeWorld world = furnish(new FakeWorld(), failing);
          if (!runAndDie(world, k, true)) {
            break;
          }
          died = recoverAndDie(world, j, j % 2 == 0);
          recoverAndCheck(world, failing, "write %d, then %d of the recovery".formatted(k, j));
        }
      }
    }
  }

  /** The disk did what it was told, and the answer was lost: nothing may be done twice for that. */
  @Test
  void doubt_atEveryWrite_isRecovered() {
    for (boolean failing : new boolean[] {false, true}) {
      boolean doubted = true;
      for (int k = 1; doubted; k++) {
        FakeWorld world = furnish(new FakeWorld(), failing);
        DyingStore store = new DyingStore(world.store);
        store.doubt(k);
        try (FakeProcess process = new FakeProcess(world, store)) {
          process.operations().run(plan(process));
        } catch (DockerAdvancedException e) {
          // It failed, or stood still.
        }
        doubted = store.writes() >= k;
        assertThat(world.store.list(Journal.KIND).size() + world.store.list(Journal.ENDED).size())
            .as("records after write %d", k)
            .isEqualTo(k == 1 ? 0 : 1); // the first write says whose key it is
        recoverAndCheck(world, failing, "doubt about write " + k);
        assertThat(k).isLessThan(99);
      }
    }
  }

  @Test
  void death_atEveryWriteOfACancel_isUndoneOrStillPaused() {
    boolean died = true;
    int undone = 0;
    for (int k = 1; died; k++) {
      for (boolean after : new boolean[] {false, true}) {
        String when = "write %d of the cancel, %s".formatted(k, after ? "after" : "before");
        FakeWorld world = furnish(new FakeWorld(), false).asks("f");
        String id;
        try (FakeProcess process = new FakeProcess(world)) {
          Operation<String> operation = process.operations().start(plan(process));
          assertThat(RunFixture.failure(operation).outcome()).isEqualTo(Outcome.PAUSED);
          id = operation.id();
        }
        DyingStore store = new DyingStore(world.store, k, after);
        try (FakeProcess process = new FakeProcess(world, store)) {
          process.operations().cancel(id, Actor.of("bob")).await();
        } catch (DockerAdvancedException e) {
          // It was undone, or died.
        }
        died = store.isDead();
        world.clock.forward(Duration.ofSeconds(31));
        try (FakeProcess fresh = new FakeProcess(world)) {
          fresh.operations().recover();
          if (fresh.operations().find(id).orElseThrow().outcome() == Outcome.PAUSED) {
            assertThat(k == 1 && !after).as(when).isTrue();
            assertThat(RunFixture.failure(fresh.operations().cancel(id, Actor.of("bob"))).outcome())
                .as(when)
                .isEqualTo(Outcome.ROLLED_BACK);
          } else {
            undone++;
          }
        }
        recoverAndCheck(world, true, when);
      }
    }
    assertThat(undone).isGreaterThan(8);
  }

  @Test
  void death_onSqlite_isRecoveredFromTheFile(@TempDir Path directory) {
    for (int k = 1; k < 16; k += 2) {
      Path file = directory.resolve("state-" + k + ".db");
      boolean failing = k % 4 == 1;
      FakeWorld world =
          furnish(new FakeWorld(clock -> StateStore.jdbc("jdbc:sqlite:" + file, clock)), failing);
      try {
        runAndDie(world, k, k % 3 == 0);
        recoverAndCheck(world, failing, "write " + k);
      } finally {
        world.store.close();
      }
    }
  }
}
