package io.dockeradvanced.stack.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.Cancelled;
import io.dockeradvanced.container.internal.PreStart;
import io.dockeradvanced.container.internal.RemoveObject;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.Owner;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** What the engine has of a stack, read in three calls. */
public final class Observed {
  /**
   * @param number of the replica; 0 when the label is missing
   * @param state such as {@code running}, {@code exited}, {@code created}
   * @param networks ids by name
   * @param anonymousVolumes volume names by container path
   * @param namedMounts names of mounted volumes
   */
  public record Container(
      String id,
      String name,
      String service,
      int number,
      String hash,
      String imageLabel,
      String imageId,
      String image,
      String state,
      String status,
      boolean oneOff,
      Map<String, String> networks,
      Map<String, String> volumesByTarget,
      JsonNode raw) {

    public boolean isRunning() {
      return state.equals("running") || state.equals("restarting");
    }

    /** Of the Compose that made it; empty when it does not say. */
    String release() {
      return raw.path("Labels").path(Labels.VERSION).asText();
    }

    /** Runs, or is frozen. */
    boolean isUp() {
      return isRunning() || state.equals("paused");
    }

    boolean neverRan() {
      return state.equals("created");
    }

    boolean hasEnded() {
      return state.equals("exited") || state.equals("dead");
    }

    /** Ended by itself with 0. */
    public boolean completed() {
      return state.equals("exited") && status.startsWith("Exited (0)");
    }
  }

  /**
   * @param release of the Compose that made it; empty when it does not say
   */
  public record Network(
      String id, String name, String key, Optional<String> hash, String release) {}

  /**
   * @param created as the engine says it; empty when it does not say
   * @param release of the Compose that made it; empty when it does not say
   */
  public record Volume(
      String name,
      String key,
      Optional<String> hash,
      String created,
      String maker,
      String release) {}

  private static final Comparator<Container> BY_NUMBER =
      Comparator.comparing(Container::service)
          .thenComparing(Container::number)
          .thenComparing(Container::id);

  private final String project;
  private final List<Container> containers;
  private final List<Container> hooks;
  private final List<Network> networks;
  private final List<Volume> volumes;

  private Observed(
      String project, JsonNode containers, List<Network> networks, List<Volume> volumes) {
    this.project = project;
    this.containers = containers(containers, project);
    this.hooks = hooks(containers, project);
    this.networks = networks;
    this.volumes = volumes;
  }

  /** Looks at everything of one stack. */
  public static Observed of(DockerHost host, String project) {
    return of(host, project, list(host, project));
  }

  /** Its containers alone, in one call. */
  static List<Container> containers(DockerHost host, String project) {
    return containers(list(host, project), project);
  }

  private static JsonNode list(DockerHost host, String project) {
    return Engine.of(host)
        .json(Call.get("/containers/json").query("all", true).filter("label", label(project)));
  }

  private static String label(String project) {
    return Labels.PROJECT + "=" + project;
  }

  /**
   * As the other one.
   *
   * @param all containers of the stack, and perhaps others
   */
  static Observed of(DockerHost host, String project, JsonNode all) {
    Engine engine = Engine.of(host);
    // The engine looks at each volume and each network, and can do both at once.
    Future<JsonNode> volumes =
        Owner.of(host.owner())
            .executor()
            .submit(() -> engine.json(Call.get("/volumes").filter("label", label(project))));
    JsonNode networks = engine.json(Call.get("/networks").filter("label", label(project)));
    return new Observed(project, all, networks(networks), volumes(answer(volumes)));
  }

