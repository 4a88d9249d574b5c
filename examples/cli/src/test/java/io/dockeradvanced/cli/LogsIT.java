package io.dockeradvanced.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code da stack logs} and {@code ps}. */
@Lab
class LogsIT {
  private static final String FILE =
      """
      services:
        a:
          image: docker-advanced-lab/busybox:1
          command: [sh, -c, "echo from a; exec sleep 600"]
          init: true
          stop_grace_period: 1s
          logging: {driver: none}
        b:
          image: docker-advanced-lab/busybox:1
          command: [sh, -c, "echo one; echo two; exec sleep 600"]
          init: true
          stop_grace_period: 1s
      """;

  @Engine LabEngine engine;
  @TempDir Path directory;

  @Test
  void logs_ofAContainerThatKeepsNone_areToldAndTheOthersShown() throws Exception {
    String stack = engine.uniqueName("logs");
    Path file = Files.writeString(directory.resolve("compose.yaml"), FILE);
    Da deploy = da("stack", "deploy", "-f", file.toString(), "-p", stack);
    assertThat(deploy.status()).as(deploy.err()).isZero();
    try {
      Da logs = da("stack", "logs", stack);
      assertThat(logs.status()).as(logs.err()).isZero();
      assertThat(logs.errLines())
          .containsExactly(
              "%s-a-1: its log cannot be read: configured logging driver does not support reading"
                  .formatted(stack));
      String name = stack + "-b-1 | ";
      assertThat(logs.out().lines()).containsExactly(name + "one", name + "two");

      Da none = da("stack", "logs", "--tail", "0", stack);
      assertThat(none.status()).isZero();
      assertThat(none.out() + none.err()).isEmpty();
    } finally {
      assertThat(da("stack", "down", stack).status()).isZero();
    }
  }

  @Test
  void stack_thatIsNotThere_isSaid() {
    String stack = engine.uniqueName("nosuch");
    for (String command : List.of("logs", "ps")) {
      for (String format : List.of("text", "json")) {
        Da da = da("--format", format, "stack", command, stack);
        assertThat(da.status()).isEqualTo(1);
        assertThat(da.out()).isEmpty();
        assertThat(da.errLines())
            .containsExactly("there is no stack %s; see da stack ls".formatted(stack));
      }
    }
  }

  private Da da(String... words) {
    List<String> all = new ArrayList<>(List.of("--no-progress", "--host", engine.uri()));
    all.addAll(List.of("--state", directory.resolve("state.db").toString()));
    all.addAll(List.of(words));
    return Da.run(all);
  }
}
