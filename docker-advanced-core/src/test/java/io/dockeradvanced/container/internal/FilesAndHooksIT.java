package io.dockeradvanced.container.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.internal.engine.ReconcileContainer;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Steps with files and hooks: run once, told in words when they fail. */
class FilesAndHooksIT extends StepTest {
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
}
