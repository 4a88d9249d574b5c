package io.dockeradvanced.container.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.VerificationFailed;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The gate waits for what it is to wait for, and fails in words. */
class HealthGateIT extends StepTest {
  private void gate(HealthGate.Condition condition, Duration timeout) {
    Step gate = HealthGate.stepFrom("gate", name, "create", condition, timeout).build();
    run.done(new StartContainer(), StartContainer.stepFrom("start", name, "create", 1).build());
    run.apply(new HealthGate(), gate, false);
    undoTwice(new HealthGate(), gate);
  }

  @Test
  void gate_runningThatEndsAtOnce_fails() {
    run.done(new CreateContainer(), create(body("exit 4")));
    assertThatThrownBy(() -> gate(HealthGate.Condition.RUNNING, Duration.ofSeconds(20)))
        .isInstanceOf(VerificationFailed.class)
        .hasMessageContaining("container " + name + " ended with exit code 4");
  }

  @Test
  void gate_runningThatRestartsForEver_failsAtTheTimeout() {
    run.done(new CreateContainer(), create(restarting("exit 4")));
    assertThatThrownBy(() -> gate(HealthGate.Condition.RUNNING, Duration.ofSeconds(3)))
        .isInstanceOf(VerificationFailed.class)
        .hasMessageContaining("restarted ")
        .hasMessageContaining("after 3000 ms");
  }

  @Test
  void gate_running_passes() {
    run.done(new CreateContainer(), create(restarting("exec sleep 1000")));
    gate(HealthGate.Condition.RUNNING, Duration.ofSeconds(30));
  }

  @Test
  void gate_healthyWithoutHealthCheck_failsAtOnce() {
    run.done(new CreateContainer(), create(body("exec sleep 1000")));
    Step gate =
        HealthGate.stepFrom(
                "gate", name, "create", HealthGate.Condition.HEALTHY, Duration.ofHours(1))
            .build();
    assertThatThrownBy(() -> run.apply(new HealthGate(), gate, false))
        .hasMessageContaining("has no health check");
  }

  @Test
  void gate_healthy_waitsForTheHealthCheck() {
    Data check =
        Data.of("Test", List.of("CMD-SHELL", "test -e /tmp/ready"))
            .with("Interval", 200_000_000L)
            .with("Retries", 50);
    run.done(
        new CreateContainer(),
        create(body("sleep 1; touch /tmp/ready; exec sleep 1000").with("Healthcheck", check)));
    gate(HealthGate.Condition.HEALTHY, Duration.ofSeconds(60));
    assertThat(container(name).orElseThrow().path("State").path("Health").path("Status").asText())
        .isEqualTo("healthy");
  }

  @Test
  void gate_completed_wantsExitCodeZero() {
    run.done(new CreateContainer(), create(body("sleep 0.3; exit 0")));
    gate(HealthGate.Condition.COMPLETED, Duration.ofSeconds(30));
  }
}
