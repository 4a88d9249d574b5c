package io.dockeradvanced.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.Select;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.lab.FakeEngine;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ContainersTest {
  private static final String LIST =
      """
      [{"Id":"abc1","Names":["/other/alias","/web"],"Image":"web:1","ImageID":"sha256:1",
        "State":"running","Status":"Up 5 minutes (healthy)","Created":1700000000,
        "Labels":{"a":"b"},"NetworkSettings":{"Networks":{"bridge":{}}},
        "Ports":[{"IP":"::","PrivatePort":80,"PublicPort":8080,"Type":"tcp"},
                 {"PrivatePort":81,"Type":"udp"}]},
       {"Id":"abc2","Names":["/abc1x"],"State":"teleporting","Status":"","Labels":null}]""";

  private FakeEngine fake;
  private DockerHost host;
  private Containers containers;

  @BeforeEach
  void start() {
    fake = new FakeEngine();
    fake.on("GET", "/containers/json", (request, wire) -> wire.json(200, LIST));
    host = DockerHost.connect(fake.uri());
    containers = Containers.on(host);
  }

  @AfterEach
  void stop() {
    host.close();
    fake.close();
  }

  private String lastTarget() {
    return URLDecoder.decode(
        fake.seen().get(fake.seen().size() - 1).target(), StandardCharsets.UTF_8);
  }

  @Test
  void list_all_readsEveryField() {
    ContainerSummary web = containers.list(Select.all()).get(0);

    assertThat(web.name()).isEqualTo("web");
    assertThat(web.state()).isEqualTo(ContainerState.RUNNING);
    assertThat(web.health()).isEqualTo(Health.HEALTHY);
    assertThat(web.created()).isEqualTo(Instant.ofEpochSecond(1_700_000_000));
    assertThat(web.labels()).containsEntry("a", "b");
    assertThat(web.networks()).containsExactly("bridge");
    assertThat(web.ports())
        .extracting(Port::toString)
        .containsExactly("[::]:8080->80/tcp", "81/udp");
  }

  @Test
  void list_stateOfANewerEngine_isUnknown() {
    assertThat(containers.list(Select.all()).get(1).state()).isEqualTo(ContainerState.UNKNOWN);
  }

  @Test
  void list_service_filtersByBothLabels() {
    containers.list(Select.service("shop", "web"));

    assertThat(lastTarget())
        .endsWith(
            "filters={\"label\":[\"com.docker.compose.project=shop\","
                + "\"com.docker.compose.service=web\"]}");
  }

  @Test
  void list_container_nameComesBeforeStartOfId() {
    assertThat(containers.list(Select.container("abc1x"))).extracting("id").containsExactly("abc2");
    assertThat(containers.list(Select.container("abc1"))).extracting("id").containsExactly("abc1");
    assertThat(containers.list(Select.container("web"))).extracting("id").containsExactly("abc1");
    assertThat(containers.list(Select.container("nothing"))).isEmpty();
  }

  @Test
  void list_ambiguousId_isRefused() {
    assertThatThrownBy(() -> containers.list(Select.container("abc")))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("2 containers");
  }

  @Test
  void inspect_exited_tellsHowItEnded() {
    fake.on(
        "GET",
        "/containers/job/json",
        (request, wire) ->
            wire.json(
                200,
                """
                {"Id":"j","Name":"/job","Image":"sha256:2","Created":"2026-01-01T00:00:00.5Z",
                 "RestartCount":2,
                 "State":{"Status":"exited","ExitCode":137,"OOMKilled":true,"Error":"",
                   "StartedAt":"2026-01-01T01:00:00+01:00","FinishedAt":"0001-01-01T00:00:00Z"},
                 "Config":{"Image":"job:1","Labels":{},"Env":["PASSWORD=geheim"]},
                 "NetworkSettings":{"Networks":{},
                   "Ports":{"80/tcp":[{"HostIp":"0.0.0.0","HostPort":"8080"}],"53/udp":null}},
                 "Mounts":[{"Type":"volume","Name":"data","Source":"/var/x","Destination":"/data",
                   "RW":false}]}"""));

    ContainerDetails job = containers.inspect("job").orElseThrow();

    assertThat(job.exitCode()).isEqualTo(137);
    assertThat(job.outOfMemory()).isTrue();
    assertThat(job.restartCount()).isEqualTo(2);
    assertThat(job.startedAt()).contains(Instant.parse("2026-01-01T00:00:00Z"));
    assertThat(job.finishedAt()).isEmpty();
    assertThat(job.ports())
        .extracting(Port::toString)
        .containsExactly("0.0.0.0:8080->80/tcp", "53/udp");
    assertThat(job.mounts()).containsExactly(new Mount("volume", "data", "/data", true));
    assertThat(job.toString()).doesNotContain("geheim");
  }

  @Test
  void inspect_none_isEmpty() {
    assertThat(containers.inspect("none")).isEmpty();
  }

  @Test
  void stop_whoseListLagsBehind_returnsWhenTheListKnows() {
    AtomicInteger lists = new AtomicInteger();
    fake.on("POST", "/containers/web/stop", (request, wire) -> wire.empty(204));
    fake.on(
        "GET",
        "/containers/web/json",
        (request, wire) -> wire.json(200, "{\"Id\":\"abc1\",\"State\":{\"Running\":false}}"));
    fake.on(
        "GET",
        "/containers/json",
        (request, wire) ->
            wire.json(
                200,
                "[{\"Id\":\"abc1\",\"State\":\"%s\"}]"
                    .formatted(lists.incrementAndGet() < 3 ? "running" : "exited")));

    assertThat(containers.stop("web", Duration.ofSeconds(1))).isTrue();

    assertThat(lists).hasValue(3);
    assertThat(lastTarget()).contains("\"id\":[\"abc1\"]");
  }

  @Test
  void stop_startedAgainBySomebody_doesNotWaitForTheList() {
    fake.on("POST", "/containers/web/stop", (request, wire) -> wire.empty(204));
    fake.on(
        "GET",
        "/containers/web/json",
        (request, wire) -> wire.json(200, "{\"Id\":\"abc1\",\"State\":{\"Running\":true}}"));

    assertThat(containers.stop("web", Duration.ofSeconds(1))).isTrue();

    assertThat(fake.count("GET", "/containers/json")).isZero();
  }

  /** Docker says no time either: then the engine takes that of the container. */
  @Test
  void stopAndRestart_withoutATime_areAskedForWithoutOne() {
    fake.on(
        "GET",
        "/containers/web/json",
        (request, wire) -> wire.json(200, "{\"Id\":\"abc1\",\"Config\":{\"StopTimeout\":3600}}"));
    fake.on("POST", "/containers/web/stop", (request, wire) -> wire.empty(304));
    fake.on("POST", "/containers/web/restart", (request, wire) -> wire.empty(204));

    assertThat(containers.stop("web")).isFalse();
    assertThat(lastTarget()).endsWith("/containers/web/stop");
    containers.restart("web");
    assertThat(lastTarget()).endsWith("/containers/web/restart");
    containers.restart("web", Duration.ofSeconds(7));
    assertThat(lastTarget()).endsWith("/containers/web/restart?t=7");
  }

  @Test
  void stopAndRestart_ofNone_areErrors() {
    List<ThrowingCallable> verbs =
        List.of(
            () -> containers.stop("typo"),
            () -> containers.stop("typo", Duration.ZERO),
            () -> containers.restart("typo"),
            () -> containers.restart("typo", Duration.ZERO));
    for (ThrowingCallable verb : verbs) {
      assertThatThrownBy(verb)
          .isInstanceOfSatisfying(EngineRejected.class, e -> assertThat(e.status()).isEqualTo(404));
    }
    assertThat(containers.remove("typo")).isFalse();
  }

  @Test
  void stopAndRestart_forEver_areRefused() {
    assertThatThrownBy(() -> containers.stop("web", Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("does not wait for ever");
    assertThatThrownBy(() -> containers.restart("web", Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
