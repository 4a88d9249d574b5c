package io.dockeradvanced.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.lab.FakeEngine;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EngineCallTest {
  private FakeEngine fake;
  private DockerHost host;
  private Engine engine;

  @BeforeEach
  void start() {
    fake = new FakeEngine();
    host = DockerHost.connect(fake.uri());
    engine = Engine.of(host);
  }

  @AfterEach
  void stop() {
    host.close();
    fake.close();
  }

  @Test
  void json_query_isVersionedAndEncoded() {
    fake.on("GET", "/containers/json", (request, wire) -> wire.json(200, "[{\"Id\":\"a\"}]"));

    var tree =
        engine.json(Call.get("/containers/json").query("all", true).filter("label", "a=b c"));

    assertThat(tree.path(0).path("Id").asText()).isEqualTo("a");
    assertThat(fake.seen().get(1).target())
        .isEqualTo(
            "/v1.41/containers/json?all=true&filters=%7B%22label%22%3A%5B%22a%3Db%20c%22%5D%7D");
  }

  @Test
  void json_body_isSentWithItsLength() {
    fake.on("POST", "/containers/create", (request, wire) -> wire.json(201, "{\"Id\":\"x\"}"));

    engine.json(Call.post("/containers/create").json(Json.object().put("Image", "i")));

    var seen = fake.seen().get(1);
    assertThat(seen.body()).isEqualTo("{\"Image\":\"i\"}");
    assertThat(seen.headers()).containsEntry("Content-Type", "application/json");
  }

  @Test
  void json_refusal_carriesTheEnginesWords() {
    fake.on("GET", "/images/x/json", (r, wire) -> wire.json(500, "{\"message\":\"disk full\"}"));

    assertThatThrownBy(() -> engine.json(Call.get("/images/x/json")))
        .isInstanceOfSatisfying(
            EngineRejected.class,
            e -> {
              assertThat(e.status()).isEqualTo(500);
              assertThat(e.reason()).isEqualTo("disk full");
            });
  }

  @Test
  void find_404_isEmpty() {
    assertThat(engine.find(Call.get("/containers/none/json"))).isEmpty();
  }

  @Test
  void send_304_isAnAnswer() {
    fake.on("POST", "/containers/x/start", (request, wire) -> wire.empty(304));

    assertThat(engine.send(Call.post("/containers/x/start"))).isEqualTo(304);
  }

  @Test
  void shortCalls_oneAfterTheOther_shareAConnection() {
    for (int i = 0; i < 5; i++) {
      host.ping();
    }

    assertThat(fake.connections()).isEqualTo(1);
  }

  @Test
  void open_chunkedBody_isReadWhileItArrives() throws Exception {
    fake.on(
        "GET",
        "/events",
        (request, wire) -> {
          wire.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").chunk("one\n");
          wire.awaitEnd();
        });

    try (EngineResponse events = engine.open(Call.get("/events"))) {
      assertThat(events.body().readNBytes(4)).isEqualTo("one\n".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void open_streamBody_isSentInChunks() {
    fake.on("PUT", "/containers/x/archive", (request, wire) -> wire.empty(200));
    byte[] tar = "x".repeat(200_000).getBytes(StandardCharsets.UTF_8);

    engine.send(
        Call.put("/containers/x/archive")
            .body("application/x-tar", () -> new java.io.ByteArrayInputStream(tar)));

    assertThat(fake.seen().get(1).body()).hasSize(tar.length);
  }

  @Test
  void open_upgrade_speaksBothWaysAndHalfCloses() throws Exception {
    fake.on(
        "POST",
        "/containers/x/attach",
        (request, wire) -> {
          wire.raw("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\nhello ");
          StringBuilder said = new StringBuilder();
          for (int b = wire.read(); b >= 0; b = wire.read()) {
            said.append((char) b);
          }
          wire.raw("you said " + said);
          throw new FakeEngine.Cut();
        });

    try (EngineResponse raw = engine.open(Call.post("/containers/x/attach").upgrade())) {
      raw.input().write("hi".getBytes(StandardCharsets.UTF_8));
      raw.input().close();
      InputStream body = raw.body();
      assertThat(new String(body.readAllBytes(), StandardCharsets.UTF_8))
          .isEqualTo("hello you said hi");
    }
  }
}
