package io.dockeradvanced.stack.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dockeradvanced.Config;
import io.dockeradvanced.DockerAdvanced;
import io.dockeradvanced.compose.StackSource;
import io.dockeradvanced.container.ClientProxies;
import io.dockeradvanced.host.FakeHost;
import io.dockeradvanced.image.RegistryCredentials;
import io.dockeradvanced.internal.engine.ApiVersion;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.EngineResponse;
import io.dockeradvanced.internal.json.Json;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.operation.SecretSource;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.stack.DeployOptions;
import io.dockeradvanced.store.StateStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An engine that is only read, for tests of what is planned: it has what the test says. What a plan
 * does is proven on real engines.
 */
final class PlanHost extends FakeHost {
  static final String PROJECT = "shop";
  private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes();

  private final DockerAdvanced owner;
  private final ArrayNode containers = Json.mapper().createArrayNode();
  private final ArrayNode networks = Json.mapper().createArrayNode();
  private final ArrayNode volumes = Json.mapper().createArrayNode();
  private final ArrayNode images = Json.mapper().createArrayNode();
  private final Map<String, ObjectNode> inspected = new LinkedHashMap<>();
  private final ObjectNode about = Json.object().put("NCPU", 2);
  private String api = "1.47";
  private int count;

  PlanHost() {
    this(RegistryCredentials.none());
  }

  /** One whose owner knows proxies. */
  PlanHost(ClientProxies proxies) {
    this(RegistryCredentials.none(), proxies);
  }

  /** One whose owner has logged in to registries. */
  PlanHost(RegistryCredentials logins) {
    this(logins, ClientProxies.none());
  }

  private PlanHost(RegistryCredentials logins, ClientProxies proxies) {
    owner =
        DockerAdvanced.create(
            Config.defaults()
                .use(StateStore.class, StateStore.memory())
                .use(RegistryCredentials.class, logins)
                .use(ClientProxies.class, proxies)
                .use(SecretSource.class, () -> KEY.clone()));
  }

  // ---- what it has

  /** A running container of a service. */
  Container container(String name, String service, int number) {
    String id = "%064x".formatted(++count);
    ObjectNode json = containers.addObject();
    json.put("Id", id).put("Image", "x").put("ImageID", "image of x");
    json.put("State", "running").put("Status", "Up 2 minutes");
    json.putArray("Names").add("/" + name);
    json.putObject("Labels")
        .put(Labels.PROJECT, PROJECT)
        .put(Labels.SERVICE, service)
        .put(Labels.NUMBER, Integer.toString(number))
        .put(Labels.CONFIG_HASH, "")
        .put(Labels.ONEOFF, "False");
    json.putObject("NetworkSettings").putObject("Networks");
    json.putArray("Mounts");
    json.putArray("Ports");
    return new Container(id, json);
  }

  /** Has another version of the API than 1.47. */
  PlanHost api(String version) {
    api = version;
    return this;
  }

  /** What it says of itself. */
  ObjectNode about() {
    return about;
  }

  /** A network of the stack. */
  void network(String key, String hash) {
    networks
        .addObject()
        .put("Id", "net-" + key)
        .put("Name", PROJECT + "_" + key)
        .putObject("Labels")
        .put(Labels.PROJECT, PROJECT)
        .put(Labels.NETWORK, key)
        .put(Labels.CONFIG_HASH, hash);
  }

  /** A network that is not of the stack; answers its labels. */
  ObjectNode otherNetwork(String name) {
    return networks.addObject().put("Id", "net-" + name).put("Name", name).putObject("Labels");
  }

  void volume(String key, String hash) {
    volumes
        .addObject()
        .put("Name", PROJECT + "_" + key)
        .putObject("Labels")
        .put(Labels.PROJECT, PROJECT)
        .put(Labels.VOLUME, key)
        .put(Labels.CONFIG_HASH, hash);
  }

  /** An image that was built for a service of the stack. */
  void builtImage(String name, String id, String service) {
    ObjectNode image = images.addObject().put("Id", id);
    image.putArray("RepoTags").add(name);
    image.putObject("Labels").put(Labels.PROJECT, PROJECT).put(Labels.SERVICE, service);
  }

  /** What an inspect of anything answers. */
  ObjectNode inspect(String path) {
    return inspected.computeIfAbsent(path, k -> Json.object());
  }

  /** What a deploy of the file leaves, when all of it is well. */
  PlanHost deployed(String file) {
    Desired desired = desired(file);
    desired.networks().values().forEach(network -> network(network.key(), network.hash()));
    for (Desired.Service service : desired.services().values()) {
      for (int i = 1; i <= service.replicas(); i++) {
        String name = service.containerName().orElse(PROJECT + "-" + service.name() + "-" + i);
        Container made = container(name, service.name(), i);
        service.networkKeys().forEach(made::joins);
      }
    }
    for (Desired.Service service : desired.services().values()) {
      String hash =
          service.references().enterHash()
              ? Digests.sha256(
                  service.references().hash().text(other -> id(PROJECT + "-" + other + "-1")))
              : service.hash();
      for (JsonNode each : containers) {
        if (each.path("Labels").path(Labels.SERVICE).asText().equals(service.name())) {
          ((ObjectNode) each.path("Labels")).put(Labels.CONFIG_HASH, hash);
        }
      }
    }
    return this;
  }

