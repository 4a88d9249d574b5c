package io.dockeradvanced.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.DockerAdvancedException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What fails is undone. */
@Timeout(60)
class UndoTest extends RunFixture {
  @Test
  void fail_undoesInReverseOrder() {
    world.fail("c", new DockerAdvancedException("fake: c is broken"));
    Operation<String> operation =
        start(FakeStep.step("a"), FakeStep.step("b", "a"), FakeStep.step("c", "b"));
    OperationFailed failed = failure(operation);
    assertThat(failed.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(failed).hasMessage("fake: 'make things' failed: c is broken; everything was undone");
    assertThat(world.changes()).containsExactly("+a", "+b", "-b", "-a");
    assertThat(world.engine.locks()).isEmpty();
    assertThat(process.operations().recover()).isEmpty();
  }

  @Test
  void fail_othersThatRunAreAskedToStop() {
    CountDownLatch here = new CountDownLatch(1);
    world.on(
        "long",
        context -> {
          here.countDown();
          while (true) {
            context.checkCancelled();
            Thread.onSpinWait();
          }
        });
    world.on(
        "bad",
        context -> {
          here.await();
          throw new DockerAdvancedException("bad");
        });
    OperationFailed failed = failure(start(FakeStep.step("long"), FakeStep.step("bad")));
    assertThat(failed).hasMessageContaining("failed: bad;");
  }

  @Test
  void undoFails_isToldAndRecoverTriesAgain() {
    world.fail("b", new DockerAdvancedException("b"));
    world.onUndo(
        "a",
        context -> {
          throw new DockerAdvancedException("fake: still in use");
        });
    Operation<String> operation = start(FakeStep.step("a"), FakeStep.step("b", "a"));
    OperationFailed failed = failure(operation);
    assertThat(failed.outcome()).isEqualTo(Outcome.UNDO_FAILED);
    assertThat(failed).hasMessageContaining("object a: still in use; run recover");
    assertThat(process.operations().recover())
        .extracting(Recovery::outcome)
        .containsExactly(Outcome.UNDO_FAILED);
    world.undoings.clear();
    assertThat(another().operations().recover())
        .extracting(Recovery::outcome)
        .containsExactly(Outcome.ROLLED_BACK);
    assertThat(world.objects()).isEmpty();
    assertThat(process.operations().recover()).isEmpty();
    assertThat(world.engine.locks()).isEmpty();
  }

  @Test
  void undo_engineAwayForAMoment_isTriedAgain() {
    world.fail("b", new DockerAdvancedException("b"));
    AtomicInteger times = new AtomicInteger();
    world.onUndo(
        "a",
        context -> {
          if (times.incrementAndGet() < 3) {
            throw new io.dockeradvanced.UnreachableHost("fake", "fake: away", null, false);
          }
          return Optional.empty();
        });
    assertThat(failure(start(FakeStep.step("a"), FakeStep.step("b", "a"))).outcome())
        .isEqualTo(Outcome.ROLLED_BACK);
    assertThat(times).hasValue(3);
  }

  @Test
  void finishFails_staysCommittedAndRecoverFinishes() {
    world.fail("z", new DockerAdvancedException("fake: z is stuck"));
    Operation<String> operation =
        start(
            FakeStep.step("a"), FakeStep.step("z", "a").finish(), FakeStep.step("y", "z").finish());
    OperationFailed failed = failure(operation);
    assertThat(failed.outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(info(operation).outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(world.objects()).containsExactly("a");
    world.behaviours.clear();
    assertThat(another().operations().recover())
        .extracting(Recovery::outcome)
        .containsExactly(Outcome.DONE);
    assertThat(world.objects()).containsExactly("a", "y", "z");
    assertThat(world.changes()).containsExactly("+a", "+z", "+y");
  }
}
