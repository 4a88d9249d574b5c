package io.dockeradvanced.stack.internal;

import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.compose.PreStartSpec;
import io.dockeradvanced.compose.ServiceNetworkSpec;
import io.dockeradvanced.compose.ServiceSpec;
import io.dockeradvanced.container.internal.PreStart;
import io.dockeradvanced.internal.engine.ApiVersion;
import io.dockeradvanced.operation.Data;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The containers of {@code pre_start} hooks, as the step {@link PreStart} takes them and as Docker
 * Compose makes them: of what the service says they have its environment, networks and volumes, no
 * more. But nobody who asks for the service comes to one of them.
 */
final class PreStartBodies {
  private final ComposeProject project;
  private final ServiceSpec service;
  private final ApiVersion api;

  private PreStartBodies(ComposeProject project, ServiceSpec service, ApiVersion api) {
    this.project = project;
    this.service = service;
    this.api = api;
  }

  /**
   * @param pull how their images are pulled, where the stack does not build them
   */
  static List<Data> of(ComposeProject project, ServiceSpec service, ApiVersion api, String pull) {
    PreStartBodies bodies = new PreStartBodies(project, service, api);
    return service.preStart().stream().map(hook -> bodies.of(hook, pull)).toList();
  }

  /** The images of the hooks that are neither that of the service nor built by the stack. */
  static List<String> images(ComposeProject project, ServiceSpec service) {
    String own = Translate.image(project, service);
    return service.preStart().stream()
        .map(PreStartSpec::image)
        .filter(image -> !image.isEmpty() && !image.equals(own) && !isBuilt(project, image))
        .distinct()
        .toList();
  }

  private Data of(PreStartSpec hook, String pull) {
    String own = Translate.image(project, service);
    String image = hook.image().isEmpty() ? own : hook.image();
    Data networking = Data.empty();
    List<Data> later = new ArrayList<>();
    List<ServiceNetworkSpec> networks = service.networks();
    for (int i = 0; i < networks.size(); i++) {
      String name = Translate.networkName(project, networks.get(i).network());
      Data endpoint =
          Translate.endpoint(api, service, networks.get(i), i == 0).with("Aliases", List.of());
      if (i == 0 || api.atLeast(1, 44)) {
        networking = networking.with(name, endpoint);
      } else {
        later.add(Data.of("network", name).with("endpoint", endpoint));
      }
    }
    Data body =
        Translate.present(
                "Cmd", hook.command(),
                "User", hook.user(),
                "WorkingDir", hook.workingDirectory(),
                "Env", environment(hook))
            .with("Image", image)
            .with("Labels", labels())
            .with(
                "HostConfig",
                Translate.present("Privileged", hook.privileged())
                    .with("NetworkMode", Translate.mode(project, service)));
    if (!networking.isEmpty()) {
      body = body.with("NetworkingConfig", Data.of("EndpointsConfig", networking));
    }
    Data data = Data.of("body", body).with("pull", isBuilt(project, image) ? "never" : pull);
    Optional<String> platform =
        image.equals(own)
            ? Optional.of(Platforms.of(project, service)).filter(p -> !p.isEmpty())
            : Optional.empty();
    data = platform.isPresent() ? data.with("platform", platform.get()) : data;
    return later.isEmpty() ? data : data.with("connect", later);
  }

  private static boolean isBuilt(ComposeProject project, String image) {
    return project.services().values().stream()
        .anyMatch(
            other -> other.build().isPresent() && Translate.image(project, other).equals(image));
  }

  private List<String> environment(PreStartSpec hook) {
    Map<String, String> entries = new TreeMap<>();
    ContainerBody.environment(service).forEach(entry -> entries.put(entry.split("=", 2)[0], entry));
    hook.environment().forEach((name, value) -> entries.put(name, name + "=" + value));
    hook.unsetEnvironment().forEach(name -> entries.put(name, name));
    return List.copyOf(entries.values());
  }

  /** Without a config-hash, by which Docker Compose knows the containers of services. */
  private Data labels() {
    return Data.of(Labels.PROJECT, project.name())
        .with(Labels.SERVICE, service.name())
        .with(Labels.VERSION, project.composeRelease())
        .with(PreStart.LABEL, Labels.PRE_START);
  }
}
