package io.dockeradvanced.container.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.container.Containers;
import io.dockeradvanced.container.Recreate;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.image.internal.EngineImages;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.operation.Change;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Operations;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.operation.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Plans that a container is made anew as it is, and with it those that cannot go on without it.
 *
 * <p>All copies are made, and seen to be alike, while the originals run. Then these stop, the last
 * first; each copy takes over the name, and starts when the one it needs is well. The originals are
 * removed after the commit; until then everything can be put back.
 */
public final class RecreatePlanner {
  public static final String KIND = "container.recreate";
  private static final String PROJECT = "com.docker.compose.project";
  private static final int MOST = 200;

  private final DockerHost host;
  private final Engine engine;
  private final Recreate change;
  private final PlanData.Builder plan;
  private final Sharers sharers;
  private final RecreateChecks checks;
  private final Set<String> names;
  private final List<Member> members = new ArrayList<>();
  private final List<String> compared = new ArrayList<>();
  private final Set<String> images = new HashSet<>();

  /** One that is made anew, with the numbers of those members that it needs. */
  private record Member(JsonNode raw, Original original, List<Integer> needs, String temporary) {
    String name() {
      return original.name();
    }
  }

  private RecreatePlanner(DockerHost host, Recreate change) {
    this.host = host;
    this.engine = Engine.of(host);
    this.change = change;
    this.plan = PlanData.of(KIND, host);
    this.sharers = Sharers.on(engine);
    this.checks = new RecreateChecks(host, sharers);
    this.names = sharers.names();
  }

  /** What must not be changed by two at once: a stack, or what belongs to none. */
  private String scope() {
    Set<String> stacks = new TreeSet<>();
    for (Member member : members) {
      String project = member.original().labels().path(PROJECT).asText();
      if (!project.isEmpty()) {
        stacks.add(project);
      }
    }
    if (stacks.size() > 1) {
      throw new DockerAdvancedException(
          "%s: %s would take containers of several stacks along: %s; recreate them by their files"
              .formatted(host.name(), members.get(0).name(), String.join(", ", stacks)));
    }
    if (stacks.isEmpty()) {
      return "containers";
    }
    String stack = "stack-" + stacks.iterator().next().replaceAll("[^a-zA-Z0-9_.-]", "_");
    return stack.substring(0, Math.min(stack.length(), MOST));
  }

  public static PlanData plan(DockerHost host, Recreate change) {
    return new RecreatePlanner(host, change).plan();
  }

  static String fingerprint(String container, DockerHost host) {
    Engine engine = Engine.of(host);
    return Target.container(engine, container)
        .map(found -> fingerprint(engine, host, Sharers.on(engine).with(found)))
        .orElse("gone");
  }

  private static String fingerprint(Engine engine, DockerHost host, List<JsonNode> containers) {
    StringBuilder text = new StringBuilder();
    for (JsonNode container : containers) {
      text.append(
          new Original(container, image(engine, container), Map.of(), engine.api()).fingerprint());
    }
    return Operations.vault(host.owner()).digest(text.toString());
  }

  private static JsonNode image(Engine engine, JsonNode container) {
    return EngineImages.find(engine, container.path("Image").asText())
        .orElseGet(MissingNode::getInstance);
  }

  private PlanData plan() {
    JsonNode container =
        Target.container(engine, change.container())
            .orElseThrow(
                () ->
                    new DockerAdvancedException(
                        "%s: there is no container %s; see da container ls -a"
                            .formatted(host.name(), change.container())));
    List<JsonNode> all = sharers.with(container);
    all.forEach(this::add);
    checks.kept(members.get(0).original(), change.keep());
    for (int i = 0; i < members.size(); i++) {
      copy(i);
    }
    for (int i = members.size() - 1; i >= 0; i--) {
      stop(i);
    }
    for (int i = 0; i < members.size(); i++) {
      takeOver(i);
    }
    for (int i = members.size() - 1; i >= 0; i--) {
      Member member = members.get(i);
      plan.step(
          RemoveContainer.stopped(
                  "remove old " + member.name(),
                  "old " + member.name(),
                  member.original().id(),
                  false)
              .why("it has a successor")
              .build());
    }
    Original first = members.get(0).original();
    return plan.title("Make %s anew".formatted(first.name()))
        .subject(first.name())
        .scope(scope())
        .fingerprint(fingerprint(engine, host, all))
        .build();
  }

