package io.dockeradvanced.stack;

import io.dockeradvanced.internal.engine.StopGrace;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * How a stack is deployed, with what {@code docker compose up} knows. Immutable.
 *
 * <pre>{@code
 * DeployOptions.defaults().services("web").withoutDependencies(true).scale("web", 3)
 * }</pre>
 *
 * @param healthTimeout how long a container may take to become healthy or to complete
 * @param stopTimeout how long a container that is replaced, restarted or removed has to stop before
 *     it is killed, in place of its own time; in whole seconds, rounded up
 * @param removeOrphans whether containers of services that the file no longer has are removed
 * @param parallelism how many engine calls are made at once
 * @param services the services that are deployed, with those they depend on; empty for all
 * @param withoutDependencies whether of those only the named ones are deployed
 * @param scale numbers of containers, by service, in place of those of the file
 * @param recreate which containers are made anew; of chosen services, where some are chosen
 * @param recreateDependencies whether those are made anew that chosen services depend on
 * @param renewAnonymousVolumes whether chosen services are made anew without the volumes that have
 *     no name; the old ones stay on the engine
 * @param pull when images are pulled, in place of what the file says
 * @param afterPulls whether what is pulled although it is there has just been pulled, by {@link
 *     Stacks#planPulls}
 * @param build whether images are built anew, of services that are built, when what they are made
 *     of has changed; they are not pulled then
 * @param withoutBuilds whether nothing is built; it is an error when an image is not there that
 *     only a build could give
 * @param start whether containers are started; else they are only made
 * @param volumes what becomes of a volume that the file describes otherwise than it is
 */
public record DeployOptions(
    Duration healthTimeout,
    Optional<Duration> stopTimeout,
    boolean removeOrphans,
    int parallelism,
    Set<String> services,
    boolean withoutDependencies,
    Map<String, Integer> scale,
    Recreate recreate,
    boolean recreateDependencies,
    boolean renewAnonymousVolumes,
    Optional<Pull> pull,
    boolean afterPulls,
    boolean build,
    boolean withoutBuilds,
    boolean start,
    ChangedVolumes volumes) {

  /** Which containers are made anew. */
  public enum Recreate {
    /** Those that are not as the file says. */
    AUTO,
    /** All. */
    ALWAYS,
    /** None; they stay as they are. */
    NEVER
  }

  /** When images are pulled. */
  public enum Pull {
    /**
     * Before a deploy, so that containers of an older image are made anew; by a plan alone, before
     * each container that is made.
     */
    ALWAYS,
    /** When they are not there. */
    MISSING,
    /** Never; it is an error when one is not there. */
    NEVER
  }

  /** What becomes of a volume whose configuration is not that of the file. */
  public enum ChangedVolumes {
    /** It is used as it is, with a warning. */
    KEEP,
    /** The plan is refused. */
    REFUSE
  }

  private static final DeployOptions DEFAULTS = new Draft().build();

  public DeployOptions {
    if (healthTimeout.isNegative() || healthTimeout.isZero()) {
      throw new IllegalArgumentException("healthTimeout is not positive: " + healthTimeout);
    }
    stopTimeout.ifPresent(StopGrace::check);
    if (parallelism < 1) {
      throw new IllegalArgumentException("parallelism is " + parallelism);
    }
    scale.forEach(
        (service, number) -> {
          if (number < 0) {
            throw new IllegalArgumentException("scale of %s is %d".formatted(service, number));
          }
        });
    if (recreate == Recreate.NEVER && (recreateDependencies || renewAnonymousVolumes)) {
      throw new IllegalArgumentException(
          "nothing is made anew, so neither can dependencies nor volumes without a name");
    }
    if (withoutDependencies && recreateDependencies) {
      throw new IllegalArgumentException(
          "dependencies are left alone, so they cannot be made anew");
    }
    if (build && withoutBuilds) {
      throw new IllegalArgumentException("nothing is built, so nothing can be built anew");
    }
    services = Collections.unmodifiableSet(new TreeSet<>(services));
    scale = Collections.unmodifiableMap(new TreeMap<>(scale));
  }

  /**
   * All services as the file says, five minutes to become well, orphans and volumes stay, eight
   * calls at once.
   */
  public static DeployOptions defaults() {
    return DEFAULTS;
  }

  public DeployOptions healthTimeout(Duration timeout) {
    return with(draft -> draft.healthTimeout = timeout);
  }

  /**
   * How long containers have to stop before they are killed; in whole seconds, rounded up.
   *
   * @throws IllegalArgumentException when it is negative
   */
  public DeployOptions stopTimeout(Duration time) {
    return with(draft -> draft.stopTimeout = Optional.of(time));
  }

  public DeployOptions removeOrphans(boolean remove) {
    return with(draft -> draft.removeOrphans = remove);
  }

  public DeployOptions parallelism(int calls) {
    return with(draft -> draft.parallelism = calls);
  }

  /** Deploys these services only, and those they depend on; none for all. */
  public DeployOptions services(String... names) {
    return with(draft -> draft.services = new LinkedHashSet<>(Arrays.asList(names)));
  }

  /** Leaves alone what the chosen services depend on. */
  public DeployOptions withoutDependencies(boolean without) {
    return with(draft -> draft.withoutDependencies = without);
  }

  /** Gives a service another number of containers than the file does. */
  public DeployOptions scale(String service, int containers) {
    Map<String, Integer> all = new TreeMap<>(scale);
    all.put(service, containers);
    return with(draft -> draft.scale = all);
  }

  public DeployOptions recreate(Recreate which) {
    return with(draft -> draft.recreate = which);
  }

  /** Makes anew what the chosen services depend on, too. */
  public DeployOptions recreateDependencies(boolean anew) {
    return with(draft -> draft.recreateDependencies = anew);
  }

  public DeployOptions renewAnonymousVolumes(boolean renew) {
    return with(draft -> draft.renewAnonymousVolumes = renew);
  }

  public DeployOptions pull(Pull when) {
    return with(draft -> draft.pull = Optional.of(when));
  }

  /** For the plan of a deploy whose {@linkplain Stacks#planPulls pulls} have been made. */
  public DeployOptions afterPulls(boolean pulled) {
    return with(draft -> draft.afterPulls = pulled);
  }

  /** Builds what is built when it has changed, whatever its pull policy says. */
  public DeployOptions build(boolean anew) {
    return with(draft -> draft.build = anew);
  }

  /** Builds nothing, whatever a pull policy says. */
  public DeployOptions withoutBuilds(boolean without) {
    return with(draft -> draft.withoutBuilds = without);
  }

  public DeployOptions start(boolean start) {
    return with(draft -> draft.start = start);
  }

  /** What becomes of volumes that are not as the file says. No volume is ever removed silently. */
  public DeployOptions volumes(ChangedVolumes policy) {
    return with(draft -> draft.volumes = policy);
  }

  private DeployOptions with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.build();
  }

  /** The parts of options while they are put together. */
  private static final class Draft {
    private Duration healthTimeout = Duration.ofMinutes(5);
    private Optional<Duration> stopTimeout = Optional.empty();
    private boolean removeOrphans;
    private int parallelism = 8;
    private Set<String> services = Set.of();
    private boolean withoutDependencies;
    private Map<String, Integer> scale = Map.of();
    private Recreate recreate = Recreate.AUTO;
    private boolean recreateDependencies;
    private boolean renewAnonymousVolumes;
    private Optional<Pull> pull = Optional.empty();
    private boolean afterPulls;
    private boolean build;
    private boolean withoutBuilds;
    private boolean start = true;
    private ChangedVolumes volumes = ChangedVolumes.KEEP;

    Draft() {}

    Draft(DeployOptions from) {
      healthTimeout = from.healthTimeout;
      stopTimeout = from.stopTimeout;
      removeOrphans = from.removeOrphans;
      parallelism = from.parallelism;
      services = from.services;
      withoutDependencies = from.withoutDependencies;
      scale = from.scale;
      recreate = from.recreate;
      recreateDependencies = from.recreateDependencies;
      renewAnonymousVolumes = from.renewAnonymousVolumes;
      pull = from.pull;
      afterPulls = from.afterPulls;
      build = from.build;
      withoutBuilds = from.withoutBuilds;
      start = from.start;
      volumes = from.volumes;
    }

    DeployOptions build() {
      return new DeployOptions(
          healthTimeout,
          stopTimeout,
          removeOrphans,
          parallelism,
          services,
          withoutDependencies,
          scale,
          recreate,
          recreateDependencies,
          renewAnonymousVolumes,
          pull,
          afterPulls,
          build,
          withoutBuilds,
          start,
          volumes);
    }
  }
}
