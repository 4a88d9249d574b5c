package io.dockeradvanced.stack.internal;

import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.StopGrace;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.stack.DeployOptions;
import java.util.Map;

/**
 * What the planners of one deploy share.
 *
 * @param everyone on the engine
 * @param networkSteps steps that make networks, by key
 * @param volumeSteps steps that make volumes, by key
 * @param remakes networks that are made anew
 */
record Deploy(
    Engine engine,
    Secrets secrets,
    Desired desired,
    Observed observed,
    Everyone everyone,
    DeployOptions options,
    Images images,
    PlanData.Builder plan,
    Map<String, String> networkSteps,
    Map<String, String> volumeSteps,
    Remakes remakes) {

  /**
   * The seconds that a container has to stop.
   *
   * @param own those where the options say nothing
   */
  long stopSeconds(long own) {
    return options.stopTimeout().map(StopGrace::seconds).orElse(own);
  }

  /** Whether the options mean this very service, not only one that it depends on. */
  boolean isNamed(Desired.Service service) {
    return options.services().isEmpty() || options.services().contains(service.name());
  }
}
