package io.dockeradvanced.container.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.VerificationFailed;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.ReconcileContainer;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.operation.StepKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each kind of step: applied twice is applied once; undone after, without, and twice. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class StepKindsIT {
  private static final String IMAGE =
      System.getProperty("da.lab.image", "docker-advanced-lab/busybox:1");

  private final DockerHost host =
      System.getProperty("da.lab.host", "").isBlank()
          ? DockerHost.fromEnvironment()
          : DockerHost.connect(System.getProperty("da.lab.host"));
  private final Engine engine = Engine.of(host);
  private final String name = "da-steps-" + UUID.randomUUID().toString().substring(0, 8);
  private final StubContext run = new StubContext(host, name);

  @AfterEach
  void clean() {
    for (JsonNode c : engine.json(Call.get("/containers/json").query("all", true))) {
      if (c.path("Names").path(0).asText().startsWith("/" + name)) {
        ReconcileContainer.remove(engine, c.path("Id").asText(), true, true);
      }
    }
    for (JsonNode network : engine.json(Call.get("/networks").filter("name", name))) {
      Target.remove(engine, "/networks/" + network.path("Id").asText());
    }
    Target.remove(engine, "/volumes/" + name);
    host.close();
  }

  private static Data body(String script) {
    return Data.of("Image", IMAGE)
        .with("Entrypoint", List.of("/bin/sh", "-c", script))
        .with("StopSignal", "SIGKILL");
  }

  private static Data restarting(String script) {
    return body(script).with("HostConfig", Data.of("RestartPolicy", Data.of("Name", "always")));
  }

  private Step create(Data body) {
    return CreateContainer.step("create", name, body).build();
  }

  /** A container of an earlier day, running. */
  private String there(String called, Data body) {
    String id =
        new StubContext(host, "earlier-" + called)
            .done(new CreateContainer(), CreateContainer.step("c", called, body).build())
            .text("id");
    ReconcileContainer.start(engine, id);
    return id;
  }

  private Optional<JsonNode> container(String id) {
    return Target.container(engine, id);
  }

  private boolean isRunning(String id) {
    return container(id).filter(Target::isRunning).isPresent();
  }

  private boolean has(String path) {
    return engine.find(Call.get(path)).isPresent();
  }

  private void undoTwice(StepKind kind, Step step) {
    run.undo(kind, step);
    run.undo(kind, step);
  }

  // ---- files and hooks

  private String printed(String id, String... command) {
    return io.dockeradvanced.container.Containers.on(host)
        .exec(id, io.dockeradvanced.container.Exec.command(command))
        .text();
  }

  private static Data hook(String script) {
    return Data.of("command", List.of("sh", "-c", script)).with("user", "0");
  }

  private static Data hooks(String start, String stop) {
    return Data.of(Hooks.POST_START, List.of(hook(start)))
        .with(Hooks.PRE_STOP, List.of(hook(stop)));
  }

  @Test
  void copyFiles_twice_isOnce() {
    String id = run.done(new CreateContainer(), create(body("exec sleep 1000"))).text("id");
    List<Data> files =
        List.of(
            CopyFiles.file("/deep/er/a", "one".getBytes(UTF_8), 1000, 65534, 0640, true),
            CopyFiles.file("/b", "two".getBytes(UTF_8), 0, 0, 0444, false));
    Step copy = CopyFiles.stepFrom("copy", name, "create", files).build();
    run.apply(new CopyFiles(), copy, false);
    run.apply(new CopyFiles(), copy, true);
    undoTwice(new CopyFiles(), copy);
    ReconcileContainer.start(engine, id);
    assertThat(printed(id, "stat", "-c", "%n %a %u:%g %s", "/deep/er/a", "/b"))
        .isEqualTo("/deep/er/a 640 1000:65534 3\n/b 444 0:0 3\n");
    assertThat(copy.toString() + copy.parameters().toJson()).doesNotContain("b25l", "two");
  }

  @Test
  void copyFiles_whereADirectoryIs_isRefusedInWords() {
    run.done(new CreateContainer(), create(body("exec sleep 1000")));
    Step copy =
        CopyFiles.stepFrom(
                "copy",
                name,
                "create",
                List.of(CopyFiles.file("/bin", "x".getBytes(UTF_8), 0, 0, 0444, false)))
            .build();
    assertThatThrownBy(() -> run.apply(new CopyFiles(), copy, false))
        .hasMessageContaining("/bin cannot be put into container " + name);
  }

  @Test
  void startContainer_withHooks_runsThemOnceAndUndoneRunsTheOthers() {
    String id = run.done(new CreateContainer(), create(body("exec sleep 1000"))).text("id");
    Step start =
        StartContainer.stepFrom("start", name, "create", 1)
            .secret(hooks("echo up >>/said", "echo down >>/said"))
            .build();
    run.apply(new StartContainer(), start, false);
    run.apply(new StartContainer(), start, true); // its end was remembered
    assertThat(printed(id, "cat", "/said")).isEqualTo("up\n");
    undoTwice(new StartContainer(), start);
    assertThat(isRunning(id)).isFalse();
    ReconcileContainer.start(engine, id);
    assertThat(printed(id, "cat", "/said")).isEqualTo("up\ndown\n");
  }

  @Test
  void startContainer_failingHook_isQuotedWithoutSecrets() {
    Data env = body("exec sleep 1000").with("Env", List.of("TOKEN=xyzzy-token"));
    run.done(new CreateContainer(), create(env));
    Data hook = hook("seq 1 1000; echo $TOKEN $MORE; echo '\033[2J'; exit 4");
    Step start =
        StartContainer.stepFrom("start", name, "create", 1)
            .secret(
                Data.of(
                    Hooks.POST_START,
                    List.of(hook.with("environment", Data.of("MORE", "plugh-more")))))
            .build();
    assertThatThrownBy(() -> run.apply(new StartContainer(), start, false))
        .hasMessageContaining("the post_start hook 'sh' of container " + name)
        .hasMessageContaining("exited with status 4:\n")
        .hasMessageContaining("\n1000\n… …")
        .hasMessageNotContaining("xyzzy")
        .hasMessageNotContaining("plugh")
        .hasMessageNotContaining("\n500\n")
        .hasMessageNotContaining("\033");
  }

  @Test
  void stopContainer_withHooks_runsThemAndUndoneTheOthers() {
    String id = there(name, body("exec sleep 1000"));
    Step stop =
        StopContainer.step("stop", name, id, 0)
            .secret(hooks("echo up >>/said", "echo down >>/said"))
            .build();
    run.apply(new StopContainer(), stop, false);
    run.apply(new StopContainer(), stop, true);
    assertThat(isRunning(id)).isFalse();
    run.undo(new StopContainer(), stop);
    assertThat(isRunning(id)).isTrue();
    assertThat(printed(id, "cat", "/said")).isEqualTo("down\nup\n");
  }

  @Test
  void stopContainer_failingHook_leavesItRunning_andUndoneTakesItInAgain() {
    String id = there(name, body("exec sleep 1000"));
    Step stop =
        StopContainer.step("stop", name, id, 0).secret(hooks("echo up >>/said", "exit 1")).build();
    String started = container(id).orElseThrow().path("State").path("StartedAt").asText();
    assertThatThrownBy(() -> run.apply(new StopContainer(), stop, false))
        .hasMessageContaining("pre_stop hook 'sh'")
        .hasMessageContaining("exited with status 1 and printed nothing");
    run.undo(new StopContainer(), stop);
    assertThat(container(id).orElseThrow().path("State").path("StartedAt").asText())
        .isEqualTo(started);
    assertThat(printed(id, "cat", "/said")).isEqualTo("up\n");
  }

  @Test
  void undo_failingHooks_areTold_andNoHindrance() {
    String id = run.done(new CreateContainer(), create(body("exec sleep 1000"))).text("id");
    Step start =
        StartContainer.stepFrom("start", name, "create", 1).secret(hooks("true", "exit 9")).build();
    run.apply(new StartContainer(), start, false);
    run.undo(new StartContainer(), start);
    assertThat(isRunning(id)).isFalse();
    assertThat(run.warnings).hasSize(1).allMatch(warning -> warning.contains("status 9"));
  }

  // ---- containers

  @Test
  void createContainer_twice_isOne_andUndoneIsGone() {
    Step step = create(body("exec sleep 1000"));
    String id = run.apply(new CreateContainer(), step, false).text("id");
    assertThat(run.apply(new CreateContainer(), step, true).text("id")).isEqualTo(id);
    undoTwice(new CreateContainer(), step); // its result was never kept
    assertThat(container(id)).isEmpty();
    run.undo(new CreateContainer(), create(body("true")));
  }

  @Test
  void createContainer_nameOfAForeignOne_isRefusedAndUndoLeavesIt() {
    String foreign = there(name, body("exec sleep 1000"));
    Step step = create(body("true"));
    assertThatThrownBy(() -> run.apply(new CreateContainer(), step, false))
        .isInstanceOf(DockerAdvancedException.class)
        .hasMessageContaining("the name " + name + " was taken by another container meanwhile");
    undoTwice(new CreateContainer(), step);
    assertThat(isRunning(foreign)).isTrue();
  }

  @Test
  void startContainer_twice_isOnce_andUndoneIsStopped() {
    String id = run.done(new CreateContainer(), create(body("exec sleep 1000"))).text("id");
    Step start = StartContainer.stepFrom("start", name, "create", 1).build();
    run.apply(new StartContainer(), start, false);
    run.apply(new StartContainer(), start, true);
    assertThat(isRunning(id)).isTrue();
    undoTwice(new StartContainer(), start);
    assertThat(isRunning(id)).isFalse();
  }

  @Test
  void startContainer_shortJobThatRan_isNotRunAgain() {
    run.done(new CreateVolume(), CreateVolume.step("v", name, Data.of("Name", name)).build());
    String id =
        run.done(
                new CreateContainer(),
                create(body("echo ran; exit 0").with("HostConfig", Data.of("NetworkMode", "none"))))
            .text("id");
    Step start = StartContainer.stepFrom("start", name, "create", 1).build();
    run.apply(new StartContainer(), start, false);
    engine.json(Call.post("/containers/" + id + "/wait").within(Duration.ofSeconds(30)));
    String first = container(id).orElseThrow().path("State").path("StartedAt").asText();
    run.apply(new StartContainer(), start, true);
    assertThat(container(id).orElseThrow().path("State").path("StartedAt").asText())
        .isEqualTo(first);
  }

  @Test
  void startContainer_thatRanBefore_isNotStoppedByTheUndo() {
    String id = there(name, body("exec sleep 1000"));
    Step start = StartContainer.stepId("start", name, id, 1).build();
    run.done(new StartContainer(), start);
    run.undo(new StartContainer(), start);
    assertThat(isRunning(id)).isTrue();
  }

  @Test
  void startContainer_undoneWithoutApply_doesNothing() {
    undoTwice(new StartContainer(), StartContainer.stepFrom("start", name, "create", 1).build());
    String id = there(name, body("exec sleep 1000"));
    undoTwice(new StartContainer(), StartContainer.stepId("start", name, id, 1).build());
    assertThat(isRunning(id)).isTrue();
  }

  @Test
  void stopContainer_twice_andUndone_runsAgain() {
    String id = there(name, body("exec sleep 1000"));
    Step stop = StopContainer.step("stop", name, id, 1).build();
    undoTwice(new StopContainer(), stop);
    assertThat(isRunning(id)).isTrue();
    run.apply(new StopContainer(), stop, false);
    run.apply(new StopContainer(), stop, true);
    assertThat(isRunning(id)).isFalse();
    undoTwice(new StopContainer(), stop); // its result was never kept
    assertThat(isRunning(id)).isTrue();
  }

  @Test
  void stopContainer_thatWasStopped_staysSoWhenUndone() {
    String id = there(name, body("exec sleep 1000"));
    ReconcileContainer.stop(engine, id);
    Step stop = StopContainer.step("stop", name, id, 1).build();
    run.done(new StopContainer(), stop);
    undoTwice(new StopContainer(), stop);
    assertThat(isRunning(id)).isFalse();
  }

  @Test
  void stopContainer_thatIsGone_failsInWordsAndUndoWarns() {
    String id = there(name, body("exec sleep 1000"));
    Step stop = StopContainer.step("stop", name, id, 1).build();
    run.done(new StopContainer(), stop);
    ReconcileContainer.remove(engine, id, true, true);
    run.undo(new StopContainer(), stop);
    assertThat(run.warnings)
        .containsExactly("container " + name + " cannot be started again: it is gone");
    Step other = StopContainer.step("other", name, id, 1).build();
    assertThatThrownBy(() -> run.apply(new StopContainer(), other, false))
        .hasMessageContaining("is gone; somebody removed it meanwhile");
  }

  @Test
  void renameContainer_twice_andUndone_hasItsOldName() {
    String id = there(name, body("exec sleep 1000"));
    Step rename = RenameContainer.stepId("rename", id, name, name + "-old").build();
    undoTwice(new RenameContainer(), rename);
    run.apply(new RenameContainer(), rename, false);
    run.apply(new RenameContainer(), rename, true);
    assertThat(Target.name(container(id).orElseThrow())).isEqualTo(name + "-old");
    undoTwice(new RenameContainer(), rename);
    assertThat(Target.name(container(id).orElseThrow())).isEqualTo(name);
  }

  @Test
  void renameContainer_namesThatMovedMeanwhile_areNotOverrun() {
    String id = there(name, body("exec sleep 1000"));
    Step rename = RenameContainer.stepId("rename", id, name, name + "-old").build();
    run.done(new RenameContainer(), rename);
    String other = there(name, body("exec sleep 1000"));
    assertThatThrownBy(() -> run.undo(new RenameContainer(), rename))
        .hasMessageContaining("cannot be called " + name)
        .hasMessageContaining("remove or rename that one");
    ReconcileContainer.rename(engine, id, name + "-mine");
    run.undo(new RenameContainer(), rename);
    assertThat(Target.name(container(id).orElseThrow())).isEqualTo(name + "-mine");
    assertThatThrownBy(() -> run.apply(new RenameContainer(), rename, false))
        .hasMessageContaining("is called " + name + "-mine now");
    assertThat(isRunning(other)).isTrue();
  }

  @Test
  void removeContainer_twice_isGone() {
    String id = there(name, body("exec sleep 1000"));
    Step remove = RemoveContainer.step("remove", name, id, true).build();
    run.apply(new RemoveContainer(), remove, false);
    run.apply(new RemoveContainer(), remove, true);
    assertThat(container(id)).isEmpty();
  }

  // ---- networks, volumes, images

  @Test
  void createNetwork_twice_isOne_andUndoneIsGone() {
    Step step = CreateNetwork.step("network", name, Data.of("Name", name)).build();
    undoTwice(new CreateNetwork(), step);
    String id = run.apply(new CreateNetwork(), step, false).text("id");
    assertThat(run.apply(new CreateNetwork(), step, true).text("id")).isEqualTo(id);
    undoTwice(new CreateNetwork(), step);
    assertThat(has("/networks/" + id)).isFalse();
  }

  @Test
  void createNetwork_nameOfAForeignOne_isRefusedAndUndoLeavesIt() {
    Step foreign = CreateNetwork.step("network", name, Data.of("Name", name)).build();
    String id = new StubContext(host, "earlier").done(new CreateNetwork(), foreign).text("id");
    assertThatThrownBy(() -> run.apply(new CreateNetwork(), foreign, false))
        .hasMessageContaining("a network " + name + " is there that is not ours");
    undoTwice(new CreateNetwork(), foreign);
    assertThat(has("/networks/" + id)).isTrue();
  }

  private String label(String network) {
    return engine.json(Call.get("/networks/" + network)).path("Labels").path("v").asText();
  }

  private List<String> aliases(String container) {
    JsonNode attached =
        container(container).orElseThrow().path("NetworkSettings").path("Networks").path(name);
    List<String> aliases = new java.util.ArrayList<>();
    attached.path("Aliases").forEach(alias -> aliases.add(alias.asText()));
    return aliases;
  }

  /** Each step twice, as after a crash before its result was kept; the undo, too. */
  @Test
  void network_replaced_hasItsContainerAgain_andUndoneIsAsItWas() {
    Data old = Data.of("Name", name).with("Labels", Data.of("v", "1"));
    String network =
        new StubContext(host, "earlier")
            .done(new CreateNetwork(), CreateNetwork.step("n", name, old).build())
            .text("id");
    String container =
        there(name, body("exec sleep 1000").with("HostConfig", Data.of("NetworkMode", name)));
    Data endpoint = Data.of("Aliases", List.of("first"));
    Step detach = DetachNetwork.step("detach", name, container, name, network, endpoint).build();
    Step remove = ReplaceNetwork.step("remove", name, network, old).build();
    Data next = Data.of("Name", name).with("Labels", Data.of("v", "2"));
    Step create = CreateNetwork.step("create", name, next).build();
    Step attach =
        AttachNetwork.step(
                "attach", name, container, name, "create", Data.of("Aliases", List.of("second")))
            .build();
    assertThatThrownBy(() -> run.apply(new ReplaceNetwork(), remove, false))
        .hasMessageContaining("another container is attached to it; disconnect that one");

    for (boolean again : new boolean[] {false, true}) {
      run.apply(new DetachNetwork(), detach, again);
    }
    assertThat(aliases(container)).isEmpty();
    for (boolean again : new boolean[] {false, true}) {
      run.apply(new ReplaceNetwork(), remove, again);
    }
    assertThat(has("/networks/" + network)).isFalse();
    String made = run.done(new CreateNetwork(), create).text("id");
    for (boolean again : new boolean[] {false, true}) {
      run.apply(new AttachNetwork(), attach, again);
    }
    assertThat(aliases(container)).contains("second");
    assertThat(label(name)).isEqualTo("2");

    undoTwice(new AttachNetwork(), attach);
    assertThat(aliases(container)).isEmpty();
    undoTwice(new CreateNetwork(), create);
    assertThat(has("/networks/" + made)).isFalse();
    undoTwice(new ReplaceNetwork(), remove);
    assertThat(label(name)).isEqualTo("1");
    undoTwice(new DetachNetwork(), detach);
    assertThat(aliases(container)).contains("first");
    assertThat(isRunning(container)).isTrue();
  }

  @Test
  void createVolume_twice_isOne_andUndoneIsGone() {
    Step step = CreateVolume.step("volume", name, Data.of("Name", name)).build();
    undoTwice(new CreateVolume(), step);
    run.apply(new CreateVolume(), step, false);
    run.apply(new CreateVolume(), step, true);
    assertThat(has("/volumes/" + name)).isTrue();
    undoTwice(new CreateVolume(), step);
    assertThat(has("/volumes/" + name)).isFalse();
  }

  @Test
  void createVolume_thatWasThere_keepsItsDataWhenUndone() {
    Step step = CreateVolume.step("volume", name, Data.of("Name", name)).build();
    new StubContext(host, "earlier").done(new CreateVolume(), step);
    run.done(new CreateVolume(), step);
    undoTwice(new CreateVolume(), step);
    assertThat(has("/volumes/" + name)).isTrue();
  }

  @Test
  void removeObject_twice_isGone() {
    Step network = CreateNetwork.step("network", name, Data.of("Name", name)).build();
    String id = run.done(new CreateNetwork(), network).text("id");
    run.done(new CreateVolume(), CreateVolume.step("volume", name, Data.of("Name", name)).build());
    Step first = RemoveObject.network("remove n", name, id).build();
    Step second = RemoveObject.volume("remove v", name, "").build();
    for (Step step : List.of(first, second)) {
      run.apply(new RemoveObject(), step, false);
      run.apply(new RemoveObject(), step, true);
    }
    assertThat(has("/networks/" + id) || has("/volumes/" + name)).isFalse();
  }

  /** A volume has no id, and the one of the plan may have been removed and made anew. */
  @Test
  void removeVolume_ofTheSameNameButNewer_keepsIt() {
    run.done(new CreateVolume(), CreateVolume.step("volume", name, Data.of("Name", name)).build());
    run.done(
        new RemoveObject(),
        RemoveObject.volume("remove older", name, "2001-02-03T04:05:06Z").build());
    assertThat(has("/volumes/" + name)).isTrue();

    String created = Engine.of(host).json(Call.get("/volumes/" + name)).path("CreatedAt").asText();
    assertThat(created).isNotEmpty();
    run.done(new RemoveObject(), RemoveObject.volume("remove it", name, created).build());
    assertThat(has("/volumes/" + name)).isFalse();
  }

  @Test
  void ensureImage_thereOrNot_saysSo() {
    String id =
        run.done(new EnsureImage(), EnsureImage.step("i", IMAGE, "never").build()).text("id");
    assertThat(id).startsWith("sha256:");
    Step missing = EnsureImage.step("m", name + "/nothing:1", "never").build();
    assertThatThrownBy(() -> run.apply(new EnsureImage(), missing, false))
        .hasMessageContaining("its pull policy is never");
    undoTwice(new EnsureImage(), missing);
  }

  // ---- the gate

  private void gate(HealthGate.Condition condition, Duration timeout) {
    Step gate = HealthGate.stepFrom("gate", name, "create", condition, timeout).build();
    run.done(new StartContainer(), StartContainer.stepFrom("start", name, "create", 1).build());
    run.apply(new HealthGate(), gate, false);
    undoTwice(new HealthGate(), gate);
  }

  @Test
  void gate_runningThatEndsAtOnce_fails() {
    run.done(new CreateContainer(), create(body("exit 4")));
    assertThatThrownBy(() -> gate(HealthGate.Condition.RUNNING, Duration.ofSeconds(20)))
        .isInstanceOf(VerificationFailed.class)
        .hasMessageContaining("container " + name + " ended with exit code 4");
  }

  @Test
  void gate_runningThatRestartsForEver_failsAtTheTimeout() {
    run.done(new CreateContainer(), create(restarting("exit 4")));
    assertThatThrownBy(() -> gate(HealthGate.Condition.RUNNING, Duration.ofSeconds(3)))
        .isInstanceOf(VerificationFailed.class)
        .hasMessageContaining("restarted ")
        .hasMessageContaining("after 3000 ms");
  }

  @Test
  void gate_running_passes() {
    run.done(new CreateContainer(), create(restarting("exec sleep 1000")));
    gate(HealthGate.Condition.RUNNING, Duration.ofSeconds(30));
  }

  @Test
  void gate_healthyWithoutHealthCheck_failsAtOnce() {
    run.done(new CreateContainer(), create(body("exec sleep 1000")));
    Step gate =
        HealthGate.stepFrom(
                "gate", name, "create", HealthGate.Condition.HEALTHY, Duration.ofHours(1))
            .build();
    assertThatThrownBy(() -> run.apply(new HealthGate(), gate, false))
        .hasMessageContaining("has no health check");
  }

  @Test
  void gate_healthy_waitsForTheHealthCheck() {
    Data check =
        Data.of("Test", List.of("CMD-SHELL", "test -e /tmp/ready"))
            .with("Interval", 200_000_000L)
            .with("Retries", 50);
    run.done(
        new CreateContainer(),
        create(body("sleep 1; touch /tmp/ready; exec sleep 1000").with("Healthcheck", check)));
    gate(HealthGate.Condition.HEALTHY, Duration.ofSeconds(60));
    assertThat(container(name).orElseThrow().path("State").path("Health").path("Status").asText())
        .isEqualTo("healthy");
  }

  @Test
  void gate_completed_wantsExitCodeZero() {
    run.done(new CreateContainer(), create(body("sleep 0.3; exit 0")));
    gate(HealthGate.Condition.COMPLETED, Duration.ofSeconds(30));
  }
}
