package io.dockeradvanced.container.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.ReconcileContainer;
import io.dockeradvanced.internal.engine.StopGrace;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Each kind of step of a container: applied twice is applied once; undone after, without, and
 * twice.
 */
class StepKindsIT extends StepTest {
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
  void createContainer_whatTheEngineDrops_isAWarning() {
    Data ports = Data.of("80/tcp", List.of(Data.of("HostPort", "0")));
    Data host = Data.of("NetworkMode", "host").with("PortBindings", ports);
    run.apply(new CreateContainer(), create(body("true").with("HostConfig", host)), false);
    assertThat(run.warnings)
        .hasSize(1)
        .first()
        .asString()
        .startsWith("container " + name + ": the engine says: Published ports are discarded");
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
    ReconcileContainer.stop(engine, id, StopGrace.of(Duration.ofSeconds(10)));
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
}
