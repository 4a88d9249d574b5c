package io.dockeradvanced.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.Config;
import io.dockeradvanced.UnreachableHost;
import io.dockeradvanced.UnsupportedEngine;
import io.dockeradvanced.host.Capability;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.lab.FakeEngine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NegotiationTest {
  private FakeEngine fake;
  private DockerHost host;

  @BeforeEach
  void start() {
    fake = new FakeEngine();
    Clock clock = Clock.fixed(Instant.parse("2025-12-31T23:59:50Z"), ZoneOffset.UTC);
    host = DockerHost.connect(fake.uri(), Config.defaults().use(Clock.class, clock));
  }

  @AfterEach
  void stop() {
    host.close();
    fake.close();
  }

  @Test
  void apiVersion_olderEngine_isTheEngines() {
    fake.apiVersion("1.43");

    assertThat(host.apiVersion()).isEqualTo("1.43");
    assertThat(host.has(Capability.NETWORKS_AT_CREATE)).isFalse();
  }

  @Test
  void apiVersion_newerEngine_isOurs() {
    fake.apiVersion("1.99");

    assertThat(host.apiVersion()).isEqualTo("1.51");
    assertThat(host.has(Capability.INTERFACE_NAME)).isTrue();
  }

  @Test
  void apiVersion_askedTwice_isNegotiatedOnce() {
    host.apiVersion();
    host.apiVersion();

    assertThat(fake.count("GET", "/_ping")).isEqualTo(1);
  }

  @Test
  void apiVersion_tooOldEngine_namesBoth() {
    fake.apiVersion("1.40");

    assertThatThrownBy(() -> host.apiVersion())
        .isInstanceOf(UnsupportedEngine.class)
        .hasMessageContaining("1.40")
        .hasMessageContaining("1.41");
  }

  @Test
  void apiVersion_noHeader_comesFromVersion() {
    fake.apiVersion("")
        .on("GET", "/version", (request, wire) -> wire.json(200, "{\"ApiVersion\":\"1.45\"}"));

    assertThat(host.apiVersion()).isEqualTo("1.45");
  }

  @Test
  void apiVersion_notADockerEngine_saysSo() {
    fake.apiVersion("").on("GET", "/version", (request, wire) -> wire.json(200, "{}"));

    assertThatThrownBy(() -> host.apiVersion())
        .isInstanceOf(UnreachableHost.class)
        .hasMessageContaining("Docker Engine?");
  }

  @Test
  void write_engineCameBackOlder_isSentAgainInItsVersion() {
    fake.apiVersion("1.45");
    host.apiVersion();
    fake.apiVersion("1.41");
    refuseUnless("/v1.41/", "too new. Maximum supported API version is 1.41");

    Engine.of(host).send(Call.post("/volumes/create"));

    assertThat(host.apiVersion()).isEqualTo("1.41");
    assertThat(fake.count("POST", "/volumes/create")).isEqualTo(2);
  }

  @Test
  void open_engineCameBackOlder_isSentAgainInItsVersion() {
    fake.apiVersion("1.45");
    host.apiVersion();
    fake.apiVersion("1.41");
    refuseUnless("/v1.41/", "too new. Maximum supported API version is 1.41");

    try (EngineResponse response = Engine.of(host).open(Call.post("/volumes/create"))) {
      assertThat(response.status()).isEqualTo(201);
    }
  }

  @Test
  void write_engineWantsMoreThanWeKnow_isUnsupported() {
    fake.apiVersion("1.99");
    refuseUnless(
        "/v1.99/", "too old. Minimum supported API version is 1.60, please upgrade your client");

    assertThatThrownBy(() -> Engine.of(host).send(Call.post("/volumes/create")))
        .isInstanceOf(UnsupportedEngine.class)
        .hasMessageContaining("API 1.60,")
        .hasMessageContaining("API 1.51");
    assertThat(fake.count("POST", "/volumes/create")).isEqualTo(1);
  }

  private void refuseUnless(String version, String words) {
    fake.on(
        "POST",
        "/volumes/create",
        (request, wire) -> {
          if (request.target().startsWith(version)) {
            wire.json(201, "{}");
          } else {
            wire.json(400, "{\"message\":\"client version x is %s\"}".formatted(words));
          }
        });
  }

  @Test
  void clockOffset_engineAhead_isPositive() {
    // The fake says that it is midnight, which means half a second past it on average.
    assertThat(Engine.of(host).clockOffset()).isEqualTo(Duration.ofMillis(10_500));
  }
}
