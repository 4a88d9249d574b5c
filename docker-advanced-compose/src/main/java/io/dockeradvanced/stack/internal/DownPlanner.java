package io.dockeradvanced.stack.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.container.internal.RemoveContainer;
import io.dockeradvanced.container.internal.RemoveObject;
import io.dockeradvanced.container.internal.StopContainer;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.StopGrace;
import io.dockeradvanced.operation.Change;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.stack.DownOptions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Plans how a stack goes away: containers stop, those that depend on others first; when all have
 * stopped everything is removed. The labels of what is there tell the order.
 */
public final class DownPlanner {
  public static final String KIND = "stack.down";
  private static final String WHY = "the stack goes away";

  private final DockerHost host;
  private final Observed observed;
  private final DownOptions options;
  private final DownScope scope;
  private final PlanData.Builder plan;
  private final List<String> removals = new ArrayList<>();

  private DownPlanner(
      DockerHost host, Observed observed, DownOptions options, DownScope scope, String project) {
    this.host = host;
    this.observed = observed;
    this.options = options;
    this.scope = scope;
    this.plan =
        PlanData.of(KIND, host)
            .title("take down " + project)
            .subject(project)
            .scope(DeployPlanner.scope(project))
            .fingerprint(observed.fingerprint(List.of()));
  }

  /**
   * @param file says what of the stack is meant, and the hooks of containers that carry none;
   *     without one everything is that has the label of the stack
   */
  public static PlanData plan(
      DockerHost host, String project, Optional<ComposeProject> file, DownOptions options) {
    Observed observed = Observed.of(host, project);
    DownScope scope = DownScope.of(observed, options, file);
    DownPlanner planner = new DownPlanner(host, observed, options, scope, project);
    planner.containers(file);
    observed.networks().forEach(planner::network);
    observed.volumes().forEach(planner::volume);
    if (options.volumes()) {
      planner.anonymousVolumes();
    }
    DownImages.of(Engine.of(host), observed, file, options, scope).forEach(planner::image);
    return planner.plan.build();
  }

  private void containers(Optional<ComposeProject> file) {
    ServiceHooks hooks = ServiceHooks.on(host, file, plan);
    Map<String, List<String>> stops = new HashMap<>();
    List<Observed.Container> order = dependentsFirst(scope.going());
    long grace = options.stopTimeout().map(StopGrace::seconds).orElse(StopContainer.OWN_GRACE);
    for (Observed.Container container : order) {
      String id = "stop " + container.id();
      Step.Builder stop =
          hooks
              .with(StopContainer.step(id, container.name(), container.id(), grace), container)
              .why(WHY);
      for (Observed.Container other : order) {
        if (Dependencies.of(other).containsKey(container.service())
            && !other.service().equals(container.service())) {
          stop.after(stops.getOrDefault(other.service(), List.of()));
        }
      }
      plan.step(stop.build());
      stops.computeIfAbsent(container.service(), k -> new ArrayList<>()).add(id);
    }
    // Whichever goes last takes a nameless volume of both along: those of hooks must not.
    List<String> hooksGone = hooks();
    for (Observed.Container container : order) {
      String id = "remove " + container.id();
      boolean volumes = options.volumes() && scope.takesVolumes(container);
      plan.step(
          RemoveContainer.step(id, container.name(), container.id(), volumes)
              .after("stop " + container.id())
              .after(hooksGone)
              .why(WHY)
              .build());
      plan.change(
          new Change("remove", "container", container.name(), "", container.image(), List.of()));
      removals.add(id);
    }
    for (Observed.Container container : scope.staying()) {
      String why = scope.whyKept(container).orElse("");
      plan.change(
          new Change("keep", "container", container.name(), why, container.image(), List.of()));
    }
  }

  private List<String> hooks() {
    List<String> gone = new ArrayList<>();
    for (Observed.Container hook : observed.hooks()) {
      if (scope.takesHook(hook)) {
        String id = "remove " + hook.id();
        plan.step(
            RemoveContainer.step(id, hook.name(), hook.id(), true)
                .why("it is of a hook, and was left behind")
                .build());
        plan.change(new Change("remove", "container", hook.name(), "", hook.image(), List.of()));
        gone.add(id);
      }
    }
    removals.addAll(gone);
    return gone;
  }

