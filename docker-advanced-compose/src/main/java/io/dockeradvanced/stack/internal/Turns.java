package io.dockeradvanced.stack.internal;

import io.dockeradvanced.container.internal.StartContainer;
import io.dockeradvanced.container.internal.StopContainer;
import io.dockeradvanced.internal.engine.StopGrace;
import io.dockeradvanced.operation.Step;
import java.time.Duration;
import java.util.Optional;

/**
 * The one place where the verbs of a stack stop and start a container, with what belongs to every
 * stop and start: the hooks of the container.
 *
 * @param grace in place of that of the container
 */
record Turns(Optional<Duration> grace, ServiceHooks hooks) {

  Step.Builder stop(String id, Observed.Container container) {
    return hooks.with(
        StopContainer.step(id, container.name(), container.id(), seconds()), container);
  }

  Step.Builder start(String id, Observed.Container container) {
    return hooks.with(
        StartContainer.stepId(id, container.name(), container.id(), seconds()), container);
  }

  private long seconds() {
    return grace.map(StopGrace::seconds).orElse(StopContainer.OWN_GRACE);
  }
}
