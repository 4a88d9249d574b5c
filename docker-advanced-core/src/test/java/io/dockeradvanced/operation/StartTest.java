package io.dockeradvanced.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.Actor;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.LockHeld;
import io.dockeradvanced.StalePlan;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Plans that start: those that are done, and those that are refused. */
@Timeout(60)
class StartTest extends RunFixture {
  @Test
  void start_plan_isDoneAndLeavesNoLock() {
    Operation<String> operation = start(FakeStep.step("a"), FakeStep.step("b", "a"));
    assertThat(operation.await()).isEqualTo("made 2");
    assertThat(operation.outcome()).isEqualTo(Outcome.DONE);
    assertThat(operation.progress()).isEqualTo(1.0);
    assertThat(world.objects()).containsExactly("a", "b");
    assertThat(world.engine.locks()).isEmpty();
    assertThat(info(operation).outcome()).isEqualTo(Outcome.DONE);
    assertThat(info(operation).actor()).isEqualTo("tester");
    assertThat(world.store.lease("operation/" + operation.id())).isEmpty();
    assertThat(process.operations().running(operation.id())).isEmpty();
  }

  @Test
  void start_resultCannotBeRead_isDoneAllTheSame() {
    world.resultProblem = new DockerAdvancedException("fake: no status");
    Operation<String> operation = start(FakeStep.step("a"));
    OperationFailed failed = failure(operation);
    assertThat(failed.outcome()).isEqualTo(Outcome.DONE);
    assertThat(failed)
        .hasMessage("fake: 'make things' is done, but what it led to could not be read: no status");
    assertThat(info(operation).outcome()).isEqualTo(Outcome.DONE);
  }

  @Test
  void start_planOfAnotherHost_isRefused() {
    Plan<String> plan = FakePlan.fixed("p", FakeStep.step("a"));
    assertThat(process.operations().start(plan).await()).isEqualTo("made 1");
    PlanData d = plan.data();
    PlanData other =
        new PlanData(
            d.id(),
            d.kind(),
            d.title(),
            d.host(),
            "unix:///other.sock",
            d.subject(),
            d.scope(),
            d.created(),
            d.fingerprint(),
            d.changes(),
            d.gaps(),
            d.warnings(),
            d.steps(),
            1,
            d.digests());
    assertThatThrownBy(() -> process.operations().start((Plan<String>) () -> other))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void start_worldMoved_isRefusedAndNothingChanged() {
    Plan<String> plan = FakePlan.of(process, FakeStep.step("a"));
    world.fingerprint = "moved";
    Operation<String> operation = process.operations().start(plan);
    assertThatThrownBy(operation::await).isInstanceOf(StalePlan.class);
    assertThat(operation.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(world.changes()).isEmpty();
    assertThat(world.engine.locks()).isEmpty();
    assertThat(process.operations().recover()).isEmpty();
  }

  @Test
  void start_lockIsHeld_namesTheHolder() {
    CountDownLatch here = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    world.hold("a", here, go);
    Operation<String> first = start(FakeStep.step("a"));
    await(here);
    FakeProcess other = another();
    Operation<String> second =
        other.operations().start(FakePlan.of(other, FakeStep.step("b")), Actor.of("bob"));
    assertThatThrownBy(second::await)
        .isInstanceOf(LockHeld.class)
        .hasMessageContaining("tester (operation " + first.id());
    go.countDown();
    first.await();
    assertThat(world.objects()).containsExactly("a");
  }

  @Test
  void start_stepKindIsUnknown_changesAndWritesNothing() {
    Plan<String> plan = FakePlan.of(process, Step.of("a", "no.such", 1));
    assertThatThrownBy(() -> process.operations().start(plan)).hasMessageContaining("no.such");
    assertThat(process.operations().list()).isEmpty();
  }

  @Test
  void apply_stepOfAnOlderVersion_isUpgraded() {
    AtomicBoolean upgraded = new AtomicBoolean();
    world.on(
        "a",
        context -> {
          upgraded.set(context.step().target().endsWith("(upgraded)"));
          return Optional.empty();
        });
    start(Step.of("a", FakeStep.KIND, 1).target("old")).await();
    assertThat(upgraded).isTrue();
  }

  @Test
  void start_stepOfANewerVersion_isRefused() {
    Plan<String> plan = FakePlan.of(process, Step.of("a", FakeStep.KIND, 3));
    assertThatThrownBy(() -> process.operations().start(plan)).hasMessageContaining("version 3");
  }
}
