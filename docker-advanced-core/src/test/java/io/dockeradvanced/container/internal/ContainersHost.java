package io.dockeradvanced.container.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dockeradvanced.Config;
import io.dockeradvanced.DockerAdvanced;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.host.FakeHost;
import io.dockeradvanced.internal.engine.ApiVersion;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.EngineResponse;
import io.dockeradvanced.internal.json.Json;
import io.dockeradvanced.store.StateStore;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * An engine whose containers end at once: {@code ok} with 0, {@code fail} with 3; {@code hang} runs
 * on, and {@code nothing} cannot be started. Their ids are their names.
 */
final class ContainersHost extends FakeHost {
  /** The process is gone at this call. */
  static final class Died extends Error {
    private static final long serialVersionUID = 1;
  }

  private final DockerAdvanced owner =
      DockerAdvanced.create(Config.defaults().use(StateStore.class, StateStore.memory()));
  private final Map<String, ObjectNode> containers = new LinkedHashMap<>();
  private final List<JsonNode> bodies = new ArrayList<>();
  private final List<String> ran = new ArrayList<>();
  private final List<String> calls = new ArrayList<>();
  private byte[] log = new byte[0];
  private int dieAt;
  private boolean done;

  void add(String name, String networkMode) {
    ObjectNode container = Json.object().put("Id", name).put("Name", "/" + name);
    container.putObject("HostConfig").put("NetworkMode", networkMode);
    container.putObject("State").put("Status", "created");
    container.putObject("Config").putObject("Labels");
    containers.put(name, container);
  }

  void addHook(String name, String project, String service) {
    add(name, "none");
    ((ObjectNode) containers.get(name).path("Config").path("Labels"))
        .put("com.docker.compose.project", project)
        .put("com.docker.compose.service", service)
        .put("com.docker.compose.hook", "pre_start");
  }

  void remove(String name) {
    containers.remove(name);
  }

  void prints(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    log = ByteBuffer.allocate(8 + bytes.length).put((byte) 2).putInt(4, bytes.length).array();
    System.arraycopy(bytes, 0, log, 8, bytes.length);
  }

  void printsNothingReadable() {
    log = "no frames".getBytes(UTF_8);
  }

  /** Dies at that call, before or after it is done. */
  void dieAt(int call, boolean afterIt) {
    dieAt = call;
    done = afterIt;
  }

  Set<String> names() {
    return containers.keySet();
  }

  List<String> ran() {
    return ran;
  }

  List<JsonNode> bodies() {
    return bodies;
  }

  List<String> calls() {
    return calls;
  }

  private <T> T call(String what, Supplier<T> effect) {
    calls.add(what);
    if (calls.size() == dieAt && !done) {
      throw new Died();
    }
    T answer = effect.get();
    if (calls.size() == dieAt) {
      throw new Died();
    }
    return answer;
  }

  private static String name(Call call) {
    return call.path().split("/")[2];
  }

  private static EngineRejected refused(Call call, int status, String reason) {
    return new EngineRejected("fake", call.method(), call.path(), status, reason);
  }

  @Override
  public JsonNode json(Call call) {
    return call(
        call.method() + " " + call.path(),
        () -> call.path().equals("/containers/create") ? create(call) : list(call));
  }

  private JsonNode create(Call call) {
    JsonNode body = call.jsonBody().orElseThrow();
    String name =
        call.queryParts().stream()
            .filter(part -> part.startsWith("name="))
            .map(part -> part.substring(5))
            .findFirst()
            .orElseThrow();
    if (body.path("Image").asText().equals("gone:1")) {
      throw refused(call, 404, "No such image: gone:1");
    }
    if (containers.containsKey(name)) {
      throw refused(call, 409, "Conflict. The container name is in use");
    }
    bodies.add(body);
    add(name, body.path("HostConfig").path("NetworkMode").asText());
    ObjectNode config = (ObjectNode) containers.get(name).path("Config");
    config.set("Labels", body.path("Labels"));
    config.set("Cmd", body.path("Cmd"));
    config.putArray("Env").add("PATH=/bin/of/the/image");
    return Json.object().put("Id", name);
  }

  private JsonNode list(Call call) {
    ArrayNode all = Json.object().putArray("all");
    List<String> labels = call.filters().getOrDefault("label", List.of());
    for (ObjectNode container : containers.values()) {
      JsonNode own = container.path("Config").path("Labels");
      boolean fits =
          labels.stream()
              .map(label -> label.split("=", 2))
              .allMatch(label -> own.path(label[0]).asText().equals(label[1]));
      if (fits) {
        all.addObject().put("Id", container.path("Id").asText());
      }
    }
    return all;
  }

  @Override
  public Optional<JsonNode> find(Call call) {
    return call(
        call.method() + " " + call.path(), () -> Optional.ofNullable(containers.get(name(call))));
  }

  @Override
  public int send(Call call) {
    if (call.method().equals("DELETE")) {
      return call(
          "remove " + name(call),
          () -> {
            if (containers.remove(name(call)) == null) {
              throw refused(call, 404, "No such container");
            }
            return 204;
          });
    }
    if (!call.path().endsWith("/start")) {
      return call(call.method() + " " + call.path(), () -> 200);
    }
    ObjectNode container = containers.get(name(call));
    String command =
        StreamSupport.stream(container.path("Config").path("Cmd").spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.joining(" "));
    return call("start " + command, () -> start(call, container, command));
  }

  private int start(Call call, ObjectNode container, String command) {
    String word = command.split(" ")[0];
    if (word.equals("nothing")) {
      throw refused(call, 400, "exec " + command + " failed");
    }
    ran.add(command);
    ((ObjectNode) container.path("State"))
        .put("StartedAt", "2026-01-01T00:00:00Z")
        .put("Status", word.equals("hang") ? "running" : "exited")
        .put("ExitCode", word.equals("fail") ? 3 : 0);
    return 204;
  }

  @Override
  public EngineResponse open(Call call) {
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
        return new ByteArrayInputStream(log);
      }

      @Override
      public OutputStream input() {
        return OutputStream.nullOutputStream();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public DockerAdvanced owner() {
    return owner;
  }

  @Override
  public ApiVersion api() {
    return ApiVersion.parse("1.47");
  }

  @Override
  public Duration clockOffset() {
    return Duration.ZERO;
  }
}
