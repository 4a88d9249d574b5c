package io.dockeradvanced.container.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The containers of hooks on an engine that is a map, and that can be left at any call. */
class PreStartTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final String FIRST = "shop-web-1-pre_start-0-operatio";

  private final ContainersHost host = new ContainersHost();
  private final StubContext run = new StubContext(host, "operation");

  @AfterEach
  void close() {
    host.close();
  }

  private static Data hook(String... command) {
    return Data.of(
        "body",
        Data.of("Image", "init:1")
            .with("Cmd", List.of(command))
            .with("Env", List.of("TOKEN=xyzzy-token", "UNSET"))
            .with(
                "Labels",
                Data.of("com.docker.compose.project", "shop")
                    .with("com.docker.compose.service", "web")
                    .with(PreStart.LABEL, "pre_start"))
            .with("HostConfig", Data.of("NetworkMode", "shop_default")));
  }

  private Step step(Duration timeout, Data... hooks) {
    host.add("web", "shop_default");
    Data secret = Data.of(Hooks.PRE_START, List.of(hooks)).with(Hooks.HIDE, List.of("plugh-file"));
    return PreStart.step("hook", "web", "shop-web-1", Data.of("id", "web"), secret, timeout)
        .build();
  }

  private void apply(Step step) {
    run.apply(new PreStart(), step, false);
  }

  @Test
  void hooks_runInTheirOrderWithTheVolumesOfTheReplica_andAreGoneThen() {
    apply(step(LONG, hook("ok", "1"), hook("ok", "2"), hook("ok", "3")));
    assertThat(host.ran()).containsExactly("ok 1", "ok 2", "ok 3");
    assertThat(host.names()).containsExactly("web");
    assertThat(host.bodies())
        .hasSize(3)
        .allSatisfy(
            body -> {
              assertThat(body.path("HostConfig").path("VolumesFrom").path(0).asText())
                  .isEqualTo("web");
              assertThat(body.path("HostConfig").path("NetworkMode").asText())
                  .isEqualTo("shop_default");
              assertThat(body.path("Labels").path("com.docker.compose.hook").asText())
                  .isEqualTo("pre_start");
            });
  }

  @Test
  void hook_inTheNetworkOfAnotherService_isInThatOfTheReplica() {
    Data hook = hook("ok");
    Data body = hook.object("body").with("HostConfig", Data.of("NetworkMode", "service:db"));
    Step step = step(LONG, hook.with("body", body));
    host.add("web", "container:1234");
    apply(step);
    assertThat(host.bodies().get(0).path("HostConfig").path("NetworkMode").asText())
        .isEqualTo("container:1234");
  }

  @Test
  void hook_withFurtherNetworks_isInThemBeforeItStarts() {
    Data further = Data.of("network", "back").with("endpoint", Data.empty());
    apply(step(LONG, hook("ok").with("connect", List.of(further))));
    assertThat(host.calls()).containsSubsequence("POST /networks/back/connect", "start ok");
  }

  @Test
  void failingHook_isToldWithTheLastItPrintedAndWithoutSecrets_andNoOtherRuns() {
    Step step = step(LONG, hook("ok"), hook("fail", "secret-argument"), hook("ok", "late"));
    host.prints("line\nxyzzy-token plugh-file /bin/of/the/image\nwhy it failed\n");
    assertThatThrownBy(() -> apply(step))
        .isInstanceOf(DockerAdvancedException.class)
        .hasMessage(
            "fake: pre_start[1] 'fail' of service web exited with status 3:\nline\n… … …\nwhy it failed");
    assertThat(host.ran()).containsExactly("ok", "fail secret-argument");
    run.undo(new PreStart(), step);
    run.undo(new PreStart(), step);
    assertThat(host.names()).containsExactly("web");
  }

  @Test
  void failingHook_whoseLogCannotBeRead_isToldAnyway() {
    host.printsNothingReadable();
    assertThatThrownBy(() -> apply(step(LONG, hook("fail"))))
        .hasMessage(
            "fake: pre_start[0] 'fail' of service web exited with status 3 and printed nothing");
  }

  @Test
  void hookThatHangs_failsAfterItsTime_andIsRemovedWhenUndone() {
    Step step = step(Duration.ofMillis(1), hook("hang"));
    assertThatThrownBy(() -> apply(step))
        .hasMessageStartingWith("fake: pre_start[0] 'hang' of service web still runs after 1 ms");
    assertThat(host.names()).containsExactlyInAnyOrder("web", FIRST);
    run.undo(new PreStart(), step);
    assertThat(host.names()).containsExactly("web");
  }

  @Test
  void hookWithoutACommandWhoseImageIsNotThere_isToldByItsImage() {
    Step step = step(LONG, Data.of("body", hook().object("body").with("Image", "gone:1")));
    assertThatThrownBy(() -> apply(step))
        .hasMessage(
            "fake: pre_start[0] 'gone:1' of service web cannot be made: No such image: gone:1");
  }

  @Test
  void hookThatCannotBegin_isTold_withoutSecrets() {
    assertThatThrownBy(() -> apply(step(LONG, hook("nothing", "xyzzy-token"))))
        .hasMessage(
            "fake: pre_start[0] 'nothing' of service web cannot be started: exec nothing … failed");
  }

  @Test
  void leftoversOfDeadProcesses_goFirst_thoseOfOthersStay() {
    Step step = step(LONG, hook("ok"));
    host.addHook("left-by-compose", "shop", "web");
    host.addHook("of-another-service", "shop", "api");
    host.addHook("of-another-stack", "blog", "web");
    apply(step);
    assertThat(host.names())
        .containsExactlyInAnyOrder("web", "of-another-service", "of-another-stack");
  }

  @Test
  void nameOfAnother_isNeverTakenOver() {
    Step step = step(LONG, hook("ok"));
    host.add(FIRST, "none");
    assertThatThrownBy(() -> apply(step)).hasMessageContaining(FIRST + " was taken");
    run.undo(new PreStart(), step);
    assertThat(host.names()).containsExactlyInAnyOrder("web", FIRST);
    assertThat(host.ran()).isEmpty();
  }

  @Test
  void replicaThatIsGone_isTold() {
    Step step = step(LONG, hook("ok"));
    host.remove("web");
    assertThatThrownBy(() -> apply(step)).hasMessageContaining("is gone");
  }

  /** A process that dies at a call, before or after the engine did it, and one that goes on. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void processThatDiesAtAnyCall_isFollowedByOneThatRunsNoHookTwice(boolean done) {
    int calls = 0;
    for (int die = 1; die == 1 || die <= calls; die++) {
      try (ContainersHost engine = new ContainersHost()) {
        engine.add("web", "shop_default");
        StubContext processes = new StubContext(engine, "operation");
        Step step = step(LONG, hook("ok", "1"), hook("ok", "2"));
        engine.dieAt(die, done);
        try {
          processes.apply(new PreStart(), step, false);
        } catch (ContainersHost.Died e) {
          processes.apply(new PreStart(), step, true);
        }
        assertThat(engine.ran()).as("died at call %d", die).containsExactly("ok 1", "ok 2");
        assertThat(engine.names()).containsExactly("web");
        calls = Math.max(calls, engine.calls().size());
      }
    }
    assertThat(calls).isGreaterThan(10);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void processThatDiesAtAnyCall_undone_leavesNothing(boolean done) {
    for (int die = 1; die <= 12; die++) {
      try (ContainersHost engine = new ContainersHost()) {
        engine.add("web", "shop_default");
        StubContext processes = new StubContext(engine, "operation");
        Step step = step(LONG, hook("ok", "1"), hook("hang"));
        engine.dieAt(die, done);
        try {
          processes.apply(new PreStart(), step, false);
        } catch (ContainersHost.Died e) {
          processes.undo(new PreStart(), step);
          processes.undo(new PreStart(), step);
        }
        assertThat(engine.names()).as("died at call %d", die).containsExactly("web");
      }
    }
  }
}
