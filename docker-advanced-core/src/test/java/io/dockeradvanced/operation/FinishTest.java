package io.dockeradvanced.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.UnreachableHost;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** After the commit there is no way back, so what is left to do is tried again. */
@Timeout(60)
class FinishTest extends RunFixture {
  private AtomicInteger failing(String step, int times, DockerAdvancedException problem) {
    AtomicInteger tries = new AtomicInteger();
    world.on(
        step,
        context -> {
          if (tries.incrementAndGet() <= times) {
            throw problem;
          }
          return Optional.empty();
        });
    return tries;
  }

  @Test
  void tidyingUp_whileTheEngineIsAwayForAMoment_isDoneAllTheSame() {
    AtomicInteger tries =
        failing("z", 3, new UnreachableHost("fake", "fake: nobody there", null, true));
    assertThat(start(FakeStep.step("a"), FakeStep.step("z", "a").finish()).await()).isNotNull();
    assertThat(tries).hasValue(4);
    assertThat(world.objects()).containsExactly("a", "z");
    assertThat(process.operations().recover()).isEmpty();
  }

  @Test
  void tidyingUp_refusedWith500Once_isDoneAllTheSame() {
    failing("z", 1, new EngineRejected("fake", "DELETE", "/containers/x", 500, "a fault"));
    start(FakeStep.step("a"), FakeStep.step("z", "a").finish()).await();
    assertThat(world.objects()).containsExactly("a", "z");
  }

  @Test
  void tidyingUp_thatCanNeverBeDone_isLeftToRecover() {
    AtomicInteger tries = failing("z", 1, new DockerAdvancedException("fake: never"));
    OperationFailed failed = failure(start(FakeStep.step("a"), FakeStep.step("z", "a").finish()));
    assertThat(failed.outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(tries).hasValue(1);
    assertThat(process.operations().recover())
        .extracting(Recovery::outcome)
        .containsExactly(Outcome.DONE);
  }

  @Test
  void step_beforeTheCommit_isUndoneAtItsFirstFailure() {
    AtomicInteger tries =
        failing("b", 9, new UnreachableHost("fake", "fake: nobody there", null, true));
    OperationFailed failed = failure(start(FakeStep.step("a"), FakeStep.step("b", "a")));
    assertThat(failed.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(tries).hasValue(1);
    assertThat(world.objects()).isEmpty();
  }
}
