package io.dockeradvanced.operation;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.Actor;
import io.dockeradvanced.Config;
import io.dockeradvanced.DockerAdvanced;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.ReconcileContainer;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.lab.LabImages;
import io.dockeradvanced.store.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The engine of this machine, seen by one owner; {@link #clean} takes away what a test made. */
final class RealHost implements AutoCloseable {
  static final String IMAGE = LabImages.BUSYBOX;

  private final DockerAdvanced owner;
  private final DockerHost host;

  RealHost(StateStore store) {
    this(store, address());
  }

  /** Where the engine of this run is. */
  static String address() {
    return LabEngine.get().uri();
  }

  /** The engine at another address, such as that of a proxy. */
  RealHost(StateStore store, String uri) {
    owner =
        DockerAdvanced.create(
            Config.defaults()
                .use(StateStore.class, store)
                .use(SecretSource.class, () -> FakeProcess.KEY.clone())
                .actor(Actor.of("tester")));
    host = owner.host("real", uri);
  }

  /** A name that no other test has. */
  static String name() {
    return "da-ops-" + UUID.randomUUID().toString().substring(0, 8);
  }

  DockerHost host() {
    return host;
  }

  Engine engine() {
    return Engine.of(host);
  }

  Operations operations() {
    return Operations.on(host);
  }

  /** The body of a container that runs a script and dies at once when it is stopped. */
  static Data body(String name, String script) {
    return Data.of("Image", IMAGE)
        .with("Entrypoint", List.of("/bin/sh", "-c", script))
        .with("StopSignal", "SIGKILL")
        .with("Labels", Data.of("da.test", name))
        .with("HostConfig", Data.of("NetworkMode", "none"));
  }

  /** Runs a container by itself, as somebody else would. */
  String foreign(String name, String label, String script) {
    JsonNode body = io.dockeradvanced.internal.json.Json.toTree(body(label, script).asMap());
    String id =
        engine()
            .json(Call.post("/containers/create").query("name", name).json(body))
            .path("Id")
            .asText();
    engine().send(Call.post("/containers/" + id + "/start"));
    return id;
  }

  Optional<JsonNode> container(String name) {
    return engine()
        .find(Call.get("/containers/" + name + "/json"))
        .filter(
            c -> c.path("Name").asText().equals("/" + name) || c.path("Id").asText().equals(name));
  }

  boolean isRunning(String name) {
    return container(name).filter(c -> c.path("State").path("Running").asBoolean()).isPresent();
  }

  boolean has(String path) {
    return engine().find(Call.get(path)).isPresent();
  }

  /** The names of all containers that begin so. */
  List<String> names(String prefix) {
    List<String> names = new ArrayList<>();
    for (JsonNode c : engine().json(Call.get("/containers/json").query("all", true))) {
      String name = c.path("Names").path(0).asText().substring(1);
      if (name.startsWith(prefix)) {
        names.add(name);
      }
    }
    return names.stream().sorted().toList();
  }

  /** Removes everything whose name begins so. */
  void clean(String prefix) {
    names(prefix).forEach(name -> ReconcileContainer.remove(engine(), name, true, true));
    names("docker-advanced-lock-" + prefix)
        .forEach(name -> ReconcileContainer.remove(engine(), name, true, true));
    for (JsonNode network : engine().json(Call.get("/networks"))) {
      if (network.path("Name").asText().startsWith(prefix)) {
        engine().send(Call.delete("/networks/" + network.path("Id").asText()));
      }
    }
    for (JsonNode volume : engine().json(Call.get("/volumes")).path("Volumes")) {
      if (volume.path("Name").asText().startsWith(prefix)) {
        engine().send(Call.delete("/volumes/" + volume.path("Name").asText()));
      }
    }
  }

  @Override
  public void close() {
    owner.close();
  }
}