  String id(String name) {
    return find(name).id();
  }

  Container find(String name) {
    for (JsonNode each : containers) {
      if (each.path("Names").path(0).asText().equals("/" + name)) {
        return new Container(each.path("Id").asText(), (ObjectNode) each);
      }
    }
    throw new AssertionError("no container " + name);
  }

  /** A container that can be changed before it is looked at. */
  record Container(String id, ObjectNode json) {
    Container state(String state, String status) {
      json.put("State", state).put("Status", status);
      return this;
    }

    Container joins(String key) {
      return joins(key, "net-" + key);
    }

    /** A network of the name that {@code key} has, with an id of its own. */
    Container joins(String key, String id) {
      networks().putObject(PROJECT + "_" + key).put("NetworkID", id);
      return this;
    }

    Container leaves(String key) {
      networks().remove(PROJECT + "_" + key);
      return this;
    }

    private ObjectNode networks() {
      return (ObjectNode) json.path("NetworkSettings").path("Networks");
    }

    Container mounts(String volume, String target) {
      json.withArray("Mounts")
          .addObject()
          .put("Type", "volume")
          .put("Name", volume)
          .put("Destination", target);
      return this;
    }

    Container label(String name, String value) {
      ((ObjectNode) json.path("Labels")).put(name, value);
      return this;
    }

    Container renamed(String name) {
      json.putArray("Names").add("/" + name);
      return this;
    }
  }

  // ---- what is planned

  Desired desired(String file) {
    return Translate.of(StackSource.text(file).name(PROJECT).load(), this);
  }

  PlanData plan(String file) {
    return plan(file, DeployOptions.defaults());
  }

  PlanData plan(String file, DeployOptions options) {
    Desired desired = Translate.of(StackSource.text(file).name(PROJECT).load(), this, options);
    return DeployPlanner.plan(this, desired, options);
  }

  /** The ids of the steps of a plan, without images and gates. */
  static List<String> steps(PlanData plan) {
    return plan.steps().stream()
        .map(Step::id)
        .filter(id -> !id.startsWith("image ") && !id.startsWith("see "))
        .toList();
  }

  /** Actions with the names of what they are done to. */
  static List<String> changes(PlanData plan) {
    List<String> changes = new ArrayList<>();
    plan.changes().stream()
        .filter(change -> !change.object().equals("image"))
        .forEach(change -> changes.add(change.action() + " " + change.name()));
    return changes;
  }

  static Step step(PlanData plan, String id) {
    return plan.steps().stream()
        .filter(step -> step.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no step " + id + " in " + steps(plan)));
  }

  /** Whether one step is done before the other begins. */
  static boolean isBefore(PlanData plan, String first, String second) {
    Step step = step(plan, second);
    return step.after().contains(first)
        || step.after().stream().anyMatch(each -> isBefore(plan, first, each));
  }

  // ---- the host and its engine

  @Override
  public DockerAdvanced owner() {
    return owner;
  }

  @Override
  public ApiVersion api() {
    return ApiVersion.parse(api);
  }

  @Override
  public JsonNode json(Call call) {
    return find(call).orElseThrow(() -> new AssertionError("not asked for by a plan: " + call));
  }

  @Override
  public Optional<JsonNode> find(Call call) {
    return switch (call.path()) {
      case "/containers/json" -> Optional.of(containers);
      case "/networks" -> Optional.of(networks(call));
      case "/volumes" -> Optional.of(Json.object().set("Volumes", volumes));
      case "/images/json" -> Optional.of(images);
      case "/info" -> Optional.of(about);
      default -> Optional.ofNullable(inspected.get(call.path()));
    };
  }

  /** Those of the stack when they are asked for by its label, those of others, too, by name. */
  private JsonNode networks(Call call) {
    ArrayNode asked = Json.mapper().createArrayNode();
    for (JsonNode network : networks) {
      boolean own = network.path("Labels").path(Labels.PROJECT).asText().equals(PROJECT);
      if (own || !call.filters().containsKey("label")) {
        asked.add(network);
      }
    }
    return asked;
  }

  @Override
  public int send(Call call) {
    throw new AssertionError("a plan changes nothing: " + call);
  }

  @Override
  public EngineResponse open(Call call) {
    throw new AssertionError("a plan opens nothing: " + call);
  }

  @Override
  public Duration clockOffset() {
    return Duration.ZERO;
  }
}
