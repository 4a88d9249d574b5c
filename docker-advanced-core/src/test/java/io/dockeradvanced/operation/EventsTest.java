package io.dockeradvanced.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.lab.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventsTest {
  private final FakeWorld world = new FakeWorld();
  private final FakeProcess process = new FakeProcess(world);
  private final CountDownLatch listening = new CountDownLatch(1);

  @AfterEach
  void close() {
    process.close();
  }

  /** What one listener hears, until the end. */
  private static final class Heard {
    final List<OperationEvent> events = Collections.synchronizedList(new ArrayList<>());
    final CompletableFuture<Void> finished = new CompletableFuture<>();

    void hear(OperationEvent event) {
      events.add(event);
      if (event instanceof OperationEvent.Finished) {
        finished.complete(null);
      }
    }

    List<String> kinds() {
      return events.stream().map(event -> event.getClass().getSimpleName()).toList();
    }
  }

  private Operation<String> start(Step.Builder... steps) {
    world.on(
        "first",
        context -> {
          listening.await();
          return Optional.empty();
        });
    return process.operations().start(FakePlan.of(process, steps));
  }

  private Heard hear(Operation<?> operation) {
    Heard heard = new Heard();
    operation.listen(heard::hear);
    listening.countDown();
    heard.finished.join();
    return heard;
  }

  /** What holds of the events of every operation. */
  private static void check(Heard heard) {
    double last = 0;
    Set<String> begun = new HashSet<>();
    for (OperationEvent event : heard.events) {
      assertThat(event.progress()).isBetween(last, 1.0);
      last = event.progress();
      if (event instanceof OperationEvent.StepStarted started) {
        assertThat(begun.add(started.step().id())).isTrue();
      } else if (event instanceof OperationEvent.StepDone done) {
        begun.remove(done.step().id());
      } else if (event instanceof OperationEvent.StepFailed failed) {
        begun.remove(failed.step().id());
      }
    }
    assertThat(begun).as("steps that began and never ended").isEmpty();
    assertThat(heard.events.get(heard.events.size() - 1))
        .isInstanceOf(OperationEvent.Finished.class);
  }

  @Test
  void done_progressGrowsToExactlyOne() {
    Step.Builder[] steps = new Step.Builder[40];
    steps[0] = FakeStep.step("first");
    for (int i = 1; i < steps.length; i++) {
      String id = "s" + i;
      steps[i] = FakeStep.step(id, "first").weight(1 + i % 7);
      world.on(
          id,
          context -> {
            context.progress(0.3, "some");
            context.progress(Double.NaN, "nonsense");
            context.progress(0.1, "back");
            context.progress(7, "too much");
            return Optional.empty();
          });
    }
    Operation<String> operation = start(steps);
    Heard heard = hear(operation);
    check(heard);
    assertThat(heard.events.get(heard.events.size() - 1).progress()).isEqualTo(1.0);
    assertThat(heard.kinds()).containsSubsequence("StepDone", "Committed", "Finished");
  }

  @Test
  void failed_progressStandsWhileUndoing() {
    world.fail("b", new DockerAdvancedException("fake: b"));
    world.onUndo(
        "first",
        context -> {
          context.progress(1, "undoing");
          return Optional.empty();
        });
    Heard heard = hear(start(FakeStep.step("first"), FakeStep.step("b", "first")));
    check(heard);
    assertThat(heard.kinds())
        .endsWith("StepFailed", "Undoing", "StepUndone", "StepProgress", "StepUndone", "Finished");
    assertThat(heard.events.get(heard.events.size() - 1).progress()).isEqualTo(0.5);
  }

  @Test
  void cancelledWhileWaiting_theStepIsShownToEnd() {
    Operation<?>[] operation = new Operation<?>[1];
    world.on(
        "b",
        context -> {
          operation[0].cancel();
          return Optional.of(
              StepResult.waitUntil(context.clock().instant().plusSeconds(3600), "long"));
        });
    operation[0] = start(FakeStep.step("first"), FakeStep.step("b", "first"));
    Heard heard = hear(operation[0]);
    check(heard);
    assertThat(heard.kinds()).containsSubsequence("StepWaiting", "StepFailed", "Undoing");
  }

  @Test
  void resumed_stepsOfBeforeAreShownAnew() {
    CountDownLatch here = new CountDownLatch(1);
    FakeProcess closing =
        new FakeProcess(world, new DyingStore(world.store), java.time.Duration.ZERO);
    world.hold("b", here, new CountDownLatch(1));
    Operation<String> operation =
        closing
            .operations()
            .start(FakePlan.of(closing, FakeStep.step("a"), FakeStep.step("b", "a")));
    Heard before = new Heard();
    operation.listen(before::hear);
    try {
      here.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    closing.close();
    world.behaviours.clear();
    // Its lock; so nothing has happened when the listener comes.
    process.engineAnswersAfter(listening);
    OperationInfo info = process.operations().find(operation.id()).orElseThrow();
    Run resumed = OperationsCore.of(process.owner()).resume(process, info).orElseThrow();
    Heard heard = hear(resumed);
    check(heard);
    assertThat(heard.events.get(0).progress()).isEqualTo(0.5);
  }

  @Test
  void listen_slowAndThrowing_delayNobody() {
    CountDownLatch slow = new CountDownLatch(1);
    Heard slowly = new Heard();
    Heard heard = new Heard();
    Step.Builder first = FakeStep.step("first");
    Step.Builder noisy = FakeStep.step("noisy", "first");
    world.on(
        "noisy",
        context -> {
          for (int i = 0; i < 3000; i++) {
            context.progress(i / 3000.0, "line " + i);
            if (i % 500 == 499) {
              // One that keeps up hears everything; whether a thread gets its turn is no question.
              int so = i;
              Waiting.assertSoon(
                  "the quick one hears", Duration.ofSeconds(20), () -> heard.events.size() > so);
            }
          }
          return Optional.empty();
        });
    Operation<String> operation = start(first, noisy);
    operation.listen(
        event -> {
          try {
            slow.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          slowly.hear(event);
        });
    operation.listen(
        event -> {
          throw new AssertionError("a listener of a user");
        });
    operation.listen(heard::hear);
    listening.countDown();
    heard.finished.join();
    check(heard);
    assertThat(operation.await()).isEqualTo("made 2");
    slow.countDown();
    slowly.finished.join();
    assertThat(slowly.kinds()).contains("Gap").endsWith("Finished");
    long missed =
        slowly.events.stream()
            .filter(OperationEvent.Gap.class::isInstance)
            .mapToLong(event -> ((OperationEvent.Gap) event).missed())
            .sum();
    assertThat(missed).isGreaterThan(1000);
  }

  @Test
  void listen_afterTheEnd_hearsTheEnd() {
    Operation<String> operation = start(FakeStep.step("first"));
    listening.countDown();
    operation.await();
    assertThat(hear(operation).kinds()).containsExactly("Finished");
  }

  @Test
  void listen_closed_hearsNothingMore() {
    Operation<String> operation = start(FakeStep.step("first"));
    Heard closed = new Heard();
    operation.listen(closed::hear).close();
    hear(operation);
    assertThat(closed.kinds()).doesNotContain("StepDone", "Finished");
  }

  @Test
  void events_showNoSecret() {
    world.fail("b", new DockerAdvancedException("fake: b"));
    Heard heard = hear(start(FakeStep.step("first"), FakeStep.step("b", "first")));
    assertThat(heard.events.toString()).doesNotContain("hunter2");
  }
}
