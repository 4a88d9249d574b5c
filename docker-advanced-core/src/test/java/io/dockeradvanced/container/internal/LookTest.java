package io.dockeradvanced.container.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dockeradvanced.container.internal.HealthGate.Condition;
import io.dockeradvanced.internal.json.Json;
import org.junit.jupiter.api.Test;

class LookTest {
  private final ObjectNode container = Json.object();
  private final ObjectNode state = container.putObject("State");

  private LookTest status(String status, int exit) {
    state.put("Status", status).put("ExitCode", exit);
    return this;
  }

  private LookTest restart(String policy, int most, int count) {
    container
        .putObject("HostConfig")
        .putObject("RestartPolicy")
        .put("Name", policy)
        .put("MaximumRetryCount", most);
    container.put("RestartCount", count);
    return this;
  }

  private LookTest health(String health) {
    container.putObject("Config").putObject("Healthcheck").putArray("Test").add("CMD").add("true");
    if (!health.isEmpty()) {
      state.putObject("Health").put("Status", health);
    }
    return this;
  }

  private Look look(Condition condition) {
    return Look.at(container, condition);
  }

  @Test
  void running_withoutHealthCheck_isReached() {
    assertThat(status("running", 0).look(Condition.RUNNING).reached()).isTrue();
  }

  @Test
  void running_withHealthCheck_waitsForIt() {
    assertThat(status("running", 0).health("").look(Condition.RUNNING).reached()).isFalse();
    assertThat(health("starting").look(Condition.RUNNING).state()).isEqualTo("starting");
    assertThat(health("unhealthy").look(Condition.RUNNING).problem()).isEqualTo("is unhealthy");
    assertThat(health("healthy").look(Condition.RUNNING).reached()).isTrue();
  }

  @Test
  void healthy_withoutHealthCheck_saysSoAtOnceWhateverItsState() {
    for (String status : new String[] {"created", "running", "restarting", "exited"}) {
      assertThat(status(status, 0).look(Condition.HEALTHY).problem())
          .startsWith("has no health check");
    }
    container.putObject("Config").putObject("Healthcheck").putArray("Test").add("NONE");
    assertThat(look(Condition.HEALTHY).problem()).startsWith("has no health check");
  }

  @Test
  void running_restarting_isNotYet() {
    Look look = status("restarting", 3).restart("always", 0, 2).look(Condition.RUNNING);
    assertThat(look.reached()).isFalse();
    assertThat(look.problem()).isNull();
    assertThat(look.state()).isEqualTo("restarting, its last exit code was 3");
    assertThat(status("exited", 3).look(Condition.RUNNING).problem()).isNull();
  }

  @Test
  void running_endedForGood_isAProblemUnlessZero() {
    assertThat(status("exited", 3).look(Condition.RUNNING).problem())
        .isEqualTo("ended with exit code 3");
    assertThat(status("exited", 0).look(Condition.RUNNING).reached()).isTrue();
    assertThat(status("exited", 0).restart("on-failure", 0, 0).look(Condition.RUNNING).reached())
        .isTrue();
    assertThat(status("exited", 3).restart("on-failure", 2, 2).look(Condition.RUNNING).problem())
        .isEqualTo("ended with exit code 3");
    assertThat(status("exited", 3).restart("on-failure", 2, 1).look(Condition.RUNNING).problem())
        .isNull();
  }

  @Test
  void completed_wantsTheEnd() {
    assertThat(status("running", 0).look(Condition.COMPLETED).reached()).isFalse();
    assertThat(status("exited", 0).look(Condition.COMPLETED).reached()).isTrue();
    assertThat(status("exited", 1).look(Condition.COMPLETED).problem())
        .isEqualTo("ended with exit code 1");
    assertThat(status("exited", 1).restart("on-failure", 0, 1).look(Condition.COMPLETED).problem())
        .isNull();
  }
}
