package io.dockeradvanced.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.store.Batch;
import io.dockeradvanced.store.StoredRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Where the records of operations stand: those that have ended apart from those that have not. */
@Timeout(60)
class RecordsTest extends RunFixture {
  private List<String> ids(String kind) {
    return world.store.list(kind).stream().map(StoredRecord::id).toList();
  }

  /** Records of ended operations, where they stood before these had a kind of their own. */
  private void endedOfBefore(int many) {
    start(FakeStep.step("a")).await();
    StoredRecord ended = world.store.list(Journal.ENDED).get(0);
    Data summary = Data.parse(ended.json());
    Batch batch = new Batch().delete(Journal.ENDED, ended.id(), Batch.ANY);
    for (int i = 0; i < many; i++) {
      batch.put(Journal.KIND, "old-" + i, 0, summary.with("id", "old-" + i).toJson());
    }
    world.store.write(batch);
  }

  @Test
  void end_doneOrUndone_movesTheRecord() {
    Operation<String> done = start(FakeStep.step("a"));
    done.await();
    world.fail("b", new DockerAdvancedException("fake: b"));
    Operation<String> undone = start(FakeStep.step("b"));
    failure(undone);
    assertThat(ids(Journal.KIND)).isEmpty();
    assertThat(ids(Journal.ENDED)).containsExactlyInAnyOrder(done.id(), undone.id());
    assertThat(process.operations().list())
        .extracting(OperationInfo::outcome)
        .containsExactly(Outcome.DONE, Outcome.ROLLED_BACK);
    assertThat(info(done).outcome()).isEqualTo(Outcome.DONE);
    assertThat(info(undone).outcome()).isEqualTo(Outcome.ROLLED_BACK);
  }

  @Test
  void end_ofOneThatIsNotEnded_leavesTheRecordWhereItIs() {
    world.asks("ask");
    Operation<String> paused = start(FakeStep.step("ask"));
    failure(paused);
    world.fail("b", new DockerAdvancedException("fake: b"));
    world.onUndo(
        "a",
        context -> {
          throw new DockerAdvancedException("fake: in use");
        });
    Operation<String> stuck = start(FakeStep.step("a"), FakeStep.step("b", "a"));
    failure(stuck);
    assertThat(ids(Journal.KIND)).containsExactlyInAnyOrder(paused.id(), stuck.id());
    assertThat(ids(Journal.ENDED)).isEmpty();
    assertThat(process.operations().list())
        .extracting(OperationInfo::id)
        .containsExactly(paused.id(), stuck.id());
  }

  @Test
  void startAndRecover_afterManyHaveEnded_readOnlyTheOpenOnes() {
    for (int i = 0; i < 20; i++) {
      start(FakeStep.step("a" + i)).await();
    }
    FakeProcess other = another();
    assertThat(other.operations().recover()).isEmpty();
    assertThat(other.store().listed()).containsExactlyInAnyOrder(LeftLocks.KIND, Journal.KIND);
    assertThat(ids(Journal.KIND)).isEmpty();
    assertThat(other.operations().list()).hasSize(20);
  }

  @Test
  void open_manyEndedOfBefore_movesSomeAtATime() {
    endedOfBefore(501);
    assertThat(process.operations().list()).hasSize(501);
    assertThat(process.operations().recover()).isEmpty();
    assertThat(ids(Journal.KIND)).hasSize(1);
    assertThat(process.operations().list()).hasSize(501);
    assertThat(process.operations().recover()).isEmpty();
    assertThat(ids(Journal.KIND)).isEmpty();
    assertThat(ids(Journal.ENDED)).hasSize(501);
    assertThat(process.operations().list()).hasSize(501);
  }

  @Test
  void open_byManyAtOnce_movesEachOnce() {
    endedOfBefore(300);
    List<CompletableFuture<List<OperationInfo>>> all = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      all.add(CompletableFuture.supplyAsync(() -> new Records(world.store).open()));
    }
    all.forEach(one -> assertThat(one.join()).isEmpty());
    assertThat(ids(Journal.KIND)).isEmpty();
    assertThat(world.store.list(Journal.ENDED))
        .hasSize(300)
        .extracting(StoredRecord::revision)
        .containsOnly(1L);
  }

  @Test
  void open_storeCannotWrite_isAnsweredAllTheSame() {
    endedOfBefore(3);
    DyingStore readOnly = new DyingStore(world.store, 1, false);
    assertThat(new Records(readOnly).open()).isEmpty();
    assertThat(readOnly.isDead()).isTrue();
    assertThat(ids(Journal.KIND)).hasSize(3);
  }

  @Test
  void all_whileOneEnds_showsItOnce() {
    world.asks("ask");
    failure(start(FakeStep.step("ask")));
    StoredRecord open = world.store.list(Journal.KIND).get(0);
    String ended = Data.parse(open.json()).with("outcome", "DONE").toJson();
    // As if it moved between the two looks: both see it.
    world.store.write(new Batch().put(Journal.ENDED, open.id(), 0, ended));
    assertThat(process.operations().list())
        .extracting(OperationInfo::outcome)
        .containsExactly(Outcome.DONE);
  }
}
