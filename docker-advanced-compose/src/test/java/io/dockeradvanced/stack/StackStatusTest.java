package io.dockeradvanced.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StackStatusTest {
  @Test
  void text_ofAStack_isForPeople() {
    StackStatus.Replica one = replica("shop-web-1", 1, List.of("127.0.0.1:8080->80/tcp"));
    StackStatus.Replica two = replica("shop-web-2", 2, List.of());
    StackStatus status =
        new StackStatus(
            "shop",
            StackStatus.State.RUNNING,
            List.of(new StackStatus.Service("web", "nginx:1", List.of(one, two))));
    assertThat(status)
        .hasToString(
            """
            shop: running
              web (nginx:1)
                shop-web-1  Up 3 seconds (healthy)  127.0.0.1:8080->80/tcp
                shop-web-2  Up 3 seconds (healthy)""");
  }

  @Test
  void text_ofNoStack_isOneLine() {
    assertThat(new StackStatus("shop", StackStatus.State.ABSENT, List.of()))
        .hasToString("shop: absent");
  }

  private static StackStatus.Replica replica(String name, int number, List<String> ports) {
    return new StackStatus.Replica(
        "f".repeat(64),
        name,
        number,
        "running",
        "healthy",
        "Up 3 seconds (healthy)",
        Map.of("shop_default", "172.18.0.2"),
        ports);
  }
}
