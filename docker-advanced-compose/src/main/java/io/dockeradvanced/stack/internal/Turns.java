package io.dockeradvanced.stack.internal;

import io.dockeradvanced.container.internal.StartContainer;
import io.dockeradvanced.container.internal.StopContainer;
import io.dockeradvanced.operation.Step;
import java.time.Duration;
import java.util.Optional;

/**
 * The one place where the verbs of a stack stop and start a container, with what belongs to every
 * stop and start.
 *
 * @param grace in place of that of the container
 */
record Turns(Optional<Duration> grace) {

  Step.Builder stop(String id, Observed.Container container) {
    return StopContainer.step(id, container.name(), container.id(), seconds());
  }

  Step.Builder start(String id, Observed.Container container) {
    return StartContainer.stepId(id, container.name(), container.id(), seconds());
  }

  private long seconds() {
    return grace.map(Duration::toSeconds).orElse(StopContainer.OWN_GRACE);
  }
}
