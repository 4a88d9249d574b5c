package io.dockeradvanced.stack.internal;

import io.dockeradvanced.container.internal.RemoveContainer;
import io.dockeradvanced.container.internal.StopContainer;
import io.dockeradvanced.operation.Change;
import io.dockeradvanced.operation.Step;
import java.util.List;

/** Containers that go and have no successor. */
final class Removals {
  private static final String LEFT = "an interrupted change left it behind";

  private final Deploy deploy;
  private final Bands bands;
  private final Names names;
  private final HostPorts ports;
  private final ServiceHooks hooks;

  Removals(Deploy deploy, Bands bands, Names names, HostPorts ports, ServiceHooks hooks) {
    this.deploy = deploy;
    this.bands = bands;
    this.names = names;
    this.ports = ports;
    this.hooks = hooks;
  }

  /** Stops a container, and removes it after the commit. */
  void add(Observed.Container container, long stopSeconds, String why) {
    String stop = "stop " + container.name();
    Step.Builder stopping =
        hooks
            .with(
                StopContainer.step(
                    stop, container.name(), container.id(), deploy.stopSeconds(stopSeconds)),
                container)
            .why(why);
    bands.stop(container, stopping);
    names.goes(container, stop);
    ports.frees(container, stop);
    deploy.remakes().detach(bands, container, stop);
    bands.third(
        RemoveContainer.step("remove " + container.name(), container.name(), container.id(), false)
            .after(stop)
            .why(why));
    change(container, why);
  }

  /** What an interrupted change left; what never ran holds nothing but a name and goes at once. */
  void addLeftover(Observed.Container left, long stopSeconds) {
    if (!left.neverRan()) {
      add(left, stopSeconds, LEFT);
      return;
    }
    String id = "remove " + left.name();
    bands.first(RemoveContainer.unstarted(id, left.name(), left.id()).why(LEFT));
    names.isFree(left, id);
    deploy.remakes().gone(left, id);
    change(left, LEFT);
  }

  /** The container of a hook that was left behind; somebody may be at one that runs. */
  void addHook(Observed.Container hook) {
    if (!hook.isUp()) {
      bands.third(
          RemoveContainer.stopped("remove " + hook.name(), hook.name(), hook.id(), true).why(LEFT));
      change(hook, LEFT);
    }
  }

  private void change(Observed.Container container, String why) {
    deploy
        .plan()
        .change(
            new Change("remove", "container", container.name(), why, container.image(), List.of()));
  }
}
