package io.dockeradvanced.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.store.Batch;
import io.dockeradvanced.store.StateStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Owners that close, and others that recover what they left. */
@Timeout(60)
class RecoverTest extends RunFixture {
  @Test
  void close_leavesItResumable() {
    FakeProcess closing = impatient();
    CountDownLatch here = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    world.hold("b", here, never);
    Operation<String> operation =
        closing
            .operations()
            .start(FakePlan.of(closing, FakeStep.step("a"), FakeStep.step("b", "a")));
    await(here);
    closing.close();
    OperationFailed failed = failure(operation);
    assertThat(failed.outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(failed.retryable()).isTrue();
    assertThat(info(operation).outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(world.store.lease("operation/" + operation.id())).isEmpty();
    assertThatThrownBy(() -> closing.operations().start(FakePlan.of(process, FakeStep.step("c"))))
        .isInstanceOf(IllegalStateException.class);
    world.behaviours.clear();
    assertThat(process.operations().recover())
        .extracting(Recovery::outcome)
        .containsExactly(Outcome.DONE);
    assertThat(world.changes()).containsExactly("+a", "+b");
  }

  @Test
  void close_duringTheUndo_leavesItResumable() {
    FakeProcess closing = impatient();
    CountDownLatch here = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    world.fail("b", new DockerAdvancedException("b"));
    world.onUndo(
        "b",
        context -> {
          here.countDown();
          never.await();
          return Optional.empty();
        });
    Operation<String> operation =
        closing
            .operations()
            .start(FakePlan.of(closing, FakeStep.step("a"), FakeStep.step("b", "a")));
    await(here);
    closing.close();
    assertThat(failure(operation).outcome()).isEqualTo(Outcome.INTERRUPTED);
    world.undoings.clear();
    assertThat(process.operations().recover())
        .extracting(Recovery::outcome)
        .containsExactly(Outcome.ROLLED_BACK);
    assertThat(world.changes()).containsExactly("+a", "-a");
  }

  @Test
  void recover_twoAtOnce_oneDoesIt() throws Exception {
    FakeProcess closing = impatient();
    CountDownLatch here = new CountDownLatch(1);
    world.hold("a", here, new CountDownLatch(1));
    closing.operations().start(FakePlan.of(closing, FakeStep.step("a"), FakeStep.step("b", "a")));
    await(here);
    closing.close();
    world.behaviours.clear();
    List<FakeProcess> rivals = List.of(another(), another(), process, process);
    List<CompletableFuture<List<Recovery>>> all =
        rivals.stream()
            .map(rival -> CompletableFuture.supplyAsync(() -> rival.operations().recover()))
            .toList();
    int done = 0;
    for (CompletableFuture<List<Recovery>> one : all) {
      done += (int) one.get().stream().filter(r -> r.outcome() == Outcome.DONE).count();
    }
    assertThat(done).isEqualTo(1);
    assertThat(world.changes()).containsExactly("+a", "+b");
  }

  @Test
  void recover_whileItRunsHere_leavesItAlone() {
    CountDownLatch here = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    world.hold("a", here, go);
    Operation<String> operation = start(FakeStep.step("a"));
    await(here);
    assertThat(process.operations().recover())
        .extracting(Recovery::outcome)
        .containsExactly(Outcome.RUNNING);
    go.countDown();
    operation.await();
    assertThat(world.changes()).containsExactly("+a");
  }

  @Test
  void recover_codeIsMissing_leavesItAsItIs() {
    Data summary =
        Data.of("format", 1)
            .with("id", "old")
            .with("plan", "p")
            .with("kind", FakePlan.KIND)
            .with("title", "make things")
            .with("host", "fake")
            .with("hostUri", "unix:///fake.sock")
            .with("subject", "things")
            .with("scope", "things")
            .with("actor", "tester")
            .with("outcome", "RUNNING")
            .with("message", "")
            .with("created", "2026-01-02T03:04:05Z");
    PlanData plan = FakePlan.fixed("p", Step.of("a", "of.another.module", 1)).data();
    String sealed =
        Operations.vault(process.owner()).seal(plan.toFullJson(), "operation/old plan ");
    world.store.write(
        new Batch()
            .put("operation", "old", 0, summary.toJson())
            .append("operation/old", "plan", Data.of("sealed", sealed).toJson()));
    List<Recovery> recoveries = process.operations().recover();
    assertThat(recoveries).extracting(Recovery::outcome).containsExactly(Outcome.RUNNING);
    assertThat(recoveries.get(0).message())
        .startsWith(
            "'make things' was left as it is: no code for steps of kind 'of.another.module'");
    assertThat(world.store.lease("operation/old")).isEmpty();
  }

  @Test
  void recover_storeAndHosts_needNothingElse() {
    FakeProcess closing = impatient();
    CountDownLatch here = new CountDownLatch(1);
    world.hold("a", here, new CountDownLatch(1));
    closing.operations().start(FakePlan.of(closing, FakeStep.step("a")));
    await(here);
    closing.close();
    world.behaviours.clear();
    FakeProcess fresh = another(StateStore.memory());
    assertThat(Operations.recover(world.store, List.of(fresh)))
        .extracting(Recovery::outcome)
        .containsExactly(Outcome.DONE);
  }
}
