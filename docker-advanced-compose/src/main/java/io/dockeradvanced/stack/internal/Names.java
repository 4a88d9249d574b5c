package io.dockeradvanced.stack.internal;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.container.internal.RenameContainer;
import io.dockeradvanced.operation.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names of containers: the engine gives each to one container at most.
 *
 * <p>A container whose name another one has is made under a temporary name and gets its own when
 * the other has gone or was set aside.
 */
final class Names {
  /**
   * A container that gets a name somebody else has.
   *
   * @param rename the step that gives it the name
   * @param predecessor id of the container whose place it takes, or empty
   */
  private record Want(
      Desired.Service service, String name, Step.Builder rename, String predecessor) {}

  private final Deploy deploy;
  private final Bands bands;
  private final Map<String, Everyone.Holder> holders = new HashMap<>();
  private final Map<String, Desired.Service> given = new HashMap<>();
  private final Set<String> temporary = new HashSet<>();
  private final List<Want> wants = new ArrayList<>();

  /** Containers that stop for good, with the step that stops them, by id. */
  private final Map<String, String> going = new HashMap<>();

  /** Steps after which the name of a container is free, by id of the container. */
  private final Map<String, String> freed = new HashMap<>();

  Names(Deploy deploy, Bands bands) {
    this.deploy = deploy;
    this.bands = bands;
    deploy.everyone().holders().forEach(holder -> holders.put(holder.name(), holder));
  }

  /** What the container of this number is called. */
  String of(Desired.Service service, int number) {
    return Replicas.name(deploy, service, number);
  }

  /** Whether a container can be made under this name right away; then the name is given. */
  boolean give(Desired.Service service, String name) {
    Desired.Service other = given.putIfAbsent(name, service);
    if (other != null) {
      throw refusal(
          service,
          "the name %s is also that of a container of service %s; choose another one"
              .formatted(name, other.name()));
    }
    return !holders.containsKey(name);
  }

  /** A name that nobody has, for a container until it gets its own, which somebody has. */
  String temporary(String name) {
    Everyone.@Nullable Holder holder = holders.get(name);
    return unused(holder == null ? name : shortId(holder.id()) + "_" + name);
  }

  /** Whether a container has a name that it, or its predecessor, was to have for a while only. */
  static boolean isTemporary(String given, String name) {
    String quoted = Pattern.quote(name);
    return given.matches(
        "[0-9a-f]{12}_" + quoted + "(\\.\\d+)?|" + quoted + "\\.old-[0-9a-f]{12}(\\.\\d+)?");
  }

  private static String shortId(String id) {
    return id.substring(0, 12);
  }

  private String unused(String name) {
    String free = name;
    for (int i = 2; holders.containsKey(free) || !temporary.add(free); i++) {
      free = name + "." + i;
    }
    return free;
  }

  /** A container gets its name from somebody; {@code rename} does it. */
  void wants(Desired.Service service, String name, Step.Builder rename, String predecessor) {
    wants.add(new Want(service, name, rename, predecessor));
  }

  /** This container stops for good after that step, so its name can be had. */
  void goes(Observed.Container container, String stop) {
    going.put(container.id(), stop);
  }

  /** The container has its name no more after that step. */
  void isFree(Observed.Container container, String step) {
    freed.put(container.id(), step);
  }

  /** Whether another one than its successor gets this container's name. */
  boolean isAwaited(Observed.Container container) {
    return wants.stream()
        .anyMatch(
            want -> {
              Everyone.@Nullable Holder holder = holders.get(want.name());
              return holder != null
                  && holder.id().equals(container.id())
                  && !want.predecessor().equals(container.id());
            });
  }

  /**
   * Adds to the steps what they come after.
   *
   * @throws InvalidSpec when somebody keeps a name
   */
  void order() {
    for (Want want : wants) {
      Everyone.@Nullable Holder holder = holders.get(want.name());
      if (holder == null) {
        continue;
      }
      @Nullable String step = freed.computeIfAbsent(holder.id(), id -> setAside(holder));
      if (step == null) {
        throw refusal(want.service(), taken(want.name(), holder));
      }
      want.rename().after(step);
    }
  }

  private @Nullable String setAside(Everyone.Holder holder) {
    @Nullable String stop = going.get(holder.id());
    if (stop == null) {
      return null;
    }
    String id = "set " + holder.name() + " aside";
    String aside = unused(holder.name() + ".old-" + shortId(holder.id()));
    bands.second(
        RenameContainer.stepId(id, holder.id(), holder.name(), aside)
            .after(stop)
            .why("another one gets the name"));
    return id;
  }

  private String taken(String name, Everyone.Holder holder) {
    if (!holder.project().equals(deploy.desired().project())) {
      return "the name %s is taken by %s; remove or rename that one, or choose another name"
          .formatted(
              name,
              holder.project().isEmpty()
                  ? "a container that belongs to no stack"
                  : "a container of stack " + holder.project());
    }
    boolean orphan =
        !deploy.desired().services().containsKey(holder.service())
            && !deploy.desired().disabled().contains(holder.service());
    return "the name %s is taken by a container of service %s%s"
        .formatted(
            name,
            holder.service(),
            orphan
                ? ", which the file no longer has; remove it with --remove-orphans"
                : ", which stays; choose another name");
  }

  private static InvalidSpec refusal(Desired.Service service, String message) {
    return new InvalidSpec(
        List.of(InvalidSpec.Finding.at(service.places().containerName(), message)));
  }
}
