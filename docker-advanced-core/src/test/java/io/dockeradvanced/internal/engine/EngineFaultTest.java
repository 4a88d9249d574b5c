package io.dockeradvanced.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dockeradvanced.Config;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.TimedOut;
import io.dockeradvanced.UnreachableHost;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.lab.FakeEngine;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EngineFaultTest {
  private FakeEngine fake;
  private DockerHost host;
  private Engine engine;

  @BeforeEach
  void start() {
    fake = new FakeEngine();
    connect(Config.defaults());
    host.ping();
  }

  private void connect(Config config) {
    if (host != null) {
      host.close();
    }
    host = DockerHost.connect(fake.uri(), config);
    engine = Engine.of(host);
  }

  @AfterEach
  void stop() {
    host.close();
    fake.close();
  }

  private static Call write() {
    return Call.post("/containers/create").json(Json.object());
  }

  private static Call read() {
    return Call.get("/containers/json");
  }

  @Test
  void write_engineDiesMidRequest_isSentOnceAndMayHaveRun() {
    fake.on(
        "POST",
        "/containers/create",
        (request, wire) -> {
          throw new FakeEngine.Cut();
        });

    assertThatThrownBy(() -> engine.json(write()))
        .isInstanceOfSatisfying(
            UnreachableHost.class, e -> assertThat(e.requestMayHaveRun()).isTrue())
        .hasMessageContaining("POST /containers/create")
        .hasMessageContaining("may have run");
    assertThat(fake.count("POST", "/containers/create")).isEqualTo(1);
  }

  @Test
  void read_engineDiesMidRequest_isTriedFourTimes() {
    fake.on(
        "GET",
        "/containers/json",
        (request, wire) -> {
          throw new FakeEngine.Cut();
        });

    assertThatThrownBy(() -> engine.json(read())).isInstanceOf(UnreachableHost.class);
    // The first attempt went over the kept-alive connection of the ping, and once more at once.
    assertThat(fake.count("GET", "/containers/json")).isEqualTo(5);
  }

  @Test
  void read_engineComesBack_succeeds() {
    AtomicInteger attempts = new AtomicInteger();
    fake.on(
        "GET",
        "/containers/json",
        (request, wire) -> {
          if (attempts.incrementAndGet() < 4) {
            throw new FakeEngine.Cut();
          }
          wire.json(200, "[]");
        });

    assertThat(engine.json(read()).isArray()).isTrue();
  }

  @Test
  void read_engineRestartsUnderKeptAliveConnection_succeeds() {
    fake.on("GET", "/containers/json", (request, wire) -> wire.json(200, "[]"));
    fake.down();
    fake.up();

    assertThat(engine.json(read()).isArray()).isTrue();
  }

  @Test
  void write_engineRestartedUnderKeptAliveConnection_isSentOnFreshOne() {
    fake.on("POST", "/containers/create", (request, wire) -> wire.json(201, "{\"Id\":\"x\"}"));
    fake.down();
    fake.up();

    assertThat(engine.json(write()).path("Id").asText()).isEqualTo("x");
    assertThat(fake.count("POST", "/containers/create")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // a body that is shorter than announced
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"Id\":",
        // a chunk that is shorter than announced
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n20\r\n{\"Id\":",
        // no last chunk
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
        // a chunk size that is none
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n",
        // the head breaks off
        "HTTP/1.1 200 OK\r\nContent-Le",
        // not HTTP
        "SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n\r\n",
        "\u0000\u0001\u0002\u0003garbage\r\n",
        // lengths that are none
        "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n{}",
        "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n{}",
        // whole HTTP, half JSON
        "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n{\"Id\":",
        // two documents
        "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n{}{}",
      })
  void write_brokenAnswer_isUnreachableAndMayHaveRun(String answer) {
    fake.on(
        "POST",
        "/containers/create",
        (request, wire) -> {
          wire.raw(answer);
          throw new FakeEngine.Cut();
        });

    UnreachableHost e = catchThrowableOfType(UnreachableHost.class, () -> engine.json(write()));
    assertThat(e.requestMayHaveRun()).isTrue();
    assertThat(e.getMessage()).startsWith(host.name() + ": ").doesNotContain("\n");
  }

  @Test
  void read_endlessHeaders_areCutOff() {
    fake.on(
        "GET",
        "/containers/json",
        (request, wire) -> {
          wire.raw("HTTP/1.1 200 OK\r\n");
          for (int i = 0; i < 100_000; i++) {
            wire.raw("X-%d: y\r\n".formatted(i));
          }
        });

    assertThatThrownBy(() -> engine.json(read()))
        .isInstanceOf(UnreachableHost.class)
        .hasMessageContaining("not HTTP");
  }

  @Test
  void read_bodyBeyondTheLimit_isRefusedUnread() {
    fake.on(
        "GET",
        "/containers/json",
        (request, wire) -> wire.raw("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"));

    assertThatThrownBy(() -> engine.json(read()))
        .isInstanceOf(DockerAdvancedException.class)
        .hasMessageContaining("longer than 64 MiB");
  }

  @Test
  void read_slowEngine_timesOutAndFreesItsPlace() {
    connect(Config.defaults().callTimeout(Duration.ofMillis(200)));
    host.ping();
    fake.on("GET", "/containers/json", (request, wire) -> wire.awaitEnd());

    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> engine.json(read()))
          .isInstanceOf(TimedOut.class)
          .hasMessageContaining("within 200 ms");
    }
    host.ping();
  }

  @Test
  void write_slowEngine_timesOutAndSaysThatItMayHaveRun() {
    fake.on("POST", "/containers/x/stop", (request, wire) -> wire.awaitEnd());

    assertThatThrownBy(
            () -> engine.send(Call.post("/containers/x/stop").within(Duration.ofMillis(100))))
        .isInstanceOf(TimedOut.class)
        .hasMessageContaining("may have run");
  }

  @Test
  void open_withinDeadline_coversTheBody() {
    fake.on(
        "POST",
        "/images/create",
        (request, wire) -> {
          wire.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").chunk("{}\n");
          wire.awaitEnd();
        });

    assertThatThrownBy(
            () ->
                JsonLines.each(
                    engine, Call.post("/images/create").within(Duration.ofMillis(200)), line -> {}))
        .isInstanceOf(TimedOut.class);
  }

  @Test
  void jsonLines_errorInside200_isARefusal() {
    fake.on(
        "POST",
        "/images/create",
        (request, wire) ->
            wire.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                .chunk("{\"status\":\"Pulling\"}\r\n{\"errorDetail\":{\"message\":\"no such ")
                .chunk("tag\"},\"error\":\"x\"}\r\n")
                .chunk(""));
    List<String> seen = new ArrayList<>();

    assertThatThrownBy(
            () ->
                JsonLines.each(
                    engine,
                    Call.post("/images/create").query("fromImage", "a"),
                    line -> seen.add(line.path("status").asText())))
        .isInstanceOfSatisfying(
            EngineRejected.class,
            e -> {
              assertThat(e.status()).isEqualTo(200);
              assertThat(e.reason()).isEqualTo("no such tag");
            });
    assertThat(seen).containsExactly("Pulling");
  }

  @Test
  void jsonLines_truncated_isUnreachable() {
    fake.on(
        "POST",
        "/images/create",
        (request, wire) -> {
          wire.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").chunk("{\"status\":");
          throw new FakeEngine.Cut();
        });

    assertThatThrownBy(() -> JsonLines.each(engine, Call.post("/images/create"), line -> {}))
        .isInstanceOf(UnreachableHost.class)
        .hasMessageContaining("broke off");
  }

  @Test
  void upload_engineRefusesAndStopsReading_answerIsSeen() {
    fake.rejectHead("PUT", "/containers/x/archive", 403, "{\"message\":\"read-only\"}");
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 0;
          }
        };

    assertThatThrownBy(
            () ->
                engine.send(
                    Call.put("/containers/x/archive").body("application/x-tar", () -> endless)))
        .isInstanceOfSatisfying(
            EngineRejected.class, e -> assertThat(e.reason()).isEqualTo("read-only"));
  }

  @Test
  void upload_sourceFails_saysSo() {
    fake.on("PUT", "/containers/x/archive", (request, wire) -> wire.empty(200));
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("disk error");
          }
        };

    assertThatThrownBy(
            () ->
                engine.send(
                    Call.put("/containers/x/archive").body("application/x-tar", () -> broken)))
        .isInstanceOf(DockerAdvancedException.class)
        .isNotInstanceOf(UnreachableHost.class)
        .hasMessageContaining("disk error");
    host.ping();
  }

  @Test
  void reply_informationalHeads_areSkipped() {
    fake.on(
        "GET",
        "/containers/json",
        (request, wire) -> {
          wire.raw("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n");
          wire.json(200, "[]");
        });

    assertThat(engine.json(read()).isArray()).isTrue();
  }

  @Test
  void reply_connectionClose_isNotReused() {
    fake.on(
        "GET",
        "/containers/json",
        (request, wire) -> {
          wire.raw("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n[]");
          throw new FakeEngine.Cut();
        });
    int before = fake.connections();

    engine.json(read());
    engine.json(read());

    assertThat(fake.connections()).isEqualTo(before + 1);
  }
}
