package io.dockeradvanced.stack;

import java.time.Duration;

/**
 * How a stack is deployed. Immutable.
 *
 * @param healthTimeout how long a container may take to become healthy or to complete
 * @param removeOrphans whether containers of services that the file no longer has are removed
 * @param parallelism how many engine calls are made at once
 */
public record DeployOptions(Duration healthTimeout, boolean removeOrphans, int parallelism) {
  private static final DeployOptions DEFAULTS = new DeployOptions(Duration.ofMinutes(5), false, 8);

  public DeployOptions {
    if (healthTimeout.isNegative() || healthTimeout.isZero()) {
      throw new IllegalArgumentException("healthTimeout is not positive: " + healthTimeout);
    }
    if (parallelism < 1) {
      throw new IllegalArgumentException("parallelism is " + parallelism);
    }
  }

  /** Five minutes, orphans stay, eight calls at once. */
  public static DeployOptions defaults() {
    return DEFAULTS;
  }

  public DeployOptions healthTimeout(Duration timeout) {
    return new DeployOptions(timeout, removeOrphans, parallelism);
  }

  public DeployOptions removeOrphans(boolean remove) {
    return new DeployOptions(healthTimeout, remove, parallelism);
  }

  public DeployOptions parallelism(int calls) {
    return new DeployOptions(healthTimeout, removeOrphans, calls);
  }
}
