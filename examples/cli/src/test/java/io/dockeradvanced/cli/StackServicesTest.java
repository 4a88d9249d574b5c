package io.dockeradvanced.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.lab.FakeEngine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which container of a service a command is meant for. */
class StackServicesTest {
  private final List<String> containers = new ArrayList<>();

  private FakeEngine fake;
  private DockerHost host;

  @BeforeEach
  void start() {
    fake = new FakeEngine();
    fake.on(
        "GET",
        "/containers/json",
        (request, wire) -> wire.json(200, "[%s]".formatted(String.join(",", containers))));
    host = DockerHost.connect(fake.uri());
  }

  @AfterEach
  void stop() {
    host.close();
    fake.close();
  }

  private void container(int number, String state, boolean task) {
    containers.add(
        """
        {"Id": "id%1$d", "Names": ["/shop-web-%1$d"], "State": "%2$s", "Status": "", "Labels": {
          "com.docker.compose.project": "shop", "com.docker.compose.service": "web",
          "com.docker.compose.config-hash": "h", "com.docker.compose.oneoff": "%3$s",
          "com.docker.compose.container-number": "%1$d"}}
        """
            .formatted(number, state, task ? "True" : "False"));
  }

  private String running(int index) {
    return StackServices.running(host, "shop", "web", index).name();
  }

  @Test
  void stoppedOnes_arePassedOver() {
    container(1, "exited", false);
    container(10, "running", false);
    container(2, "running", false);
    container(3, "created", false);
    assertThat(running(0)).isEqualTo("shop-web-2");
    assertThat(running(10)).isEqualTo("shop-web-10");
    assertThatThrownBy(() -> running(1))
        .isInstanceOf(DockerAdvancedException.class)
        .isNotInstanceOf(InvalidSpec.class)
        .hasMessageContaining("no container of service web of shop runs with the number 1");
    assertThatThrownBy(() -> running(4))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("service web has no container 4; it has 1, 2, 3, 10");
  }

  @Test
  void task_isTakenWhenNothingElseRuns() {
    container(1, "running", true);
    container(2, "paused", false);
    assertThat(running(0)).isEqualTo("shop-web-2");
    containers.remove(1);
    assertThat(running(0)).isEqualTo("shop-web-1");
  }

  @Test
  void none_isSaid() {
    assertThatThrownBy(() -> running(0)).hasMessageContaining("there is no stack shop");
    container(1, "exited", false);
    assertThatThrownBy(() -> running(0))
        .hasMessageContaining("no container of service web of shop runs; see da stack start");
  }
}
