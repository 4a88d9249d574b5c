package io.dockeradvanced.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.Actor;
import io.dockeradvanced.TimedOut;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Steps that wait, and steps that somebody has to decide. */
@Timeout(60)
class DecideTest extends RunFixture {
  @Test
  void wait_longOne_isKeptAcrossARestart() {
    FakeProcess closing = impatient();
    CountDownLatch here = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    Instant until = world.clock.instant().plusSeconds(1000);
    world.on(
        "a",
        context -> {
          asked.incrementAndGet();
          return context.clock().instant().isBefore(until)
              ? Optional.of(StepResult.waitUntil(until, "a canary"))
              : Optional.empty();
        });
    CountDownLatch listening = new CountDownLatch(1);
    world.on(
        "first",
        context -> {
          listening.await();
          return Optional.empty();
        });
    Operation<String> operation =
        closing
            .operations()
            .start(FakePlan.of(closing, FakeStep.step("first"), FakeStep.step("a", "first")));
    operation.listen(
        event -> {
          if (event instanceof OperationEvent.StepWaiting) {
            here.countDown();
          }
        });
    listening.countDown();
    await(here);
    closing.close();
    assertThat(operation.outcome()).isEqualTo(Outcome.INTERRUPTED);

    FakeProcess again = impatient();
    Operation<?> resumed =
        OperationsCore.of(again.owner()).resume(again, info(operation)).orElseThrow();
    assertThatThrownBy(() -> resumed.await(Duration.ofMillis(200))).isInstanceOf(TimedOut.class);
    again.close();
    int before = asked.get();
    world.clock.forward(Duration.ofSeconds(2000));
    assertThat(process.operations().recover())
        .extracting(Recovery::outcome)
        .containsExactly(Outcome.DONE);
    assertThat(before).isEqualTo(1);
    assertThat(asked).hasValue(2);
  }

  @Test
  void remember_isThereAfterARestart() {
    FakeProcess closing = impatient();
    CountDownLatch here = new CountDownLatch(1);
    CompletableFuture<String> found = new CompletableFuture<>();
    world.on(
        "a",
        context -> {
          if (context.memory().isEmpty()) {
            assertThat(context.repeated()).isFalse();
            context.remember(Data.of("since", "yesterday"));
            here.countDown();
            new CountDownLatch(1).await();
          }
          found.complete(context.memory().text("since") + " " + context.repeated());
          return Optional.empty();
        });
    closing.operations().start(FakePlan.of(closing, FakeStep.step("a")));
    await(here);
    closing.close();
    process.operations().recover();
    assertThat(found.join()).isEqualTo("yesterday true");
  }

  @Test
  void pause_standsWithoutLockUntilSomebodyDecides() {
    world.on(
        "ask",
        context ->
            context.answer("promote").isPresent()
                ? Optional.empty()
                : Optional.of(StepResult.pause("promote", "is it well?")));
    Operation<String> operation = start(FakeStep.step("a"), FakeStep.step("ask", "a"));
    OperationFailed failed = failure(operation);
    assertThat(failed.outcome()).isEqualTo(Outcome.PAUSED);
    assertThat(failed)
        .hasMessage("fake: 'make things' waits for a decision: 'promote' for object ask");
    assertThat(world.engine.locks()).isEmpty();
    FakeProcess other = another();
    assertThat(other.operations().recover()).isEmpty();
    assertThatThrownBy(
            () -> other.operations().decide(operation.id(), "demote", "yes", Actor.of("bob")))
        .hasMessageContaining("does not wait for the decision 'demote'");
    assertThat(other.operations().decide(operation.id(), "promote", "yes", Actor.of("bob")).await())
        .isEqualTo("made 2");
    assertThat(world.changes()).containsExactly("+a", "+ask");
    assertThatThrownBy(
            () -> other.operations().decide(operation.id(), "promote", "yes", Actor.of("bob")))
        .hasMessageContaining("has ended: DONE");
  }

  @Test
  void decide_whileOtherStepsRun_goesOnInTheSameRun() {
    CountDownLatch here = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch listening = new CountDownLatch(1);
    CountDownLatch paused = new CountDownLatch(1);
    world.hold("long", here, go);
    world.on(
        "ask",
        context -> {
          here.await();
          listening.await();
          return context.answer("promote").isPresent()
              ? Optional.empty()
              : Optional.of(StepResult.pause("promote", "is it well?"));
        });
    Operation<String> operation = start(FakeStep.step("long"), FakeStep.step("ask"));
    operation.listen(
        event -> {
          if (event instanceof OperationEvent.Paused) {
            paused.countDown();
          }
        });
    listening.countDown();
    await(here);
    await(paused);
    Operation<?> same =
        process.operations().decide(operation.id(), "promote", "yes", Actor.of("bob"));
    assertThat(same).isSameAs(operation);
    go.countDown();
    assertThat(operation.await()).isEqualTo("made 2");
  }

  @Test
  void decide_fromTheListenerOfThePause_isNeverTooEarly() {
    for (int i = 0; i < 30; i++) {
      FakeWorld own = new FakeWorld();
      try (FakeProcess here = new FakeProcess(own)) {
        own.on(
            "ask",
            context ->
                context.answer("go").isPresent()
                    ? Optional.empty()
                    : Optional.of(StepResult.pause("go", "?")));
        CompletableFuture<Object> end = new CompletableFuture<>();
        CountDownLatch listening = new CountDownLatch(1);
        own.on(
            "first",
            context -> {
              listening.await();
              return Optional.empty();
            });
        Operation<String> operation =
            here.operations()
                .start(FakePlan.of(here, FakeStep.step("first"), FakeStep.step("ask", "first")));
        operation.listen(
            event -> {
              if (event instanceof OperationEvent.Paused) {
                try {
                  end.complete(
                      here.operations()
                          .decide(operation.id(), "go", "yes", Actor.of("bob"))
                          .await());
                } catch (RuntimeException e) {
                  end.completeExceptionally(e);
                }
              }
            });
        listening.countDown();
        assertThat(end.join()).isEqualTo("made 2");
      }
    }
  }
}
