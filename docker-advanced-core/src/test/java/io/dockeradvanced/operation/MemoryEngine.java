package io.dockeradvanced.operation;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.internal.engine.ApiVersion;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.EngineResponse;
import io.dockeradvanced.internal.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Just enough of an engine for the lock: containers that are created, written to and removed. It
 * lets the tests of the runner inject faults; that the lock works is shown on a real engine.
 */
final class MemoryEngine implements Engine {
  private final Clock clock;
  private final Map<String, Box> containers = new LinkedHashMap<>();
  private final AtomicInteger ids = new AtomicInteger();

  private static final class Box {
    final String id;
    final String name;
    final JsonNode labels;
    final String created;
    byte[] lease = new byte[0];

    Box(String id, String name, JsonNode labels, String created) {
      this.id = id;
      this.name = name;
      this.labels = labels;
      this.created = created;
    }
  }

  MemoryEngine(Clock clock) {
    this.clock = clock;
  }

  /** The names of the locks that are held. */
  synchronized java.util.List<String> locks() {
    return containers.values().stream().map(box -> box.name).toList();
  }

  /** What a foreign hand may do. */
  synchronized void removeAll() {
    containers.clear();
  }

  @Override
  public String host() {
    return "fake";
  }

  @Override
  public ApiVersion api() {
    return new ApiVersion(1, 41);
  }

  @Override
  public synchronized JsonNode json(Call call) {
    String name = call.queryParts().get(0).replaceFirst("^name=", "");
    if (find(name).isPresent()) {
      throw new EngineRejected(host(), call.method(), call.path(), 409, "name in use");
    }
    String id = "c" + ids.incrementAndGet();
    JsonNode labels = call.jsonBody().orElseThrow().path("Labels");
    containers.put(id, new Box(id, name, labels, clock.instant().toString()));
    return Json.object().put("Id", id);
  }

  @Override
  public synchronized Optional<JsonNode> find(Call call) {
    if (call.path().startsWith("/images/")) {
      return Optional.of(Json.object());
    }
    return find(part(call)).map(MemoryEngine::inspect);
  }

  private static JsonNode inspect(Box box) {
    var json = Json.object().put("Id", box.id).put("Name", "/" + box.name);
    json.put("Created", box.created);
    json.putObject("Config").set("Labels", box.labels);
    return json;
  }

  @Override
  public synchronized int send(Call call) {
    Box box = find(part(call)).orElseThrow(() -> missing(call));
    if (call.method().equals("DELETE")) {
      containers.remove(box.id);
    } else {
      try (InputStream tar = call.streamBody().orElseThrow().get()) {
        box.lease = tar.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return 200;
  }

  @Override
  public synchronized EngineResponse open(Call call) {
    byte[] lease = find(part(call)).orElseThrow(() -> missing(call)).lease;
    if (lease.length == 0) {
      throw missing(call);
    }
    return new EngineResponse() {
      @Override
      public int status() {
        return 200;
      }

      @Override
      public Optional<String> header(String name) {
        return Optional.empty();
      }

      @Override
      public InputStream body() {
        return new ByteArrayInputStream(lease);
      }

      @Override
      public OutputStream input() {
        throw new IllegalStateException();
      }

      @Override
      public void close() {}
    };
  }

  private EngineRejected missing(Call call) {
    return new EngineRejected(host(), call.method(), call.path(), 404, "not there");
  }

  private static String part(Call call) {
    return call.path().split("/")[2];
  }

  private Optional<Box> find(String idOrName) {
    return containers.values().stream()
        .filter(box -> box.id.equals(idOrName) || box.name.equals(idOrName))
        .findFirst();
  }

  @Override
  public void ping() {}

  @Override
  public Duration clockOffset() {
    return Duration.ZERO;
  }
}
