package io.dockeradvanced.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.Select;
import io.dockeradvanced.container.ContainerState;
import io.dockeradvanced.container.Containers;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.EngineResponse;
import io.dockeradvanced.internal.engine.Json;
import io.dockeradvanced.internal.engine.JsonLines;
import io.dockeradvanced.internal.engine.Reconcile;
import io.dockeradvanced.internal.engine.ReconcileContainer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DockerHostIT {
  private RealEngine real;

  @BeforeEach
  void start() {
    real = new RealEngine();
  }

  @AfterEach
  void stop() {
    real.close();
  }

  @Test
  void info_realEngine_isFilled() {
    HostInfo info = real.host().info();

    assertThat(info.serverVersion()).isNotBlank();
    assertThat(info.storageDriver()).isNotBlank();
    assertThat(info.cpus()).isPositive();
    assertThat(info.memoryBytes()).isPositive();
    assertThat(info.apiVersion()).isEqualTo(real.host().apiVersion());
  }

  @Test
  void clockOffset_localEngine_isSmall() {
    assertThat(real.engine().clockOffset().abs()).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void container_wholeLife_isSeen() {
    Containers containers = Containers.on(real.host());
    String id = real.create("life", real.script("sleep 600"));

    assertThat(containers.inspect(id).orElseThrow().state()).isEqualTo(ContainerState.CREATED);
    assertThat(containers.start(id)).isTrue();
    assertThat(containers.start(id)).isFalse();
    var listed = containers.list(Select.label("da.test", real.labelValue()));
    assertThat(listed).hasSize(1);
    assertThat(listed.get(0).name()).isEqualTo(real.name("life"));
    assertThat(listed.get(0).state()).isEqualTo(ContainerState.RUNNING);
    assertThat(listed.get(0).networks()).isNotEmpty();
    assertThat(containers.list(Select.container(real.name("life")))).isEqualTo(listed);
    assertThat(containers.list(Select.container(id.substring(0, 12)))).isEqualTo(listed);
    ReconcileContainer.rename(real.engine(), id, real.name("renamed"));
    assertThat(containers.inspect(id).orElseThrow().name()).isEqualTo(real.name("renamed"));
    assertThatThrownBy(() -> containers.remove(id)).isInstanceOf(EngineRejected.class);
    assertThat(containers.stop(id, Duration.ZERO)).isTrue();
    assertThat(containers.stop(id, Duration.ZERO)).isFalse();
    var ended = containers.inspect(id).orElseThrow();
    assertThat(ended.exitCode()).isEqualTo(137);
    assertThat(ended.startedAt()).isPresent();
    assertThat(ended.finishedAt()).isPresent();
    assertThat(containers.remove(id)).isTrue();
    assertThat(containers.remove(id)).isFalse();
  }

  @Test
  void createContainer_sameStepAgain_answersTheSameId() {
    var body = real.script("true");

    String id = real.create("again", body);

    assertThat(Reconcile.createContainer(real.engine(), real.name("again"), body)).isEqualTo(id);
  }

  @Test
  void attach_standardInput_comesBack() throws Exception {
    var body = real.script("read line; echo got $line");
    body.put("OpenStdin", true).put("StdinOnce", true).put("Tty", true);
    String id = real.create("attach", body);

    try (EngineResponse raw =
        real.engine()
            .open(
                Call.post("/containers/" + id + "/attach")
                    .query("stream", 1)
                    .query("stdin", 1)
                    .query("stdout", 1)
                    .upgrade())) {
      real.engine().send(Call.post("/containers/" + id + "/start"));
      raw.input().write("hello\n".getBytes(StandardCharsets.UTF_8));

      assertThat(new String(raw.body().readAllBytes(), StandardCharsets.UTF_8))
          .contains("got hello");
    }
  }

  @Test
  void attach_halfClose_isSeenAsEndOfInput() throws Exception {
    var body = real.script("cat; echo end");
    body.put("OpenStdin", true).put("StdinOnce", true);
    String id = real.create("half", body);

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

  @Test
  void events_closedFromAnotherThread_end() throws Exception {
    EngineResponse events = real.engine().open(Call.get("/events"));
    Thread reader =
        new Thread(
            () -> {
              try {
                while (events.body().read() >= 0) {
                  // Until it is ended.
                }
              } catch (java.io.IOException e) {
                // That is how it ends.
              }
            });
    reader.start();

    events.close();

    reader.join(5000);
    assertThat(reader.isAlive()).isFalse();
  }

  @Test
  void jsonLines_pullOfWhatIsNowhere_isARefusal() {
    Call pull =
        Call.post("/images/create")
            .query("fromImage", "127.0.0.1:9/nothing/here")
            .query("tag", "1")
            .within(Duration.ofMinutes(1));

    assertThatThrownBy(() -> JsonLines.each(real.engine(), pull, line -> {}))
        .isInstanceOf(EngineRejected.class);
  }

  @Test
  void archive_streamedBothWays_isTheSame() throws Exception {
    String id = real.create("archive", real.script("true"));
    byte[] tar;
    try (EngineResponse response =
        real.engine().open(Call.get("/containers/" + id + "/archive").query("path", "/bin/sh"))) {
      tar = response.body().readAllBytes();
    }

    real.engine()
        .send(
            Call.put("/containers/" + id + "/archive")
                .query("path", "/")
                .body("application/x-tar", () -> new java.io.ByteArrayInputStream(tar)));

    try (EngineResponse response =
        real.engine().open(Call.get("/containers/" + id + "/archive").query("path", "/sh"))) {
      assertThat(response.body().readAllBytes().length).isEqualTo(tar.length);
    }
  }

  @Test
  void network_lostReplyHelper_createsAndFinds() {
    var body = Json.object().put("Name", real.name("net")).put("CheckDuplicate", true);
    body.putObject("Labels").put(Reconcile.STEP_LABEL, real.name("net-step"));

    String id = Reconcile.createNetwork(real.engine(), body);

    try {
      assertThat(Reconcile.createNetwork(real.engine(), body)).isEqualTo(id);
    } finally {
      real.engine().send(Call.delete("/networks/" + id));
    }
  }
}
