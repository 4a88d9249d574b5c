package io.dockeradvanced.stack.internal;

import io.dockeradvanced.container.internal.Hooks;
import io.dockeradvanced.container.internal.PreStart;
import io.dockeradvanced.operation.Change;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The step that runs the {@code pre_start} hooks of a service: once, when containers of it start
 * and none runs on. It comes after all stops of the service, and before all its starts.
 */
final class PreStarts {
  private static final String WHY = "no container of the service runs";

  private final Deploy deploy;
  private final Bands bands;
  private final Gates gates;
  private final Creations creations;

  PreStarts(Deploy deploy, Bands bands, Gates gates, Creations creations) {
    this.deploy = deploy;
    this.bands = bands;
    this.gates = gates;
    this.creations = creations;
  }

  /**
   * Adds it where it is due; answers whether it is.
   *
   * @param starting the steps that start containers of the service, that of the first one first
   */
  boolean add(Desired.Service service, List<Step.Builder> starting) {
    Data hooks = PreStart.secret(service.extras().hooks());
    if (hooks.isEmpty() || starting.isEmpty() || runsOn(service.name())) {
      return false;
    }
    Step.Builder hook =
        step(
                deploy.desired().project(),
                service.name(),
                reference(starting.get(0)),
                hooks,
                deploy.options().healthTimeout())
            .after(stops(bands, service.name()))
            .after(gates.dependencies(service));
    creations.afterNetworks(service, hook);
    for (Data each : hooks.objects(Hooks.PRE_START)) {
      hook.after(creations.image(service, each.object("body").text("Image"), pull(each)));
    }
    bands.second(StepParts.placed(service, hook));
    starting.forEach(start -> start.after(hook.build().id()));
    // What the starts wait for beyond this deploy, it waits for, too.
    starting.add(0, hook);
    deploy.plan().change(change(service.name(), service.image()));
    return true;
  }

  private boolean runsOn(String service) {
    Set<Observed.Container> stopping = bands.stops().keySet();
    return deploy.observed().replicas(service).stream()
        .anyMatch(container -> container.isUp() && !stopping.contains(container));
  }

  private String pull(Data hook) {
    return deploy
        .options()
        .pull()
        .map(p -> p.name().toLowerCase(Locale.ROOT))
        .orElse(hook.text("pull"));
  }

  /** The container that a step starts. */
  private static Data reference(Step.Builder start) {
    Data parameters = start.build().parameters();
    return parameters
        .find("from")
        .map(from -> Data.of("from", from))
        .orElseGet(() -> Data.of("id", parameters.text("id")));
  }

  // ---- also of services that a deploy is not of

  /**
   * @param of {@code from} or {@code id} of the container whose volumes they have
   * @param hooks the secret
   */
  static Step.Builder step(String project, String service, Data of, Data hooks, Duration timeout) {
    return PreStart.step(
            "pre_start " + service, service, project + "-" + service, of, hooks, timeout)
        .why(WHY);
  }

  static Change change(String service, String image) {
    return new Change("run", "pre_start", service, WHY, image, List.of());
  }

  /** The steps that stop containers of a service. */
  static List<String> stops(Bands bands, String service) {
    List<String> stops = new ArrayList<>();
    bands
        .stops()
        .forEach(
            (container, stop) -> {
              if (container.service().equals(service) && !container.oneOff()) {
                stops.add(stop.build().id());
              }
            });
    return stops;
  }
}
