package io.dockeradvanced.stack.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.image.internal.EngineImages;
import io.dockeradvanced.internal.engine.ApiVersion;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import java.util.function.UnaryOperator;

/** What an engine is asked while a file is translated for it; each thing once where it can be. */
final class Facts {
  private final DockerHost host;
  private final Engine engine;
  private final ApiVersion api;
  private final UnaryOperator<String> imageIds;
  private JsonNode info = MissingNode.getInstance();

  Facts(DockerHost host) {
    this.host = host;
    this.engine = Engine.of(host);
    this.api = ApiVersion.parse(host.apiVersion());
    this.imageIds = Adoption.imageIds(engine);
  }

  DockerHost host() {
    return host;
  }

  ApiVersion api() {
    return api;
  }

  /** The ids of images by their names. */
  UnaryOperator<String> imageIds() {
    return imageIds;
  }

  /** What the engine says of itself. */
  JsonNode info() {
    if (info.isMissingNode()) {
      info = engine.json(Call.get("/info"));
    }
    return info;
  }

  /** How many CPUs the engine has. */
  int cpus() {
    return info().path("NCPU").asInt();
  }

  boolean hasContainer(String name) {
    return isThere("/containers/" + Call.segment(name) + "/json");
  }

  boolean hasNetwork(String name) {
    return isThere("/networks/" + Call.segment(name));
  }

  boolean hasImage(String name) {
    return EngineImages.find(engine, name).isPresent();
  }

  private boolean isThere(String path) {
    return engine.find(Call.get(path)).isPresent();
  }
}
