package io.dockeradvanced.container.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.container.Containers;
import io.dockeradvanced.container.Exec;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.ReconcileContainer;
import io.dockeradvanced.internal.json.Json;
import io.dockeradvanced.lab.Waiting;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Steps of networks, volumes and images: applied twice is applied once; undone after, without, and
 * twice.
 */
class ObjectStepsIT extends StepTest {
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

  /** As Docker 20.10 does when it is killed in the call: the volume is there without its labels. */
  @Test
  void createVolume_halfMadeByTheEngine_isGoneWhenUndone_orMadeWhole() {
    Step step = CreateVolume.step("volume", name, Data.of("Name", name)).build();
    run.apply(new CreateVolume(), step, false);
    forgetLabels();
    undoTwice(new CreateVolume(), step);
    assertThat(has("/volumes/" + name)).isFalse();

    forgetLabels();
    run.apply(new CreateVolume(), step, true);
    JsonNode volume = engine.json(Call.get("/volumes/" + name));
    assertThat(volume.path("Labels")).isNotEmpty();
    undoTwice(new CreateVolume(), step);
    assertThat(has("/volumes/" + name)).isFalse();
  }

  private void forgetLabels() {
    Target.remove(engine, "/volumes/" + name);
    engine.json(Call.post("/volumes/create").json(Json.object().put("Name", name)));
  }

  /** It may be somebody's, who was there first or gave it labels. */
  @Test
  void createVolume_whereAnotherHasOne_leavesIt() {
    Step step = CreateVolume.step("volume", name, Data.of("Name", name)).build();
    engine.json(Call.post("/volumes/create").json(Json.object().put("Name", name)));
    run.apply(new CreateVolume(), step, false);
    undoTwice(new CreateVolume(), step);
    assertThat(has("/volumes/" + name)).isTrue();
  }

  @Test
  void removeObject_twice_isGone() {
    Step network = CreateNetwork.step("network", name, Data.of("Name", name)).build();
    String id = run.done(new CreateNetwork(), network).text("id");
    run.done(new CreateVolume(), CreateVolume.step("volume", name, Data.of("Name", name)).build());
    Step first = RemoveObject.network("remove n", name, id).build();
    Step second = RemoveObject.volume("remove v", name, "", maker()).build();
    for (Step step : List.of(first, second)) {
      run.apply(new RemoveObject(), step, false);
      run.apply(new RemoveObject(), step, true);
    }
    assertThat(has("/networks/" + id) || has("/volumes/" + name)).isFalse();
  }

  private JsonNode volume() {
    return engine.json(Call.get("/volumes/" + name));
  }

  private String maker() {
    return RemoveObject.maker(volume().path("Labels"));
  }

  /** A volume has no id, and the one of the plan may have been removed and made anew. */
  @Test
  void removeVolume_ofTheSameNameButAnother_keepsIt() {
    run.done(new CreateVolume(), CreateVolume.step("volume", name, Data.of("Name", name)).build());
    String created = volume().path("CreatedAt").asText();
    assertThat(created).isNotEmpty();
    run.done(new RemoveObject(), RemoveObject.volume("of another", name, created, "other").build());
    assertThat(has("/volumes/" + name)).isTrue();
    if (engine.api().atLeast(1, 42)) {
      run.done(
          new RemoveObject(),
          RemoveObject.volume("older", name, "2001-02-03T04:05:06Z", maker()).build());
      assertThat(has("/volumes/" + name)).isTrue();
    }
    run.done(new RemoveObject(), RemoveObject.volume("it", name, created, maker()).build());
    assertThat(has("/volumes/" + name)).isFalse();
  }

  /** Old engines have the time of its files for that of its creation. */
  @Test
  void removeVolume_whoseFilesChanged_isTheSame() {
    run.done(new CreateVolume(), CreateVolume.step("volume", name, Data.of("Name", name)).build());
    Step remove =
        RemoveObject.volume("it", name, volume().path("CreatedAt").asText(), maker()).build();
    String id =
        there(
            name,
            body("sleep 2; touch /v/file; exec sleep 1000")
                .with("HostConfig", Data.of("Binds", List.of(name + ":/v"))));
    Waiting.assertSoon(
        "the file",
        Duration.ofSeconds(30),
        () -> Containers.on(host).exec(id, Exec.command("ls", "/v")).text().equals("file\n"));
    ReconcileContainer.remove(engine, id, true, false);
    run.done(new RemoveObject(), remove);
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
}
