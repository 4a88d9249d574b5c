package io.dockeradvanced.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dockeradvanced.Config;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.host.Endpoint;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.json.Json;
import io.dockeradvanced.lab.Authority;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.lab.LabNames;
import io.dockeradvanced.lab.LabSshd;
import io.dockeradvanced.lab.TlsEngine;
import io.dockeradvanced.lab.Waiting;
import io.dockeradvanced.transport.TlsOptions;
import io.dockeradvanced.transport.ssh.SshOptions;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The verbs whose calls are more than a request and an answer: hijacked, streamed, long. */
@Lab
@Timeout(180)
class VerbsOverTransportsIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @io.dockeradvanced.lab.Engine LabEngine lab;
  @TempDir Path directory;

  @Test
  void verbs_overUnixSocket_work() throws Exception {
    try (DockerHost host = DockerHost.connect(lab.uri())) {
      verbs(host);
    }
  }

  @Test
  void verbs_overSsh_work() throws Exception {
    try (LabSshd sshd = LabSshd.start()) {
      overSsh(sshd);
    }
  }

  /** By the program of the docker command, where sshd forwards no sockets. */
  @Test
  void verbs_overDialStdio_work() throws Exception {
    try (LabSshd sshd = LabSshd.start("AllowStreamLocalForwarding no")) {
      overSsh(sshd);
    }
  }

  private void overSsh(LabSshd sshd) throws Exception {
    String address = "ssh://" + LabSshd.ALIAS + URI.create(lab.uri()).getPath();
    SshOptions options = SshOptions.defaults().configFile(sshd.config());
    try (DockerHost host =
        DockerHost.connect(address, Config.defaults().use(SshOptions.class, options))) {
      verbs(host);
    }
  }

  @Test
  void verbs_overTls_work() throws Exception {
    assumeTrue(
        "root".equals(System.getProperty("user.name")), "only root can start a second dockerd");
    Authority authority = Authority.create(directory.resolve("ca"), "engine ca");
    Path server =
        authority.issue(directory.resolve("server"), "engine", "IP:127.0.0.1", "DNS:localhost");
    Path client = authority.issue(directory.resolve("client"), "client");
    try (TlsEngine engine = TlsEngine.start(server);
        DockerHost host =
            DockerHost.connect(
                Endpoint.of(engine.uri()).tls(TlsOptions.directory(client)), Config.defaults())) {
      verbs(host);
    }
  }

  private void verbs(DockerHost host) throws Exception {
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
      copy(containers, name);
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

  private void copy(Containers containers, String name) throws Exception {
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
