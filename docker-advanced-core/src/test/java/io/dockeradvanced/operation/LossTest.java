package io.dockeradvanced.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.DockerAdvancedException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs that lose their lock, their lease or their store. */
@Timeout(60)
class LossTest extends RunFixture {
  @Test
  void lockRemovedByAForeignHand_stopsWithoutUndoing() {
    world.on(
        "a",
        context -> {
          world.engine.removeAll();
          return Optional.empty();
        });
    Operation<String> operation = start(FakeStep.step("a"), FakeStep.step("b", "a"));
    OperationFailed failed = failure(operation);
    assertThat(failed.outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(failed)
        .hasMessageContaining("docker-advanced-lock-things was removed or taken by somebody else");
    assertThat(world.changes()).containsExactly("+a");
    assertThat(another().operations().recover())
        .extracting(Recovery::outcome)
        .containsExactly(Outcome.DONE);
    assertThat(world.objects()).containsExactly("a", "b");
  }

  @Test
  void lockLostDuringTheUndo_stopsTheUndo() {
    world.fail("b", new DockerAdvancedException("b"));
    world.onUndo(
        "b",
        context -> {
          world.engine.removeAll();
          return Optional.empty();
        });
    Operation<String> operation = start(FakeStep.step("a"), FakeStep.step("b", "a"));
    assertThat(failure(operation).outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(world.objects()).containsExactly("a");
    assertThat(process.operations().recover())
        .extracting(Recovery::outcome)
        .containsExactly(Outcome.ROLLED_BACK);
    assertThat(world.objects()).isEmpty();
  }

  @Test
  void storeAway_runStandsStillAndCanBeRecovered() {
    world.on(
        "a",
        context -> {
          process.store().away(true);
          return Optional.empty();
        });
    Operation<String> operation = start(FakeStep.step("a"), FakeStep.step("b", "a"));
    assertThat(failure(operation).outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(world.changes()).containsExactly("+a");
    assertThat(world.engine.locks()).isEmpty();
    process.store().away(false);
    world.behaviours.clear();
    world.clock.forward(Duration.ofSeconds(31));
    assertThat(process.operations().recover())
        .extracting(Recovery::outcome)
        .containsExactly(Outcome.DONE);
    assertThat(world.changes()).containsExactly("+a", "+b");
  }

  @Test
  void leaseEndedWhileAsleep_isTakenUpAgain() {
    world.on(
        "a",
        context -> {
          world.clock.forward(Duration.ofMinutes(5));
          return Optional.empty();
        });
    assertThat(start(FakeStep.step("a"), FakeStep.step("b", "a")).await()).isEqualTo("made 2");
  }

  @Test
  void leaseTakenByAnother_stopsTheRun() {
    CountDownLatch here = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger first = new AtomicInteger();
    world.on(
        "a",
        context -> {
          if (first.getAndIncrement() == 0) {
            here.countDown();
            go.await();
          }
          return Optional.empty();
        });
    Operation<String> operation = start(FakeStep.step("a"), FakeStep.step("b", "a"));
    await(here);
    world.clock.forward(Duration.ofMinutes(5));
    assertThat(another().operations().recover())
        .extracting(Recovery::outcome)
        .containsExactly(Outcome.DONE);
    go.countDown();
    assertThat(failure(operation).outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(info(operation).outcome()).isEqualTo(Outcome.DONE);
    assertThat(world.changes()).containsExactly("+a", "+b");
  }
}