  private void add(JsonNode raw) {
    Original original = new Original(raw, image(engine, raw), sources(raw), engine.api());
    checks.container(original);
    if (!original.knowsImage()) {
      plan.warning(
          "the image of %s is gone, so that what it has from it stays as it is"
              .formatted(original.name()));
    }
    List<Integer> needs = new ArrayList<>();
    for (int i = 0; i < members.size(); i++) {
      JsonNode owner = members.get(i).raw();
      boolean linked = Sharers.links(original.hostConfig()).contains(Target.name(owner));
      if (linked || !sharers.modes(raw, owner).isEmpty()) {
        needs.add(i);
      }
    }
    String temporary = unused(Target.shortId(original.id()) + "_" + original.name());
    members.add(new Member(raw, original, needs, temporary));
  }

  private Map<String, Set<String>> sources(JsonNode raw) {
    Map<String, Set<String>> sources = new HashMap<>();
    for (JsonNode from : raw.path("HostConfig").path("VolumesFrom")) {
      String name = from.asText().split(":", 2)[0];
      Target.container(engine, name)
          .ifPresent(c -> sources.put(name, CarriedMounts.destinations(c)));
    }
    return sources;
  }

  // ---- the copy

  private void copy(int i) {
    Member member = members.get(i);
    Original original = member.original();
    String name = original.name();
    Recreate wanted = i == 0 ? change : Recreate.container(name);
    String image = i == 0 ? imageOfFirst(original) : imageOfOther(original);
    String ensure = ensure(original, image, i == 0);
    Original.Copy copy = original.copy(image, wanted);
    Data body = copy.body();
    Data parameters = Data.of("name", member.temporary());
    if (original.labels().has(CreateContainer.IMAGE_LABEL)) {
      parameters = parameters.with("image", ensure);
    }
    if (original.platform().isPresent()) {
      parameters = parameters.with("platform", original.platform().get());
    }
    Step.Builder create =
        CreateContainer.step("create " + name, member.temporary(), body)
            .target("container " + name)
            .parameters(parameters)
            .secret(Data.of("body", body).with("connect", copy.connect()))
            .after(ensure);
    peers(member).addTo(create);
    String why = i == 0 ? "it was asked for" : "it needs " + owners(member);
    plan.step(create.why(why).build());
    String compare = "compare " + name;
    plan.step(
        CompareContainer.step(compare, name, "create " + name, copy.expected())
            .why("while the old one runs")
            .build());
    compared.add(compare);
    plan.change(
        new Change("recreate", "container", name, why, image, fields(original, image, wanted)));
  }

  private String owners(Member member) {
    return String.join(", ", member.needs().stream().map(n -> members.get(n).name()).toList());
  }

  private Peers peers(Member member) {
    Peers peers = new Peers();
    List<String> links = Sharers.links(member.original().hostConfig());
    for (int need : member.needs()) {
      JsonNode owner = members.get(need).raw();
      int peer = peers.made("create " + Target.name(owner));
      sharers.modes(member.raw(), owner).forEach(mode -> peers.use(peer, mode, "container:"));
      for (int i = 0; i < links.size(); i++) {
        if (links.get(i).equals(Target.name(owner))) {
          String link = member.original().hostConfig().path("Links").path(i).asText();
          peers.use(peer, "Links", i, ":" + link.substring(link.lastIndexOf('/') + 1));
        }
      }
    }
    return peers;
  }

  private String imageOfFirst(Original original) {
    return change.image().isEmpty() ? original.image() : change.image();
  }

  /**
   * Nobody asked for another image of this one, so what its image's name means now is no matter.
   */
  private String imageOfOther(Original original) {
    Optional<String> now = EnsureImage.id(engine, original.image());
    return now.filter(original.imageId()::equals).isPresent()
        ? original.image()
        : original.imageId();
  }

