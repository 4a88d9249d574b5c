package io.dockeradvanced.stack.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.dockeradvanced.container.internal.StartContainer;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parts of the steps for one replica. */
final class StepParts {
  private StepParts() {}

  /** With the place in the file that a failure is shown with. */
  static Step.Builder placed(Desired.Service service, Step.Builder step) {
    return step.parameters(step.build().parameters().with(Step.WHERE, service.where()));
  }

  /** With the places of the ports, too: whether one is free shows when the container starts. */
  static Step.Builder asStart(Desired.Service service, Step.Builder step) {
    List<Data> ports =
        service.ports().stream()
            .map(
                port ->
                    Data.of("first", port.first())
                        .with("last", port.last())
                        .with("words", port.words())
                        .with(Step.WHERE, port.where()))
            .toList();
    placed(service, step);
    return ports.isEmpty()
        ? step
        : step.parameters(step.build().parameters().with(StartContainer.PORTS, ports));
  }

  /** What differs between a container and its successor. */
  static List<String> fields(Deploy deploy, Desired.Service service, Observed.Container old) {
    JsonNode missing = MissingNode.getInstance();
    return FieldDiff.of(
        deploy.engine().find(Call.get("/containers/" + old.id() + "/json")).orElse(missing),
        deploy.engine().find(Call.get("/images/" + old.imageId() + "/json")).orElse(missing),
        plain(service),
        deploy.secrets());
  }

  /** Without what refers to other containers: it is known only when those are there. */
  private static Data plain(Desired.Service service) {
    Map<String, @Nullable Object> host =
        new LinkedHashMap<>(service.body().object("HostConfig").asMap());
    service.references().uses().forEach(use -> host.remove(use.field()));
    return service.body().with("HostConfig", Data.of(host));
  }
}
