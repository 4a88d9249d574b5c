package io.dockeradvanced.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.Config;
import java.util.List;
import org.junit.jupiter.api.Test;

class GatesTest {
  private final PlanData plan = FakePlan.fixed("p", FakeStep.step("a")).data();
  private final Gate allow = p -> Gate.Verdict.allow("quota");
  private final Gate warn = p -> Gate.Verdict.warn("scan", "2 findings");
  private final Gate block = p -> Gate.Verdict.block("signature", "web:1 is not signed");
  private final Gate broken =
      p -> {
        throw new IllegalStateException("database away");
      };

  @Test
  void all_hardestCountsAndAllReasonsAreTold() {
    assertThat(Gate.all(List.of(allow, warn, block)).judge(plan))
        .isEqualTo(Gate.Verdict.block("scan, signature", "2 findings; web:1 is not signed"));
    assertThat(Gate.all(List.of(allow)).judge(plan).effect()).isEqualTo(Gate.Effect.ALLOW);
    assertThat(Gate.all(List.of()).judge(plan).effect()).isEqualTo(Gate.Effect.ALLOW);
  }

  @Test
  void judge_gateThrows_blocks() {
    List<Gate.Verdict> verdicts = Gates.judge(Config.defaults().use(Gate.class, broken), plan);
    assertThat(verdicts).extracting(Gate.Verdict::effect).containsExactly(Gate.Effect.BLOCK);
    assertThat(verdicts.get(0).reason()).isEqualTo("could not judge: database away");
  }

  @Test
  void judge_gateAnswersNothing_blocks() {
    Gate silent = p -> null;
    assertThat(Gates.judge(Config.defaults().use(Gate.class, silent), plan))
        .extracting(Gate.Verdict::effect)
        .containsExactly(Gate.Effect.BLOCK);
  }

  @Test
  void start_blocked_changesAndWritesNothing() {
    FakeWorld world = new FakeWorld();
    try (io.dockeradvanced.DockerAdvanced da =
        io.dockeradvanced.DockerAdvanced.create(
            Config.defaults()
                .use(Gate.class, block)
                .use(io.dockeradvanced.store.StateStore.class, world.store)
                .use(SecretSource.class, () -> FakeProcess.KEY.clone()))) {
      var host = da.host("fake", "unix:///fake.sock");
      assertThatThrownBy(() -> Operations.on(host).start((Plan<String>) () -> plan))
          .isInstanceOf(Blocked.class)
          .hasMessage("fake: 'make things' is blocked by signature: web:1 is not signed");
      assertThat(Operations.on(host).list()).isEmpty();
    }
  }
}
