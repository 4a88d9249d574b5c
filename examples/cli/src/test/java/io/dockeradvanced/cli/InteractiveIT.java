package io.dockeradvanced.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs in containers on a real terminal: its size, its keys, and how it is afterwards. */
@Lab
@Timeout(180)
class InteractiveIT {
  private static final String FILE =
      """
      services:
        web:
          image: docker-advanced-lab/busybox:1
          command: [sleep, "600"]
          init: true
          stop_grace_period: 1s
      """;

  /** Tells its size, then each other one, until a line is typed. */
  private static final String SIZES =
      "until stty size | grep .; do sleep 0.05; done;"
          + " trap 'echo now $(stty size)' WINCH; echo ready;"
          + " until read -t 1 line; do :; done; echo got $line; exit 7";

  @Engine LabEngine engine;
  @TempDir Path directory;

  private String stack;
  private Path file;

  @BeforeEach
  void deploy() throws IOException {
    stack = engine.uniqueName("tty");
    file = Files.writeString(directory.resolve("compose.yaml"), FILE);
    Da da = Da.run(words("stack", "deploy", "-f", file.toString(), "-p", stack));
    assertThat(da.status()).as(da.err()).isZero();
  }

  @AfterEach
  void down() {
    Da.run(words("stack", "down", stack));
  }

  private List<String> words(String... words) {
    List<String> all = new ArrayList<>(List.of("--no-progress", "--host", engine.uri()));
    all.addAll(List.of("--state", directory.resolve("state.db").toString()));
    all.addAll(List.of(words));
    return all;
  }

  private OwnTerminal onTerminal(String... words) throws IOException {
    List<String> command = new ArrayList<>(DaProcess.command());
    command.addAll(words(words));
    return OwnTerminal.start(directory, command);
  }

  private void assertFollowsTheTerminal(String... words) throws Exception {
    try (OwnTerminal terminal = onTerminal(words)) {
      terminal.await("31 99\r\n");
      terminal.await("ready");
      terminal.resize(40, 120);
      terminal.await("now 40 120");
      terminal.type("hello\r");
      Da da = terminal.end();
      assertThat(da.status()).as(da.out()).isEqualTo(7);
      // The terminal in the container shows what is typed, and this one does not again.
      assertThat(da.out()).containsOnlyOnce("hello\r\ngot hello\r\n");
    }
  }

  @Test
  void stackExec_onATerminal_hasItsSizeAndItsKeys() throws Exception {
    assertFollowsTheTerminal("stack", "exec", "-p", stack, "web", "sh", "-c", SIZES);
  }

  @Test
  void stackRun_onATerminal_hasItsSizeAndItsKeys() throws Exception {
    assertFollowsTheTerminal(
        "stack",
        "run",
        "--rm",
        "-f",
        file.toString(),
        "--project-name",
        stack,
        "web",
        "sh",
        "-c",
        SIZES);
    assertThat(Standing.containers(engine, stack)).containsOnlyKeys(stack + "-web-1");
  }

  @Test
  void containerExec_withATerminal_hasItsSizeAndItsKeys() throws Exception {
    assertFollowsTheTerminal("container", "exec", "-it", stack + "-web-1", "sh", "-c", SIZES);
  }

  @Test
  void stackExec_withoutATerminal_hasTwoStreams() throws Exception {
    try (OwnTerminal terminal =
        onTerminal("stack", "exec", "-T", "-p", stack, "web", "sh", "-c", "tty; exit 3")) {
      Da da = terminal.end();
      assertThat(da.status()).isEqualTo(3);
      assertThat(da.out()).contains("not a tty");
    }
  }

  @Test
  void ctrlC_onATerminal_isForTheProgram() throws Exception {
    String script = "trap 'echo caught; exit 9' INT; echo ready; while :; do sleep 0.1; done";
    try (OwnTerminal terminal =
        onTerminal("stack", "exec", "-p", stack, "web", "sh", "-c", script)) {
      terminal.await("ready");
      terminal.type("\u0003");
      Da da = terminal.end();
      assertThat(da.status()).as(da.out()).isEqualTo(9);
      assertThat(da.out()).contains("caught");
    }
  }

  @Test
  void kill_ofTheCommand_restoresTheTerminal() throws Exception {
    for (String signal : List.of("TERM", "INT", "HUP")) {
      try (OwnTerminal terminal =
          onTerminal("stack", "exec", "-p", stack, "web", "sh", "-c", "echo ready; cat")) {
        terminal.await("ready");
        terminal.signal(signal);
        assertThat(terminal.end().status()).isGreaterThan(128);
      }
    }
  }

  @Test
  void signals_withoutATerminal_areForTheTask() throws Exception {
    String script =
        "trap 'exit 9' INT; trap 'exit 8' TERM; echo ready; while :; do sleep 0.1; done";
    for (String signal : List.of("INT", "TERM")) {
      List<String> command = new ArrayList<>(DaProcess.command());
      command.addAll(words("stack", "run", "--rm", "-q", "-f", file.toString()));
      command.addAll(List.of("--project-name", stack, "web", "sh", "-c", script));
      try (DaProcess process = DaProcess.start(directory, command, builder -> {})) {
        process.awaitOut("ready");
        process.signal(signal);
        assertThat(process.end()).isEqualTo(new Da(signal.equals("INT") ? 9 : 8, "ready\n", ""));
      }
    }
    assertThat(Standing.containers(engine, stack)).containsOnlyKeys(stack + "-web-1");
  }

  @Test
  void container_thatGoesAway_restoresTheTerminal() throws Exception {
    try (OwnTerminal terminal =
        onTerminal("stack", "exec", "-p", stack, "web", "sh", "-c", "echo ready; cat")) {
      terminal.await("ready");
      engine.docker().removeContainerCmd(stack + "-web-1").withForce(true).exec();
      assertThat(terminal.end().status()).isNotZero();
    }
  }

  @Test
  void containerExec_whereInputIsNoTerminal_isRefused() {
    Da da = Da.run(words("container", "exec", "-it", stack + "-web-1", "sh"));
    assertThat(da.status()).isEqualTo(2);
    assertThat(da.errLines().get(0))
        .isEqualTo("the program cannot have a terminal, for standard input is none; leave -t out");
  }
}
