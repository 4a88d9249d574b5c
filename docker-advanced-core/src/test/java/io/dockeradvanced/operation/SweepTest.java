package io.dockeradvanced.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.Config;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.store.StateStore;
import io.dockeradvanced.store.StoredEvent;
import io.dockeradvanced.store.StoredRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ended operations that need not be kept are removed when another one ends. */
@Timeout(60)
class SweepTest extends RunFixture {
  private static final Duration LONG = Duration.ofDays(90);

  private static FakeProcess keeping(FakeWorld world, DyingStore store, Retention retention) {
    return new FakeProcess(world, store, Config.defaults().use(Retention.class, retention));
  }

  private static FakeProcess keeping(FakeWorld world, int operations, Duration age) {
    return keeping(world, new DyingStore(world.store), new Retention(operations, age));
  }

  /** Runs operations one after the other; answers their ids when all tidying up is over. */
  private static List<String> run(FakeProcess process, int many) {
    List<String> ids = new ArrayList<>();
    try (process) {
      for (int i = 0; i < many; i++) {
        Operation<String> operation =
            process.operations().start(FakePlan.of(process, FakeStep.step("a")));
        operation.await();
        ids.add(operation.id());
        process.world().clock.forward(Duration.ofSeconds(1));
      }
    }
    return ids;
  }

  private List<String> kept() {
    return process.operations().list().stream().map(OperationInfo::id).toList();
  }

  private int events(String id) {
    return world.store.events(Journal.stream(id), 0, 1000).size();
  }

  @Test
  void end_moreThanAreKept_oldestGoWithTheirJournals() {
    List<String> ids = run(keeping(world, 3, LONG), 5);
    assertThat(kept()).isEqualTo(ids.subList(2, 5));
    assertThat(ids.subList(0, 2)).allMatch(id -> events(id) == 0);
    assertThat(ids.subList(2, 5)).allMatch(id -> events(id) > 4);
    assertThat(process.operations().find(ids.get(0))).isEmpty();
  }

  @Test
  void end_someAreTooOld_theyGo() {
    List<String> old = run(keeping(world, 100, LONG), 3);
    world.clock.forward(LONG.minusSeconds(60));
    List<String> young = run(keeping(world, 100, LONG), 1);
    assertThat(kept()).hasSize(4);
    world.clock.forward(Duration.ofSeconds(61));
    List<String> next = run(keeping(world, 100, LONG), 1);
    assertThat(kept()).containsExactly(young.get(0), next.get(0));
    assertThat(old).allMatch(id -> events(id) == 0);
  }

  @Test
  void end_nothingIsKept_goesItself() {
    List<String> ids = run(keeping(world, 0, LONG), 2);
    assertThat(kept()).isEmpty();
    assertThat(ids).allMatch(id -> events(id) == 0);
  }

  @Test
  void end_manyAreDue_someGoAtATime() {
    run(keeping(world, new DyingStore(world.store), Retention.everything()), 45);
    assertThat(kept()).hasSize(45);
    List<String> ids = new ArrayList<>();
    for (int left : new int[] {26, 7, 1, 1}) {
      ids.addAll(run(keeping(world, 1, LONG), 1));
      assertThat(kept()).hasSize(left).endsWith(ids.get(ids.size() - 1));
    }
  }

  @Test
  void end_everythingIsKept_looksAtNothing() {
    DyingStore store = new DyingStore(world.store);
    run(keeping(world, store, Retention.everything()), 3);
    assertThat(store.listed()).doesNotContain(Journal.ENDED);
    world.clock.forward(Duration.ofDays(100_000));
    run(keeping(world, new DyingStore(world.store), Retention.everything()), 1);
    assertThat(kept()).hasSize(4);
  }

  @Test
  void end_othersHaveNotEnded_theyStayHoweverOld() {
    world.asks("ask");
    Operation<String> paused = start(FakeStep.step("ask"));
    failure(paused);
    world.fail("z", new DockerAdvancedException("fake: z is stuck"));
    Operation<String> interrupted = start(FakeStep.step("y"), FakeStep.step("z", "y").finish());
    failure(interrupted);
    world.fail("b", new DockerAdvancedException("fake: b"));
    world.onUndo(
        "x",
        context -> {
          throw new DockerAdvancedException("fake: in use");
        });
    Operation<String> stuck = start(FakeStep.step("x"), FakeStep.step("b", "x"));
    failure(stuck);
    world.clock.forward(Duration.ofDays(10_000));

    FakeProcess other = keeping(world, 0, Duration.ZERO);
    // Of another scope: start() would recover them first.
    try (other) {
      other.operations().start(FakePlan.of(other, "others", 1, FakeStep.step("a"))).await();
    }
    assertThat(kept()).containsExactly(paused.id(), interrupted.id(), stuck.id());

    world.behaviours.remove("z");
    world.undoings.clear();
    assertThat(process.operations().recover())
        .extracting(Recovery::outcome)
        .containsExactly(Outcome.DONE, Outcome.ROLLED_BACK);
    process.operations().decide(paused.id(), "go", "yes", process.owner().config().actor()).await();
    assertThat(world.objects()).containsExactly("a", "ask", "y", "z");
  }

  @Test
  void end_storeFailsWhileRemoving_operationIsDone() {
    List<String> old = run(keeping(world, 1, LONG), 1);
    DyingStore counted = new DyingStore(world.store);
    run(keeping(world, counted, Retention.everything()), 1);
    DyingStore dying = new DyingStore(world.store, counted.writes() + 1, false);
    List<String> ids = run(keeping(world, dying, new Retention(1, LONG)), 1);
    assertThat(dying.isDead()).isTrue();
    assertThat(kept()).hasSize(3).contains(old.get(0)).endsWith(ids.get(0));
    run(keeping(world, 1, LONG), 1);
    assertThat(kept()).hasSize(1);
  }

  @Test
  void end_byManyProcessesOnSqlite_keepsTheNewest(@TempDir Path directory) {
    FakeWorld shared =
        new FakeWorld(
            clock -> StateStore.jdbc("jdbc:sqlite:" + directory.resolve("state.db"), clock));
    try {
      List<CompletableFuture<Void>> all = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        String scope = "scope-" + i;
        all.add(
            CompletableFuture.runAsync(
                () -> {
                  try (FakeProcess one = keeping(shared, 2, LONG)) {
                    for (int j = 0; j < 10; j++) {
                      one.operations().run(FakePlan.of(one, scope, 1, FakeStep.step("a")));
                    }
                  }
                }));
      }
      all.forEach(CompletableFuture::join);
      List<String> last = run(keeping(shared, 2, LONG), 1);
      List<StoredRecord> ended = shared.store.list(Journal.ENDED);
      assertThat(ended).hasSize(2).extracting(StoredRecord::id).contains(last.get(0));
      List<StoredEvent> events =
          shared.store.events(Journal.KIND, Instant.MIN, Instant.MAX, 10_000);
      assertThat(events)
          .extracting(event -> event.stream().substring(Journal.stream("").length()))
          .isSubsetOf(ended.stream().map(StoredRecord::id).toList());
    } finally {
      shared.store.close();
    }
  }
}
