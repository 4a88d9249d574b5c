package io.dockeradvanced.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.UnreachableHost;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.lab.FakeEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReconcileTest {
  private static final FakeEngine.Behaviour CUT =
      (request, wire) -> {
        throw new FakeEngine.Cut();
      };

  private static final StopGrace GRACE = StopGrace.of(Duration.ofSeconds(1));

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

  private static ObjectNode body(String step) {
    ObjectNode body = Json.object();
    body.putObject("Labels").put(Reconcile.STEP_LABEL, step);
    return body;
  }

  private void containerIs(String step) {
    fake.on(
        "GET",
        "/containers/web/json",
        (request, wire) ->
            wire.json(
                200,
                "{\"Id\":\"abc\",\"Name\":\"/web\",\"Config\":{\"Labels\":{\"%s\":\"%s\"}}}"
                    .formatted(Reconcile.STEP_LABEL, step)));
  }

  @Test
  void createContainer_whatTheEngineDrops_isTold() {
    fake.on(
        "POST",
        "/containers/create",
        (request, wire) ->
            wire.json(201, "{\"Id\":\"abc\",\"Warnings\":[\"OomKillDisable discarded.\"]}"));
    List<String> told = new ArrayList<>();

    String id =
        Reconcile.createContainer(
            engine, "web", Call.post("/containers/create").json(body("s1")), body("s1"), told::add);

    assertThat(id).isEqualTo("abc");
    assertThat(told).containsExactly("OomKillDisable discarded.");
  }

  @Test
  void createContainer_replyCut_adoptsWhatItMade() {
    fake.on("POST", "/containers/create", CUT);
    containerIs("s1");

    assertThat(Reconcile.createContainer(engine, "web", body("s1"))).isEqualTo("abc");
    assertThat(fake.count("POST", "/containers/create")).isEqualTo(1);
  }

  @Test
  void createContainer_replyCutAndNothingThere_isUnreachable() {
    fake.on("POST", "/containers/create", CUT);

    assertThatThrownBy(() -> Reconcile.createContainer(engine, "web", body("s1")))
        .isInstanceOf(UnreachableHost.class);
    assertThat(fake.count("POST", "/containers/create")).isEqualTo(1);
  }

  @Test
  void createContainer_conflictWithItsOwn_adoptsIt() {
    fake.on("POST", "/containers/create", (r, wire) -> wire.json(409, "{\"message\":\"in use\"}"));
    containerIs("s1");

    assertThat(Reconcile.createContainer(engine, "web", body("s1"))).isEqualTo("abc");
  }

  @Test
  void createContainer_conflictWithForeign_isRefused() {
    fake.on("POST", "/containers/create", (r, wire) -> wire.json(409, "{\"message\":\"in use\"}"));
    containerIs("somebody-else");

    assertThatThrownBy(() -> Reconcile.createContainer(engine, "web", body("s1")))
        .isInstanceOfSatisfying(EngineRejected.class, e -> assertThat(e.status()).isEqualTo(409));
  }

  @Test
  void createContainer_withoutStepLabel_isAMistakeOfTheCaller() {
    assertThatThrownBy(() -> Reconcile.createContainer(engine, "web", Json.object()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(fake.seen()).isEmpty();
  }

  @Test
  void createNetwork_replyCut_adoptsTheOneOfThisStepAmongNamesakes() {
    fake.on("POST", "/networks/create", CUT);
    fake.on(
        "GET",
        "/networks",
        (request, wire) ->
            wire.json(
                200,
                """
                [{"Id":"n0","Name":"net-x","Labels":{"%1$s":"s1"}},
                 {"Id":"n1","Name":"net","Labels":{"%1$s":"other"}},
                 {"Id":"n2","Name":"net","Labels":null},
                 {"Id":"n3","Name":"net","Labels":{"%1$s":"s1"}}]"""
                    .formatted(Reconcile.STEP_LABEL)));

    assertThat(Reconcile.createNetwork(engine, body("s1").put("Name", "net"))).isEqualTo("n3");
  }

  @Test
  void createVolume_replyCut_findsIt() {
    fake.on("POST", "/volumes/create", CUT);
    fake.on("GET", "/volumes/v", (request, wire) -> wire.json(200, "{\"Name\":\"v\"}"));

    assertThat(Reconcile.createVolume(engine, Json.object().put("Name", "v")).path("Name").asText())
        .isEqualTo("v");
  }

  private void status(String status) {
    fake.on(
        "GET",
        "/containers/abc/json",
        (request, wire) ->
            wire.json(
                200,
                "{\"Name\":\"/new\",\"State\":{\"Status\":\"%s\",\"Running\":%s}}"
                    .formatted(status, status.equals("running"))));
  }

  /** The first reply is lost, later ones arrive. */
  private void cutOnce(String method, String path, int status) {
    AtomicInteger calls = new AtomicInteger();
    fake.on(
        method,
        path,
        (request, wire) -> {
          if (calls.incrementAndGet() == 1) {
            throw new FakeEngine.Cut();
          }
          wire.empty(status);
        });
  }

  @Test
  void start_replyCutAndRunning_isDone() {
    cutOnce("POST", "/containers/abc/start", 204);
    status("running");

    assertThat(ReconcileContainer.start(engine, "abc")).isTrue();
    assertThat(fake.count("POST", "/containers/abc/start")).isEqualTo(1);
  }

  @Test
  void start_replyCutAndNeverRun_isAskedAgain() {
    cutOnce("POST", "/containers/abc/start", 204);
    status("created");

    assertThat(ReconcileContainer.start(engine, "abc")).isTrue();
    assertThat(fake.count("POST", "/containers/abc/start")).isEqualTo(2);
  }

  @Test
  void start_replyCutAndEnded_isNotRunTwice() {
    cutOnce("POST", "/containers/abc/start", 204);
    status("exited");

    assertThatThrownBy(() -> ReconcileContainer.start(engine, "abc"))
        .isInstanceOf(UnreachableHost.class);
    assertThat(fake.count("POST", "/containers/abc/start")).isEqualTo(1);
  }

  @Test
  void stop_replyCutAndStopped_isDone() {
    cutOnce("POST", "/containers/abc/stop", 304);
    status("exited");

    assertThat(ReconcileContainer.stop(engine, "abc", GRACE)).isTrue();
    assertThat(fake.count("POST", "/containers/abc/stop")).isEqualTo(1);
  }

  @Test
  void stop_replyCutAndStillRunning_isAskedAgain() {
    cutOnce("POST", "/containers/abc/stop", 204);
    status("running");

    assertThat(ReconcileContainer.stop(engine, "abc", GRACE)).isTrue();
    assertThat(fake.count("POST", "/containers/abc/stop")).isEqualTo(2);
  }

  /** A step that is done again finds it gone; who names it wants to hear of it. */
  @Test
  void stop_notThere_isFalseForAStepAndAnErrorForOthers() {
    assertThat(ReconcileContainer.stop(engine, "abc", GRACE)).isFalse();
    assertThatThrownBy(() -> ReconcileContainer.stopPresent(engine, "abc", GRACE))
        .isInstanceOfSatisfying(EngineRejected.class, e -> assertThat(e.status()).isEqualTo(404));
  }

  @Test
  void stopPresent_replyCutAndGone_isDone() {
    cutOnce("POST", "/containers/abc/stop", 404);

    assertThat(ReconcileContainer.stopPresent(engine, "abc", GRACE)).isTrue();
    assertThat(fake.count("POST", "/containers/abc/stop")).isEqualTo(1);
  }

  @Test
  void stopPresent_notRunning_isFalse() {
    fake.on("POST", "/containers/abc/stop", (request, wire) -> wire.empty(304));

    assertThat(ReconcileContainer.stopPresent(engine, "abc", GRACE)).isFalse();
  }

  @Test
  void rename_replyCutAndRenamed_isDone() {
    cutOnce("POST", "/containers/abc/rename", 204);
    status("running");

    ReconcileContainer.rename(engine, "abc", "new");

    assertThat(fake.count("POST", "/containers/abc/rename")).isEqualTo(1);
  }

  @Test
  void remove_replyCutAndGone_isDone() {
    cutOnce("DELETE", "/containers/abc", 204);

    assertThat(ReconcileContainer.remove(engine, "abc", true, true)).isTrue();
    assertThat(fake.count("DELETE", "/containers/abc")).isEqualTo(1);
  }

  @Test
  void remove_notThere_isFalse() {
    assertThat(ReconcileContainer.remove(engine, "abc", true, true)).isFalse();
  }

  @Test
  void remove_inProgress_waitsUntilGone() {
    fake.on(
        "DELETE",
        "/containers/abc",
        (r, wire) ->
            wire.json(409, "{\"message\":\"removal of container abc is already in progress\"}"));
    AtomicInteger looks = new AtomicInteger();
    fake.on(
        "GET",
        "/containers/abc/json",
        (request, wire) -> wire.json(looks.incrementAndGet() < 3 ? 200 : 404, "{}"));

    assertThat(ReconcileContainer.remove(engine, "abc", true, true)).isTrue();
    assertThat(looks.get()).isEqualTo(3);
  }
}