  private static JsonNode answer(Future<JsonNode> call) {
    try {
      return call.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Cancelled("interrupted while the volumes of the engine were read", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static List<Container> containers(JsonNode all, String project) {
    List<Container> containers = new ArrayList<>();
    for (JsonNode c : all) {
      JsonNode labels = c.path("Labels");
      // Compose knows its own by this label; containers of hooks do not have it.
      if (labels.path(Labels.PROJECT).asText().equals(project) && labels.has(Labels.CONFIG_HASH)) {
        containers.add(container(c));
      }
    }
    containers.sort(BY_NUMBER);
    return containers;
  }

  private static List<Container> hooks(JsonNode all, String project) {
    List<Container> hooks = new ArrayList<>();
    for (JsonNode c : all) {
      JsonNode labels = c.path("Labels");
      if (labels.path(Labels.PROJECT).asText().equals(project)
          && labels.path(PreStart.LABEL).asText().equals(Labels.PRE_START)) {
        hooks.add(container(c));
      }
    }
    hooks.sort(BY_NUMBER);
    return hooks;
  }

  private static List<Network> networks(JsonNode all) {
    List<Network> networks = new ArrayList<>();
    all.forEach(n -> networks.add(network(n)));
    networks.sort(Comparator.comparing(Network::name).thenComparing(Network::id));
    return networks;
  }

  /** A network of a list, whosever it is. */
  static Network network(JsonNode n) {
    JsonNode labels = n.path("Labels");
    return new Network(
        n.path("Id").asText(),
        n.path("Name").asText(),
        labels.path(Labels.NETWORK).asText(),
        text(labels, Labels.CONFIG_HASH),
        labels.path(Labels.VERSION).asText());
  }

  private static List<Volume> volumes(JsonNode all) {
    List<Volume> volumes = new ArrayList<>();
    for (JsonNode v : all.path("Volumes")) {
      JsonNode labels = v.path("Labels");
      volumes.add(
          new Volume(
              v.path("Name").asText(),
              labels.path(Labels.VOLUME).asText(),
              text(labels, Labels.CONFIG_HASH),
              v.path("CreatedAt").asText(),
              RemoveObject.maker(labels),
              labels.path(Labels.VERSION).asText()));
    }
    volumes.sort(Comparator.comparing(Volume::name));
    return volumes;
  }

  /** Looks at the containers of all stacks, each in the order of {@link #containers()}. */
  public static Map<String, List<Container>> all(DockerHost host) {
    Map<String, List<Container>> stacks = new TreeMap<>();
    for (JsonNode c :
        Engine.of(host)
            .json(
                Call.get("/containers/json").query("all", true).filter("label", Labels.PROJECT))) {
      if (c.path("Labels").has(Labels.CONFIG_HASH)) {
        String project = c.path("Labels").path(Labels.PROJECT).asText();
        stacks.computeIfAbsent(project, k -> new ArrayList<>()).add(container(c));
      }
    }
    stacks.values().forEach(containers -> containers.sort(BY_NUMBER));
    return stacks;
  }

  private static Container container(JsonNode c) {
    JsonNode labels = c.path("Labels");
    Map<String, String> networks = new LinkedHashMap<>();
    c.path("NetworkSettings")
        .path("Networks")
        .fields()
        .forEachRemaining(e -> networks.put(e.getKey(), e.getValue().path("NetworkID").asText()));
    Map<String, String> volumes = new TreeMap<>();
    for (JsonNode mount : c.path("Mounts")) {
      if (mount.path("Type").asText().equals("volume")) {
        volumes.put(mount.path("Destination").asText(), mount.path("Name").asText());
      }
    }
    return new Container(
        c.path("Id").asText(),
        firstName(c),
        labels.path(Labels.SERVICE).asText(),
        labels.path(Labels.NUMBER).asInt(),
        labels.path(Labels.CONFIG_HASH).asText(),
        labels.path(Labels.IMAGE).asText(),
        c.path("ImageID").asText(),
        c.path("Image").asText(),
        c.path("State").asText(),
        c.path("Status").asText(),
        labels.path(Labels.ONEOFF).asText().equalsIgnoreCase("true"),
        networks,
        volumes,
        c);
  }

  /** Links give a container further names with a slash in them. */
  static String firstName(JsonNode c) {
    for (JsonNode name : c.path("Names")) {
      String plain = name.asText().substring(1);
      if (!plain.contains("/")) {
        return plain;
      }
    }
    return c.path("Id").asText();
  }

  private static Optional<String> text(JsonNode labels, String key) {
    return labels.has(key) ? Optional.of(labels.path(key).asText()) : Optional.empty();
  }

  public String project() {
    return project;
  }

  /** All containers, ordered by service and number. */
  public List<Container> containers() {
    return containers;
  }

  /**
   * The containers of {@code pre_start} hooks, which count as nothing else: what a process left
   * that died, or a Docker Compose whose hook failed.
   */
  List<Container> hooks() {
    return hooks;
  }

  /** The replicas of one service, without one-off containers. */
  public List<Container> replicas(String service) {
    return containers.stream().filter(c -> c.service().equals(service) && !c.oneOff()).toList();
  }

  public List<Network> networks() {
    return networks;
  }

  public Optional<Network> network(String name) {
    return networks.stream().filter(n -> n.name().equals(name)).findFirst();
  }

  public List<Volume> volumes() {
    return volumes;
  }

  public Optional<Volume> volume(String name) {
    return volumes.stream().filter(v -> v.name().equals(name)).findFirst();
  }

  public boolean isEmpty() {
    return containers.isEmpty() && hooks.isEmpty() && networks.isEmpty() && volumes.isEmpty();
  }

  /** A digest of ids and definitions; whether something runs right now is not in it. */
  public String fingerprint(Collection<String> images) {
    List<Object> parts = new ArrayList<>();
    parts.add(project);
    containers.forEach(c -> parts.add(List.of(c.id(), c.name(), c.hash(), c.imageLabel())));
    networks.forEach(n -> parts.add(List.of(n.id(), n.name(), n.hash().orElse(""))));
    volumes.forEach(v -> parts.add(List.of(v.name(), v.hash().orElse(""))));
    parts.addAll(images);
    return "sha256:" + Digests.sha256(Json.write(parts));
  }
}