  private void network(Observed.Network network) {
    Optional<String> kept = scope.whyKept(network);
    if (kept.isPresent()) {
      note("keep", "network", network.name(), kept.get());
      return;
    }
    plan.step(
        RemoveObject.network("remove network " + network.id(), network.name(), network.id())
            .after(removals)
            .why(WHY)
            .build());
    note("remove", "network", network.name(), "");
  }

  private void volume(Observed.Volume volume) {
    if (!options.volumes()) {
      note("keep", "volume", volume.name(), "");
      return;
    }
    Optional<String> kept = scope.whyKept(volume);
    if (kept.isPresent()) {
      note("keep", "volume", volume.name(), kept.get());
      return;
    }
    String id = "remove volume " + volume.name();
    plan.step(
        RemoveObject.volume(id, volume.name(), volume.created(), volume.maker())
            .after(removals)
            .why("volumes were asked to go too")
            .build());
    note("remove", "volume", volume.name(), "with its data");
  }

  private void image(String name, String id) {
    Optional<String> user = scope.user(container -> container.imageId().equals(id));
    if (user.isPresent()) {
      note("keep", "image", name, user.get());
      return;
    }
    plan.step(
        RemoveObject.image("remove image " + name, name, id)
            .after(removals)
            .why("images were asked to go too")
            .build());
    note("remove", "image", name, "");
  }

  private void note(String action, String object, String name, String why) {
    plan.change(new Change(action, object, name, why, "", List.of()));
  }

  /**
   * Volumes that came with the containers. The engine removes one with its container only when it
   * was made with it; one that was handed on from a predecessor would stay for ever. What may be
   * somebody's stays, as it does with Docker Compose.
   */
  private void anonymousVolumes() {
    Engine engine = Engine.of(host);
    Set<String> nameless = new TreeSet<>();
    Set<String> named = new TreeSet<>();
    Set<String> going = new TreeSet<>();
    for (Observed.Container container : scope.going()) {
      if (!scope.takesVolumes(container)) {
        continue;
      }
      Set<String> own = AnonymousVolumes.of(engine, container);
      Set<String> others = AnonymousVolumes.nameless(container);
      nameless.addAll(others);
      others.removeAll(own);
      others.removeAll(AnonymousVolumes.borrowed(engine, container, others, observed.containers()));
      going.addAll(own);
      named.addAll(others);
    }
    going.removeAll(named);
    for (Observed.Container container : scope.staying()) {
      nameless.removeAll(container.volumesByTarget().values());
    }
    observed.volumes().forEach(volume -> nameless.remove(volume.name()));
    for (String volume : nameless) {
      if (!going.contains(volume)) {
        String why = "nothing shows that it came with a container of this stack";
        note("keep", "volume", volume, why);
        continue;
      }
      Optional<JsonNode> found = engine.find(Call.get("/volumes/" + Call.segment(volume)));
      String created = found.map(v -> v.path("CreatedAt").asText()).orElse("");
      String maker = found.map(v -> RemoveObject.maker(v.path("Labels"))).orElse("");
      plan.step(
          RemoveObject.volume("remove volume " + volume, volume, created, maker)
              .after(removals)
              .why("it came with containers that go")
              .build());
      note("remove", "volume", volume, "with its data; it came with a container that goes");
    }
  }

  private static List<Observed.Container> dependentsFirst(List<Observed.Container> containers) {
    List<Observed.Container> ordered = new ArrayList<>();
    List<Observed.Container> open = new ArrayList<>(containers);
    while (!open.isEmpty()) {
      List<Observed.Container> free = new ArrayList<>();
      for (Observed.Container candidate : open) {
        boolean needed =
            open.stream()
                .anyMatch(
                    other ->
                        !other.service().equals(candidate.service())
                            && Dependencies.of(other).containsKey(candidate.service()));
        if (!needed) {
          free.add(candidate);
        }
      }
      if (free.isEmpty()) {
        // Labels of different versions of a stack can form a cycle; any order does then.
        free.addAll(open);
      }
      ordered.addAll(free);
      open.removeAll(free);
    }
    return ordered;
  }

  public static String fingerprint(PlanData plan, DockerHost host) {
    return Observed.of(host, plan.subject()).fingerprint(List.of());
  }
}
