package io.dockeradvanced.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dockeradvanced.Config;
import io.dockeradvanced.UnreachableHost;
import io.dockeradvanced.container.Containers;
import io.dockeradvanced.container.StreamedVerbs;
import io.dockeradvanced.container.internal.TarFile;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.EngineResponse;
import io.dockeradvanced.internal.host.EngineHost;
import io.dockeradvanced.lab.Authority;
import io.dockeradvanced.lab.Frozen;
import io.dockeradvanced.lab.LabSshd;
import io.dockeradvanced.lab.TcpServer;
import io.dockeradvanced.lab.TlsEngine;
import io.dockeradvanced.lab.Waiting;
import io.dockeradvanced.transport.TlsOptions;
import io.dockeradvanced.transport.ssh.SshOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real {@code dockerd --tlsverify}. */
@Timeout(180)
class TlsEngineIT {
  @TempDir static Path home;

  private static Authority authority;
  private static Path client;
  private static TlsEngine engine;

  @BeforeAll
  static void start() {
    assumeTrue(
        "root".equals(System.getProperty("user.name")), "only root can start a second dockerd");
    authority = Authority.create(home.resolve("ca"), "engine ca");
    client = authority.issue(home.resolve("client"), "client");
    engine =
        TlsEngine.start(
            authority.issue(home.resolve("server"), "engine", "IP:127.0.0.1", "DNS:localhost"));
  }

  @AfterAll
  static void stop() {
    if (engine != null) {
      engine.close();
    }
  }

  private static DockerHost host(Path tls) {
    return DockerHost.connect(
        Endpoint.of(engine.uri()).tls(TlsOptions.directory(tls)), Config.defaults());
  }

  private static ObjectNode body(RealEngine real, String script) {
    ObjectNode body = real.script(script);
    body.putObject("HostConfig").put("NetworkMode", "none");
    return body;
  }

  @Test
  void info_overTls_isThatOfTheSocket() {
    try (DockerHost tls = host(client);
        DockerHost unix = DockerHost.connect(engine.unixUri())) {
      assertThat(Engine.of(tls).json(Call.get("/info")).path("ID").asText())
          .isNotEmpty()
          .isEqualTo(Engine.of(unix).json(Call.get("/info")).path("ID").asText());
      assertThat(tls.uri()).hasToString(engine.uri());
    }
  }

  @Test
  void container_wholeLife_overTls() {
    try (RealEngine real = new RealEngine(host(client))) {
      Containers containers = Containers.on(real.host());
      String id = real.create("tls-life", body(real, "sleep 600"));
      assertThat(containers.start(id)).isTrue();
      assertThat(containers.stop(id, Duration.ZERO)).isTrue();
      assertThat(containers.inspect(id).orElseThrow().exitCode()).isEqualTo(137);
    }
  }

  @Test
  void streamedVerbs_overTls_work(@TempDir Path directory) throws Exception {
    try (DockerHost host = host(client)) {
      StreamedVerbs.assertWork(host, directory);
    }
  }

  /** The end of standard input reaches the container, and its answer comes back after it. */
  @Test
  void attach_halfClose_isSeenAsEndOfInput() throws Exception {
    try (RealEngine real = new RealEngine(host(client))) {
      ObjectNode body = body(real, "cat; echo end");
      body.put("OpenStdin", true).put("StdinOnce", true);
      String id = real.create("tls-half", body);
      try (EngineResponse raw =
          real.engine()
              .open(
                  Call.post("/containers/" + id + "/attach")
                      .query("stream", 1)
                      .query("stdin", 1)
                      .query("stdout", 1)
                      .upgrade())) {
        real.engine().send(Call.post("/containers/" + id + "/start"));
        raw.input().write("a\n".getBytes(StandardCharsets.UTF_8));
        raw.input().close();

        assertThat(new String(raw.body().readAllBytes(), StandardCharsets.UTF_8))
            .contains("a\n")
            .contains("end\n");
      }
    }
  }

  @Test
  void events_closedFromAnotherThread_end() throws Exception {
    try (DockerHost host = host(client)) {
      EngineResponse events = Engine.of(host).open(Call.get("/events"));
      Thread reader =
          new Thread(
              () -> {
                try {
                  while (events.body().read() >= 0) {
                    // Until it is ended.
                  }
                } catch (IOException e) {
                  // That is how it ends.
                }
              });
      reader.start();

      events.close();

      reader.join(5000);
      assertThat(reader.isAlive()).isFalse();
    }
  }