  private String ensure(Original original, String image, boolean first) {
    String policy = !first ? "never" : change.pull() ? "always" : "missing";
    String id = "image " + image + (first ? "" : " as it is");
    if (images.add(id)) {
      Step.Builder step = EnsureImage.step(id, image, policy);
      original
          .platform()
          .ifPresent(p -> step.parameters(step.build().parameters().with("platform", p)));
      plan.step(step.build());
    }
    return id;
  }

  private String unused(String name) {
    String free = name;
    for (int i = 2; !names.add(free); i++) {
      free = name + "." + i;
    }
    return free;
  }

  private List<String> fields(Original original, String image, Recreate wanted) {
    List<String> fields = new ArrayList<>();
    if (!image.equals(original.image())) {
      fields.add("image: %s → %s".formatted(original.image(), image));
    } else {
      Optional<String> now = EnsureImage.id(engine, image);
      if (now.isPresent() && !now.get().equals(original.imageId())) {
        fields.add(
            "image %s: %s → %s".formatted(image, digest(original.imageId()), digest(now.get())));
      }
    }
    wanted.environment().keySet().forEach(key -> fields.add("environment " + key));
    wanted.labels().keySet().forEach(key -> fields.add("label " + key));
    return fields;
  }

  private static String digest(String id) {
    return Target.shortId(id.substring(id.indexOf(':') + 1));
  }

  // ---- from the one to the other

  private void stop(int i) {
    Member member = members.get(i);
    Original original = member.original();
    if (!original.isUp()) {
      return;
    }
    Step.Builder stop =
        StopContainer.step(
                "stop " + member.name(), member.name(), original.id(), StopContainer.OWN_GRACE)
            .after(compared)
            .why("its copy takes over");
    for (int j = i + 1; j < members.size(); j++) {
      if (members.get(j).needs().contains(i) && members.get(j).original().isUp()) {
        stop.after("stop " + members.get(j).name());
      }
    }
    plan.step(hooks(stop, original).build());
    plan.gap("%s is away from its stop until its copy has started".formatted(member.name()));
  }

  private Step.Builder hooks(Step.Builder step, Original original) {
    return Hooks.add(step, Hooks.carried(Operations.vault(host.owner()), original.labels()));
  }

  private void takeOver(int i) {
    Member member = members.get(i);
    Original original = member.original();
    String name = member.name();
    String create = "create " + name;
    String aside = "set " + name + " aside";
    String old = unused(name + ".old-" + Target.shortId(original.id()));
    plan.step(
        RenameContainer.stepId(aside, original.id(), name, old)
            .after(original.isUp() ? List.of("stop " + name) : compared)
            .why("the new one gets the name")
            .build());
    String rename = "name new " + name;
    plan.step(
        RenameContainer.stepFrom(rename, create, member.temporary(), name)
            .after(aside)
            .why("it takes over the name")
            .build());
    List<String> ready = new ArrayList<>(List.of(rename));
    OwnLayer layer =
        OwnLayer.of(
            Containers.on(host).diff(original.id()),
            i == 0 ? change.keep() : List.of(),
            CarriedMounts.destinations(member.raw()));
    layer.warning(name).ifPresent(plan::warning);
    if (!layer.kept().isEmpty()) {
      String carry = "carry files of " + name;
      plan.step(
          CarryFiles.step(carry, name, original.id(), create, layer.kept()).after(aside).build());
      ready.add(carry);
    }
    if (!original.isUp()) {
      return;
    }
    Step.Builder start =
        StartContainer.stepFrom("start " + name, name, create, StopContainer.OWN_GRACE)
            .after(ready)
            .why("its original ran");
    for (int need : member.needs()) {
      if (members.get(need).original().isUp()) {
        start.after("wait for " + members.get(need).name());
      }
    }
    plan.step(hooks(start, original).build());
    plan.step(
        HealthGate.stepFrom(
                "wait for " + name,
                name,
                create,
                HealthGate.Condition.RUNNING,
                change.healthTimeout())
            .after("start " + name)
            .build());
  }
}
