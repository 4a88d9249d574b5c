package io.dockeradvanced.stack;

import io.dockeradvanced.internal.engine.StopGrace;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How a stack is taken down, with what {@code docker compose down} knows. Immutable.
 *
 * @param volumes whether volumes are removed with their data: named ones, and those without a name
 *     that containers of services have
 * @param removeOrphans whether the containers of tasks go, too, and those of services that a file
 *     that is given does not have
 * @param services the services whose containers go; empty for all
 * @param stopTimeout how long a container has to stop before it is killed, in place of its own
 *     time; in whole seconds, rounded up
 * @param images which images are removed
 */
public record DownOptions(
    boolean volumes,
    boolean removeOrphans,
    Set<String> services,
    Optional<Duration> stopTimeout,
    Images images) {

  /** Which images go with a stack; one that is used by others stays, with a warning. */
  public enum Images {
    /** None. */
    NONE,
    /** Those that were built for it. */
    LOCAL,
    /** All that its services use. */
    ALL
  }

  private static final DownOptions DEFAULTS =
      new DownOptions(false, false, Set.of(), Optional.empty(), Images.NONE);

  public DownOptions {
    stopTimeout.ifPresent(StopGrace::check);
    services = Collections.unmodifiableSet(new TreeSet<>(services));
  }

  /** All services; volumes and images stay, and so do tasks. */
  public static DownOptions defaults() {
    return DEFAULTS;
  }

  public DownOptions volumes(boolean remove) {
    return new DownOptions(remove, removeOrphans, services, stopTimeout, images);
  }

  /** As {@code docker compose down --remove-orphans}. */
  public DownOptions removeOrphans(boolean remove) {
    return new DownOptions(volumes, remove, services, stopTimeout, images);
  }

  /**
   * Takes down these services only. With a file they are as {@code docker compose down SERVICE…}
   * takes them: those that depend on them stay, and networks and volumes of theirs, and of those
   * that they depend on, go unless somebody uses them. By the name of the stack alone those that
   * depend on them go, too.
   */
  public DownOptions services(String... names) {
    return new DownOptions(
        volumes, removeOrphans, new TreeSet<>(Arrays.asList(names)), stopTimeout, images);
  }

  /**
   * How long containers have to stop before they are killed; in whole seconds, rounded up.
   *
   * @throws IllegalArgumentException when it is negative
   */
  public DownOptions stopTimeout(Duration time) {
    return new DownOptions(volumes, removeOrphans, services, Optional.of(time), images);
  }

  /** As {@code docker compose down --rmi}. */
  public DownOptions images(Images which) {
    return new DownOptions(volumes, removeOrphans, services, stopTimeout, which);
  }
}
