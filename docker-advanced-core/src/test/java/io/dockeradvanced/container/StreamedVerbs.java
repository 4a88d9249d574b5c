package io.dockeradvanced.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.json.Json;
import io.dockeradvanced.lab.LabNames;
import io.dockeradvanced.lab.Waiting;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The verbs whose calls are more than a request and an answer: hijacked, streamed, long. */
public final class StreamedVerbs {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private StreamedVerbs() {}

  /**
   * Runs them all over the transport of this host.
   *
   * @param directory for what is copied
   */
  public static void assertWork(DockerHost host, Path directory) throws Exception {
    Containers containers = Containers.on(host);
    String name = LabNames.create().unique("ways");
    Engine.of(host)
        .json(
            Call.post("/containers/create")
                .query("name", name)
                .json(
                    Json.toTree(
                        Map.of(
                            "Image",
                            "docker-advanced-lab/busybox:1",
                            "Cmd",
                            List.of("sh", "-c", "trap 'exit 7' TERM; while :; do sleep 0.1; done"),
                            "HostConfig",
                            Map.of("NetworkMode", "none")))));
    try {
      containers.start(name);
      exec(containers, name);
      terminal(containers, name);
      copy(containers, name, directory);
      assertThat(containers.top(name).rows())
          .anySatisfy(row -> assertThat(String.join(" ", row)).contains("while :; do sleep 0.1"));
      assertThat(containers.diff(name)).extracting(FileChange::path).contains("/tree/big");
      end(containers, name);
    } finally {
      containers.remove(name, RemoveOptions.defaults().force(true));
    }
  }

  /** The end of the input reaches the program, and what it says then comes back. */
  private static void exec(Containers containers, String name) {
    byte[] bytes = new byte[1 << 20];
    new Random(1).nextBytes(bytes);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code =
        containers.exec(
            name,
            Exec.command("sh", "-c", "cat; echo after >&2; exit 3"),
            ExecStreams.to(out, err).input(new ByteArrayInputStream(bytes)));
    assertThat(code).isEqualTo(3);
    assertThat(Arrays.equals(out.toByteArray(), bytes)).isTrue();
    assertThat(err).hasToString("after\n");
  }

  private static void terminal(Containers containers, String name) throws Exception {
    Exec exec =
        Exec.command(
                "sh",
                "-c",
                "trap 'stty size; exit 5' WINCH; echo ready; while :; do sleep 0.05; done")
            .terminal()
            .within(LIMIT);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (RunningCommand running = containers.begin(name, exec, ExecStreams.to(out, out))) {
      CompletableFuture<Integer> code = CompletableFuture.supplyAsync(running::await);
      Waiting.assertSoon("ready", LIMIT, () -> out.toString().contains("ready"));
      running.resize(new TerminalSize(40, 120));
      assertThat(code.get(60, TimeUnit.SECONDS)).isEqualTo(5);
      assertThat(out.toString()).isEqualTo("ready\r\n40 120\r\n");
    }
  }

  private static void copy(Containers containers, String name, Path directory) throws Exception {
    byte[] content = new byte[3 << 20];
    new Random(2).nextBytes(content);
    Path tree = Files.createDirectories(directory.resolve("tree"));
    Files.write(tree.resolve("big"), content);
    containers.copyIn(name, tree, "/");
    Path back = directory.resolve("back");
    containers.copyOut(name, "/tree", back);
    assertThat(Arrays.equals(Files.readAllBytes(back.resolve("big")), content)).isTrue();
  }

  /** A call that is answered only when the container ends. */
  private static void end(Containers containers, String name) throws Exception {
    CompletableFuture<Integer> code =
        CompletableFuture.supplyAsync(() -> containers.awaitExit(name, LIMIT));
    assertThat(containers.pause(name)).isTrue();
    assertThat(code).isNotDone();
    assertThat(containers.unpause(name)).isTrue();
    containers.kill(name, "TERM");
    assertThat(code.get(60, TimeUnit.SECONDS)).isEqualTo(7);
  }
}
