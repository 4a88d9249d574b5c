package io.dockeradvanced.container.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.VerificationFailed;
import io.dockeradvanced.container.Containers;
import io.dockeradvanced.container.Exec;
import io.dockeradvanced.internal.engine.ReconcileContainer;
import io.dockeradvanced.internal.json.Json;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Steps of a container that is made anew: what they see and what they take along. */
class RecreateStepsIT extends StepTest {
  private JsonNode made() {
    Data body =
        body("exec sleep 1000").with("Env", List.of("A=1")).with("Labels", Data.of("l", "1"));
    String id = run.done(new CreateContainer(), create(body)).text("id");
    return container(id).orElseThrow();
  }

  private Step compare(JsonNode expected) {
    return CompareContainer.step("compare", name, "create", Data.of(Json.toMap(expected))).build();
  }

  @Test
  void compareContainer_alike_isDone() {
    Step step = compare(made());
    assertThatCode(() -> run.apply(new CompareContainer(), step, false)).doesNotThrowAnyException();
  }

  @Test
  void compareContainer_anyFieldLost_isRefusedByItsNameAlone() {
    ObjectNode expected = made().deepCopy();
    expected.withObject("/Config").putArray("Env").add("A=1").add("SECRET=xyzzy");
    expected.withObject("/Config/Labels").put("l", "2");
    expected.withObject("/HostConfig").put("SomeNewField", 7);
    expected.withObject("/NetworkSettings/Networks").putObject("elsewhere");
    assertThatThrownBy(() -> run.apply(new CompareContainer(), compare(expected), false))
        .isInstanceOf(VerificationFailed.class)
        .hasMessageContaining(
            "with another Env.SECRET, HostConfig.SomeNewField, Labels.l, Networks.elsewhere;"
                + " nothing was stopped")
        .hasMessageNotContaining("xyzzy");
  }

  @Test
  void carryFiles_treesAndLinks_areAsTheyWere() {
    String old = there(name + "-old", body("exec sleep 1000"));
    shell(
        old,
        "mkdir -p /srv/deep/er; echo x >/srv/deep/er/f; chown 7:8 /srv/deep/er/f;"
            + " chmod 4750 /srv/deep/er/f; ln -s er/f /srv/deep/l; mkdir -m 700 /srv/deep/empty");
    String id = run.done(new CreateContainer(), create(body("exec sleep 1000"))).text("id");
    Step carry =
        CarryFiles.step("carry", name, old, "create", List.of("/srv/deep/er", "/srv/deep/l"))
            .build();
    run.apply(new CarryFiles(), carry, false);
    run.apply(new CarryFiles(), carry, true);
    undoTwice(new CarryFiles(), carry);
    ReconcileContainer.start(engine, id);
    assertThat(shell(id, "stat -c '%a %u:%g' /srv/deep/er/f; readlink /srv/deep/l; ls /srv/deep"))
        .isEqualTo("4750 7:8\ner/f\ner\nl\n");
  }

  @Test
  void carryFiles_whatIsNotThere_isSaid() {
    String old = there(name + "-old", body("exec sleep 1000"));
    run.done(new CreateContainer(), create(body("exec sleep 1000")));
    Step carry = CarryFiles.step("carry", name, old, "create", List.of("/no/such")).build();
    assertThatThrownBy(() -> run.apply(new CarryFiles(), carry, false))
        .isInstanceOf(DockerAdvancedException.class)
        .hasMessageContaining("/no/such cannot be taken into the new container " + name);
  }

  private String shell(String id, String script) {
    return Containers.on(host).exec(id, Exec.command("sh", "-c", script)).text();
  }
}
