package io.dockeradvanced.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.Actor;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.lab.Waiting;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Somebody cancels at the very moment when something else happens to the operation. Whoever is told
 * that it is cancelled finds it undone; whoever is refused finds it done.
 */
@Timeout(120)
class CancelRaceTest {
  private static final Actor BOB = Actor.of("bob");
  private static final int ROUNDS = 150;

  private static Operation<String> start(FakeProcess process) {
    return process
        .operations()
        .start(FakePlan.of(process, FakeStep.step("a"), FakeStep.step("ask", "a")));
  }

  private static Operation<String> paused(FakeProcess process) {
    process.world().asks("ask");
    Operation<String> operation = start(process);
    assertThat(RunFixture.failure(operation).outcome()).isEqualTo(Outcome.PAUSED);
    return operation;
  }

  private static Operation<?> cancel(FakeProcess process, Operation<?> operation) {
    return process.operations().cancel(operation.id(), BOB);
  }

  private static Operation<?> answer(FakeProcess process, Operation<?> operation) {
    return process.operations().decide(operation.id(), "go", "yes", Actor.of("alice"));
  }

  /** Does it when the other is ready too; whether it was taken, and not refused. */
  private static CompletableFuture<Boolean> at(CyclicBarrier both, Supplier<Operation<?>> call) {
    return CompletableFuture.supplyAsync(
        () -> {
          Operation<?> operation;
          try {
            both.await();
            operation = call.get();
          } catch (IllegalStateException refused) {
            return false;
          } catch (Exception e) {
            throw new AssertionError(e);
          }
          try {
            operation.await();
          } catch (DockerAdvancedException e) {
            // It was undone.
          }
          return true;
        });
  }

  /** How the operation stands now, having checked that the world agrees. */
  private static Outcome outcome(FakeWorld world, FakeProcess process, Operation<?> operation) {
    Outcome outcome = process.operations().find(operation.id()).orElseThrow().outcome();
    assertThat(outcome).isIn(Outcome.DONE, Outcome.ROLLED_BACK);
    assertThat(world.objects()).isEqualTo(outcome == Outcome.DONE ? Set.of("a", "ask") : Set.of());
    assertThat(world.engine.locks()).isEmpty();
    assertThat(process.operations().recover()).isEmpty();
    return outcome;
  }

  private static void answerAndCancel(boolean sameProcess) {
    for (int i = 0; i < ROUNDS; i++) {
      FakeWorld world = new FakeWorld();
      try (FakeProcess one = new FakeProcess(world);
          FakeProcess two = new FakeProcess(world)) {
        Operation<String> operation = paused(one);
        CyclicBarrier both = new CyclicBarrier(2);
        CompletableFuture<Boolean> answered = at(both, () -> answer(one, operation));
        FakeProcess other = sameProcess ? one : two;
        CompletableFuture<Boolean> cancelled = at(both, () -> cancel(other, operation));
        boolean wasAnswered = answered.join();
        boolean wasCancelled = cancelled.join();
        Outcome outcome = outcome(world, one, operation);
        assertThat(outcome == Outcome.ROLLED_BACK).isEqualTo(wasCancelled);
        assertThat(wasAnswered || wasCancelled).isTrue();
      }
    }
  }

  @Test
  void answerAndCancel_inOneProcess_agree() {
    answerAndCancel(true);
  }

  @Test
  void answerAndCancel_inTwoProcesses_agree() {
    answerAndCancel(false);
  }

  @Test
  void cancel_whileAnAnswerTakesItUpHere_reachesThatRun() {
    FakeWorld world = new FakeWorld();
    try (FakeProcess process = new FakeProcess(world)) {
      Operation<String> operation = paused(process);
      CountDownLatch reading = new CountDownLatch(1);
      CountDownLatch read = new CountDownLatch(1);
      CountDownLatch goOn = new CountDownLatch(1);
      world.hold("ask", new CountDownLatch(1), goOn);
      process
          .store()
          .whileReading(
              () -> {
                reading.countDown();
                RunFixture.await(read);
              });
      CompletableFuture<Operation<?>> answered =
          CompletableFuture.supplyAsync(() -> answer(process, operation));
      RunFixture.await(reading); // it has the lease, and is not among those that run
      CompletableFuture<Operation<?>> cancelled = new CompletableFuture<>();
      Thread cancelling =
          new Thread(
              () -> {
                try {
                  cancelled.complete(cancel(process, operation));
                } catch (RuntimeException e) {
                  cancelled.completeExceptionally(e);
                }
              });
      cancelling.start();
      Waiting.assertSoon(
          "the second waits for the first",
          Duration.ofSeconds(30),
          () ->
              cancelled.isDone()
                  || Arrays.stream(cancelling.getStackTrace())
                      .anyMatch(frame -> frame.getMethodName().equals("join")));
      read.countDown();
      assertThat(cancelled.join()).isSameAs(answered.join());
      goOn.countDown();
      assertThat(RunFixture.failure(cancelled.join()))
          .hasMessageContaining("was cancelled by bob; everything was undone");
      assertThat(outcome(world, process, operation)).isEqualTo(Outcome.ROLLED_BACK);
    }
  }

  @Test
  void cancelTwice_atOnce_isUndoneOnce() {
    for (int i = 0; i < ROUNDS; i++) {
      FakeWorld world = new FakeWorld();
      try (FakeProcess one = new FakeProcess(world);
          FakeProcess two = new FakeProcess(world)) {
        Operation<String> operation = paused(one);
        CyclicBarrier both = new CyclicBarrier(3);
        CompletableFuture<Boolean> first = at(both, () -> cancel(one, operation));
        CompletableFuture<Boolean> second = at(both, () -> cancel(one, operation));
        CompletableFuture<Boolean> third = at(both, () -> cancel(two, operation));
        // Who comes too late is told that it has ended, or is run elsewhere.
        assertThat(first.join() | second.join() | third.join()).isTrue();
        assertThat(outcome(world, one, operation)).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(world.changes()).containsExactly("+a", "-a");
      }
    }
  }

  @Test
  void cancel_whileItPauses_isNeverLost() {
    for (int i = 0; i < ROUNDS; i++) {
      FakeWorld world = new FakeWorld();
      CyclicBarrier both = new CyclicBarrier(2);
      world.on(
          "ask",
          context -> {
            both.await();
            return Optional.of(StepResult.pause("go", "?"));
          });
      try (FakeProcess process = new FakeProcess(world)) {
        Operation<String> operation = start(process);
        assertThat(at(both, () -> cancel(process, operation)).join()).isTrue();
        assertThat(outcome(world, process, operation)).isEqualTo(Outcome.ROLLED_BACK);
        assertThat(world.objects()).isEmpty();
      }
    }
  }

  @Test
  void cancel_whileItCommits_isTakenOrRefused() {
    for (int i = 0; i < ROUNDS; i++) {
      FakeWorld world = new FakeWorld();
      CyclicBarrier both = new CyclicBarrier(2);
      world.on(
          "ask",
          context -> {
            both.await();
            return Optional.empty();
          });
      try (FakeProcess process = new FakeProcess(world)) {
        Operation<String> operation = start(process);
        boolean cancelled = at(both, () -> cancel(process, operation)).join();
        try {
          operation.await();
        } catch (OperationFailed e) {
          assertThat(e.outcome()).isEqualTo(Outcome.ROLLED_BACK);
        }
        assertThat(outcome(world, process, operation) == Outcome.ROLLED_BACK).isEqualTo(cancelled);
      }
    }
  }
}
