package io.dockeradvanced.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.Cancelled;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.TimedOut;
import io.dockeradvanced.lab.Waiting;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Operations that somebody stops. */
@Timeout(60)
class CancelTest extends RunFixture {
  @Test
  void cancel_whileAStepRuns_letsItEndAndUndoes() {
    CountDownLatch here = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    world.hold("b", here, go);
    Operation<String> operation =
        start(FakeStep.step("a"), FakeStep.step("b", "a"), FakeStep.step("c", "b"));
    await(here);
    operation.cancel();
    go.countDown();
    OperationFailed failed = failure(operation);
    assertThat(failed.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(failed).hasMessage("fake: 'make things' was cancelled; everything was undone");
    assertThat(world.changes()).containsExactly("+a", "+b", "-b", "-a");
  }

  @Test
  void cancel_beforeTheLock_changesNothing() {
    CountDownLatch started = new CountDownLatch(1);
    Plan<String> plan = FakePlan.of(process, FakeStep.step("a"));
    Operation<String> operation;
    synchronized (world.engine) { // the lock has to wait
      operation = process.operations().start(plan);
      operation.cancel();
      started.countDown();
    }
    assertThat(failure(operation).outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(world.changes()).isEmpty();
    assertThat(world.engine.locks()).isEmpty();
  }

  @Test
  void cancel_afterTheCommit_doesNothing() {
    CountDownLatch here = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    world.hold("z", here, go);
    Operation<String> operation = start(FakeStep.step("a"), FakeStep.step("z", "a").finish());
    await(here);
    operation.cancel();
    go.countDown();
    assertThat(operation.await()).isEqualTo("made 2");
  }

  @Test
  void cancel_duringTheUndo_doesNotStopIt() {
    CountDownLatch here = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    world.fail("b", new DockerAdvancedException("b"));
    world.onUndo(
        "b",
        context -> {
          here.countDown();
          go.await();
          return Optional.empty();
        });
    Operation<String> operation = start(FakeStep.step("a"), FakeStep.step("b", "a"));
    await(here);
    assertThat(operation.outcome()).isEqualTo(Outcome.UNDOING);
    operation.cancel();
    go.countDown();
    assertThat(failure(operation).outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(world.objects()).isEmpty();
  }

  @Test
  void cancel_whileAStepWaits_endsAtOnce() {
    CountDownLatch here = new CountDownLatch(1);
    world.on(
        "a",
        context -> {
          here.countDown();
          return Optional.of(
              StepResult.waitUntil(context.clock().instant().plusSeconds(3600), "slowly"));
        });
    Operation<String> operation = start(FakeStep.step("a"));
    await(here);
    operation.cancel();
    assertThat(failure(operation).outcome()).isEqualTo(Outcome.ROLLED_BACK);
  }

  @Test
  void await_interrupted_undoesAndKeepsTheFlag() throws Exception {
    CountDownLatch here = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    world.hold("a", here, go);
    Operation<String> operation = start(FakeStep.step("a"), FakeStep.step("b", "a"));
    CompletableFuture<String> seen = new CompletableFuture<>();
    Thread waiting =
        new Thread(
            () -> {
              try {
                operation.await();
                seen.complete("no exception");
              } catch (Cancelled e) {
                seen.complete(e.getMessage() + " " + Thread.currentThread().isInterrupted());
              }
            });
    waiting.start();
    await(here);
    waiting.interrupt();
    // It cancels first, and then joins the end.
    Waiting.assertSoon(
        "the interrupt has cancelled",
        Duration.ofSeconds(30),
        () ->
            Arrays.stream(waiting.getStackTrace()).anyMatch(f -> f.getMethodName().equals("join")));
    go.countDown();
    assertThat(seen.get())
        .isEqualTo(
            "fake: the thread waiting for 'make things' was interrupted; everything was undone true");
    assertThat(world.objects()).isEmpty();
  }

  @Test
  void await_limit_givesUpWaitingOnly() {
    CountDownLatch here = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    world.hold("a", here, go);
    Operation<String> operation = start(FakeStep.step("a"));
    assertThatThrownBy(() -> operation.await(Duration.ofMillis(20))).isInstanceOf(TimedOut.class);
    go.countDown();
    assertThat(operation.await(Duration.ofSeconds(30))).isEqualTo("made 1");
  }
}