  /** Its sshd lives, and so does what forwards to its port: only a ping tells. */
  @Test
  void frozen_isNoticedWithinTenSeconds_byEveryWay() throws Exception {
    try (LabSshd sshd = LabSshd.start();
        DockerHost tls = host(client);
        DockerHost unix = DockerHost.connect(engine.unixUri());
        TcpServer relay = TcpServer.plain(TcpServer.toUnix(engine.unixUri()));
        DockerHost tcp = DockerHost.connect(relay.uri());
        DockerHost ssh = overSsh(sshd);
        RealEngine real = new RealEngine(host(client))) {
      ObjectNode stubborn = body(real, "trap '' TERM; while :; do sleep 1; done");
      String id = real.create("frozen", stubborn.put("StopSignal", "SIGTERM"));
      Containers.on(real.host()).start(id);
      List<DockerHost> ways = List.of(tls, unix, tcp, ssh);
      List<CompletableFuture<Throwable>> waiting = new ArrayList<>();
      for (DockerHost host : ways) {
        EngineResponse events = Engine.of(host).open(Call.get("/events"));
        waiting.add(failing(() -> events.body().transferTo(OutputStream.nullOutputStream())));
        // It would have 80 s.
        waiting.add(failing(() -> Containers.on(host).stop(id, Duration.ofSeconds(60))));
      }
      for (DockerHost host : ways) {
        Waiting.assertSoon(
            "both have connections of their own",
            Duration.ofSeconds(30),
            () -> ((EngineHost) host).connections().ownConnections() == 2);
      }
      long frozen = System.nanoTime();
      try (Frozen still = engine.freeze()) {
        waiting.add(failing(unix::ping));
        for (CompletableFuture<Throwable> one : waiting) {
          assertThat(one.get(60, TimeUnit.SECONDS))
              .as("what ends")
              .hasMessageContaining("the engine stands still");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - frozen)).isLessThan(Duration.ofSeconds(10));
      }
      for (DockerHost host : ways) {
        host.ping();
      }
      Containers.on(real.host()).kill(id, "KILL");
    }
  }

  private static CompletableFuture<Throwable> failing(ThrowingCallable what) {
    return CompletableFuture.supplyAsync(
        () -> catchThrowable(what), task -> new Thread(task, "waits").start());
  }

  private static DockerHost overSsh(LabSshd sshd) {
    String address = "ssh://" + LabSshd.ALIAS + URI.create(engine.unixUri()).getPath();
    SshOptions options = SshOptions.defaults().configFile(sshd.config());
    return DockerHost.connect(address, Config.defaults().use(SshOptions.class, options));
  }

  @Test
  void archive_ofManyRecords_comesBackTheSame() throws Exception {
    byte[] content = new byte[8_000_000];
    new Random(3).nextBytes(content);
    try (RealEngine real = new RealEngine(host(client))) {
      String id = real.create("tls-archive", body(real, "true"));
      byte[] tar = TarFile.of("big", content, 0);
      real.engine()
          .send(
              Call.put("/containers/" + id + "/archive")
                  .query("path", "/tmp")
                  .body("application/x-tar", () -> new ByteArrayInputStream(tar)));
      try (EngineResponse response =
          real.engine()
              .open(Call.get("/containers/" + id + "/archive").query("path", "/tmp/big"))) {
        byte[] back = response.body().readAllBytes();
        assertThat(Arrays.equals(Arrays.copyOfRange(back, 512, 512 + content.length), content))
            .isTrue();
      }
    }
  }

  @Test
  void current_byTheVariablesOfDocker_isReached() {
    Map<String, String> environment =
        Map.of(
            "DOCKER_HOST",
            engine.uri(),
            "DOCKER_TLS_VERIFY",
            "1",
            "DOCKER_CERT_PATH",
            client.toString());
    try (DockerHost host =
        DockerHost.connect(Contexts.of(environment).current(), Config.defaults())) {
      host.ping();
    }
  }

  @Test
  void ping_noClientCertificate_saysWhereToPutIt() throws Exception {
    Path bare = Files.createDirectories(home.resolve("bare"));
    Files.copy(authority.certificate(), bare.resolve("ca.pem"));
    try (DockerHost host = host(bare)) {
      // Several times: whether the refusal or the end of the connection comes first is chance.
      for (int i = 0; i < 20; i++) {
        assertThatThrownBy(host::ping)
            .isInstanceOf(UnreachableHost.class)
            .hasMessageContaining("asks for a client certificate and there is none")
            .hasMessageContaining(bare.toString());
      }
    }
  }

  @Test
  void ping_clientCertificateExpired_saysWhen() throws Exception {
    Instant end = Instant.now().minus(Duration.ofHours(1));
    Path old =
        authority.issue(
            home.resolve("old"), "old client", "EC", end.minus(Duration.ofDays(1)), end);
    try (DockerHost host = host(old)) {
      for (int i = 0; i < 20; i++) {
        assertThatThrownBy(host::ping)
            .isInstanceOf(UnreachableHost.class)
            .hasMessageContaining("does not accept our client certificate (CN=old client")
            .hasMessageContaining("it expired on ");
      }
    }
  }

  @Test
  void ping_withoutTls_saysThatThePortHasIt() {
    try (DockerHost host = DockerHost.connect(engine.uri())) {
      assertThatThrownBy(host::ping)
          .isInstanceOf(UnreachableHost.class)
          .hasMessageContaining("speaks TLS, but was asked without");
    }
  }
}
