package io.dockeradvanced.stack.internal;

import io.dockeradvanced.container.internal.CopyFiles;
import io.dockeradvanced.container.internal.StartContainer;
import io.dockeradvanced.operation.Step;

/** The steps that start containers, with what belongs to a start: files before it, hooks after. */
final class Starts {
  private final Bands bands;
  private final ServiceHooks hooks;

  Starts(Bands bands, ServiceHooks hooks) {
    this.bands = bands;
    this.hooks = hooks;
  }

  /** The id of the step that puts files into a container. */
  static String files(String name) {
    return "put files into " + name;
  }

  /** Starts what the step {@code create} made; its files are put in with its creation. */
  Step.Builder fresh(Desired.Service service, String id, String name, String create) {
    Step.Builder start = StartContainer.stepFrom(id, name, create, service.stopSeconds());
    if (!service.extras().files().isEmpty()) {
      start.after(files(name));
    }
    return ServiceHooks.with(start, service);
  }

  /**
   * Starts one that is there. As with Docker Compose it gets its files anew: what they are made of
   * may have changed since.
   *
   * @param stop the step that it is stopped by before; empty when it does not run
   */
  Step.Builder known(
      Desired.Service service, String id, Observed.Container container, String stop) {
    Step.Builder start =
        StartContainer.stepId(id, container.name(), container.id(), service.stopSeconds());
    if (!stop.isEmpty()) {
      start.after(stop);
    }
    if (!service.extras().files().isEmpty()) {
      String files = files(container.name());
      Step.Builder copy =
          CopyFiles.stepId(files, container.name(), container.id(), service.extras().files())
              .why("configs and secrets of service " + service.name());
      if (!stop.isEmpty()) {
        copy.after(stop);
      }
      bands.second(copy);
      start.after(files);
    }
    return hooks.with(start, container);
  }
}
