package io.dockeradvanced.stack;

import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which images of a stack are pulled, with what {@code docker compose pull} knows. Immutable.
 *
 * @param services those whose images are pulled; none for all
 * @param withDependencies whether those are pulled, too, that they depend on
 * @param ignoreBuildable whether images that can be built are left out
 * @param ignoreFailures whether an image that cannot be pulled is a warning only
 * @param policy when images are pulled, in place of what the file says
 */
public record PullOptions(
    Set<String> services,
    boolean withDependencies,
    boolean ignoreBuildable,
    boolean ignoreFailures,
    Optional<DeployOptions.Pull> policy) {

  private static final PullOptions DEFAULTS =
      new PullOptions(Set.of(), false, false, false, Optional.empty());

  public PullOptions {
    services = Collections.unmodifiableSet(new TreeSet<>(services));
  }

  /** All services, as the file says. */
  public static PullOptions defaults() {
    return DEFAULTS;
  }

  /** Of these services only; none for all. */
  public PullOptions services(String... names) {
    Set<String> some = new TreeSet<>(Arrays.asList(names));
    return new PullOptions(some, withDependencies, ignoreBuildable, ignoreFailures, policy);
  }

  public PullOptions withDependencies(boolean with) {
    return new PullOptions(services, with, ignoreBuildable, ignoreFailures, policy);
  }

  public PullOptions ignoreBuildable(boolean ignore) {
    return new PullOptions(services, withDependencies, ignore, ignoreFailures, policy);
  }

  public PullOptions ignoreFailures(boolean ignore) {
    return new PullOptions(services, withDependencies, ignoreBuildable, ignore, policy);
  }

  public PullOptions policy(DeployOptions.Pull when) {
    return new PullOptions(
        services, withDependencies, ignoreBuildable, ignoreFailures, Optional.of(when));
  }
}
