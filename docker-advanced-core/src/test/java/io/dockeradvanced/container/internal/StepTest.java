package io.dockeradvanced.container.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.ReconcileContainer;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.lab.LabImages;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.operation.StepKind;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** What tests of steps on a real engine share: one step at a time, and nothing left after them. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
abstract class StepTest {
  static final String IMAGE = LabImages.BUSYBOX;

  final DockerHost host = DockerHost.connect(LabEngine.get().uri());
  final Engine engine = Engine.of(host);
  final String name = "da-steps-" + UUID.randomUUID().toString().substring(0, 8);
  final StubContext run = new StubContext(host, name);

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

  static Data body(String script) {
    return Data.of("Image", IMAGE)
        .with("Entrypoint", List.of("/bin/sh", "-c", script))
        .with("StopSignal", "SIGKILL");
  }

  static Data restarting(String script) {
    return body(script).with("HostConfig", Data.of("RestartPolicy", Data.of("Name", "always")));
  }

  Step create(Data body) {
    return CreateContainer.step("create", name, body).build();
  }

  /** A container of an earlier day, running. */
  String there(String called, Data body) {
    String id =
        new StubContext(host, "earlier-" + called)
            .done(new CreateContainer(), CreateContainer.step("c", called, body).build())
            .text("id");
    ReconcileContainer.start(engine, id);
    return id;
  }

  Optional<JsonNode> container(String id) {
    return Target.container(engine, id);
  }

  boolean isRunning(String id) {
    return container(id).filter(Target::isRunning).isPresent();
  }

  boolean has(String path) {
    return engine.find(Call.get(path)).isPresent();
  }

  void undoTwice(StepKind kind, Step step) {
    run.undo(kind, step);
    run.undo(kind, step);
  }
}
