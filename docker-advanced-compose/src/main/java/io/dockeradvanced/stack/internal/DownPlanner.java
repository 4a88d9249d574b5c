package io.dockeradvanced.stack.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.container.internal.RemoveContainer;
import io.dockeradvanced.container.internal.RemoveObject;
import io.dockeradvanced.container.internal.StopContainer;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
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
import java.util.function.Predicate;

/**
 * Plans how a stack goes away: containers stop, those that depend on others first; when all have
 * stopped everything is removed. Works from the labels alone, so it needs no file: one only tells
 * the hooks of containers that carry none.
 */
public final class DownPlanner {
  public static final String KIND = "stack.down";

  private DownPlanner() {}

  public static PlanData plan(
      DockerHost host, String project, Optional<ComposeProject> file, DownOptions options) {
    Observed observed = Observed.of(host, project);
    PlanData.Builder plan =
        PlanData.of(KIND, host)
            .title("take down " + project)
            .subject(project)
            .scope(DeployPlanner.scope(project))
            .fingerprint(observed.fingerprint(List.of()));
    ServiceHooks hooks = ServiceHooks.on(host, file, plan);
    Map<String, List<String>> stops = new HashMap<>();
    List<Observed.Container> staying = staying(observed, options);
    List<Observed.Container> all = new ArrayList<>(observed.containers());
    all.removeAll(staying);
    List<Observed.Container> order = dependentsFirst(all);
    for (Observed.Container container : order) {
      String id = "stop " + container.id();
      Step.Builder stop =
          hooks
              .with(
                  StopContainer.step(id, container.name(), container.id(), StopContainer.OWN_GRACE),
                  container)
              .why("the stack goes away");
      for (Observed.Container other : order) {
        if (Dependencies.of(other).containsKey(container.service())
            && !other.service().equals(container.service())) {
          stop.after(stops.getOrDefault(other.service(), List.of()));
        }
      }
      plan.step(stop.build());
      stops.computeIfAbsent(container.service(), k -> new ArrayList<>()).add(id);
    }
    List<String> removals = new ArrayList<>();
    for (Observed.Container container : order) {
      String id = "remove " + container.id();
      plan.step(
          RemoveContainer.step(id, container.name(), container.id(), options.volumes())
              .after("stop " + container.id())
              .why("the stack goes away")
              .build());
      plan.change(
          new Change("remove", "container", container.name(), "", container.image(), List.of()));
      removals.add(id);
    }
    for (Observed.Container hook : observed.hooks()) {
      String id = "remove " + hook.id();
      plan.step(
          RemoveContainer.step(id, hook.name(), hook.id(), true)
              .why("it is of a hook, and was left behind")
              .build());
      plan.change(new Change("remove", "container", hook.name(), "", hook.image(), List.of()));
      removals.add(id);
    }
    for (Observed.Container task : staying) {
      String why = "it is a task; --remove-orphans removes it, too";
      plan.change(new Change("keep", "container", task.name(), why, task.image(), List.of()));
    }
    for (Observed.Network network : observed.networks()) {
      Optional<Observed.Container> user =
          user(staying, task -> task.isUp() && task.networks().containsKey(network.name()));
      if (user.isPresent()) {
        plan.change(new Change("keep", "network", network.name(), used(user.get()), "", List.of()));
        continue;
      }
      plan.step(
          RemoveObject.network("remove network " + network.id(), network.name(), network.id())
              .after(removals)
              .why("the stack goes away")
              .build());
      plan.change(new Change("remove", "network", network.name(), "", "", List.of()));
    }
    for (Observed.Volume volume : observed.volumes()) {
      Optional<Observed.Container> user =
          user(staying, task -> task.volumesByTarget().containsValue(volume.name()));
      if (options.volumes() && user.isPresent()) {
        plan.change(new Change("keep", "volume", volume.name(), used(user.get()), "", List.of()));
      } else if (options.volumes()) {
        plan.step(
            RemoveObject.volume(
                    "remove volume " + volume.name(),
                    volume.name(),
                    volume.created(),
                    volume.maker())
                .after(removals)
                .why("volumes were asked to go too")
                .build());
        plan.change(new Change("remove", "volume", volume.name(), "with its data", "", List.of()));
      } else {
        plan.change(new Change("keep", "volume", volume.name(), "", "", List.of()));
      }
    }
    if (options.volumes()) {
      anonymousVolumes(Engine.of(host), observed, order, staying, removals, plan);
    }
    return plan.build();
  }

  /** As with Docker Compose, tasks are not taken down with their services unless asked for. */
  private static List<Observed.Container> staying(Observed observed, DownOptions options) {
    return options.removeOrphans()
        ? List.of()
        : observed.containers().stream().filter(Observed.Container::oneOff).toList();
  }

  private static Optional<Observed.Container> user(
      List<Observed.Container> staying, Predicate<Observed.Container> uses) {
    return staying.stream().filter(uses).findFirst();
  }

  private static String used(Observed.Container task) {
    return "the task %s uses it".formatted(task.name());
  }

  /**
   * Volumes that came with the containers. The engine removes one with its container only when it
   * was made with it; one that was handed on from a predecessor would stay for ever. What may be
   * somebody's stays, as it does with Docker Compose.
   */
  private static void anonymousVolumes(
      Engine engine,
      Observed observed,
      List<Observed.Container> containers,
      List<Observed.Container> staying,
      List<String> removals,
      PlanData.Builder plan) {
    Set<String> nameless = new TreeSet<>();
    Set<String> named = new TreeSet<>();
    Set<String> going = new TreeSet<>();
    for (Observed.Container container : containers) {
      Set<String> own = AnonymousVolumes.of(engine, container);
      Set<String> others = AnonymousVolumes.nameless(container);
      nameless.addAll(others);
      others.removeAll(own);
      others.removeAll(AnonymousVolumes.borrowed(engine, container, others, observed.containers()));
      going.addAll(own);
      named.addAll(others);
    }
    going.removeAll(named);
    for (Observed.Container task : staying) {
      nameless.removeAll(task.volumesByTarget().values());
    }
    observed.volumes().forEach(volume -> nameless.remove(volume.name()));
    for (String volume : nameless) {
      if (!going.contains(volume)) {
        String why = "nothing shows that it came with a container of this stack";
        plan.change(new Change("keep", "volume", volume, why, "", List.of()));
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
      String why = "with its data; it came with a container that goes";
      plan.change(new Change("remove", "volume", volume, why, "", List.of()));
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
