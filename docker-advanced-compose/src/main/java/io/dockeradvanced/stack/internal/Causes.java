package io.dockeradvanced.stack.internal;

import io.dockeradvanced.stack.DeployOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why containers have to be made anew.
 *
 * @param containers of the services this one refers to
 */
record Causes(Deploy deploy, PlannedContainers containers) {

  /** Why a container has to be made anew; empty when it is up to date. */
  List<String> of(Desired.Service service, Observed.Container container) {
    DeployOptions options = deploy.options();
    if (options.recreate() == DeployOptions.Recreate.NEVER) {
      return List.of();
    }
    boolean asked =
        deploy.isNamed(service)
            ? options.recreate() == DeployOptions.Recreate.ALWAYS || options.renewAnonymousVolumes()
            : options.recreateDependencies();
    List<String> causes = new ArrayList<>();
    if (asked) {
      causes.add("it was asked for");
    }
    causes.addAll(differences(service, container));
    return causes;
  }

  private List<String> differences(Desired.Service service, Observed.Container container) {
    Desired desired = deploy.desired();
    List<String> causes = new ArrayList<>();
    Optional<String> peer = containers.cause(service);
    if (peer.isPresent()) {
      causes.add(peer.get());
    } else if (!containers.isSame(service, container)) {
      causes.add("its configuration changed");
    }
    deploy
        .images()
        .id(service.image())
        .ifPresent(
            id -> {
              String made =
                  container.imageLabel().isEmpty() ? container.imageId() : container.imageLabel();
              if (!made.equals(id) && !deploy.images().isPart(service.image(), made)) {
                causes.add("image %s changed".formatted(service.image()));
              }
            });
    deploy
        .images()
        .whyBuilt(desired, service.image())
        .ifPresent(why -> causes.add("image %s is built anew".formatted(service.image())));
    if (container.state().equals("dead") || container.state().equals("removing")) {
      causes.add("it is " + container.state());
    }
    for (String key : service.networkKeys()) {
      Desired.Network network = desired.networks().get(key);
      if (network != null
          && deploy.remakes().isRemade(network.name())
          && container.networks().containsKey(network.name())) {
        // It stays, and changes from the old one into the new one, if it can.
        deploy
            .remakes()
            .lostAddress(container, network.name())
            .ifPresent(
                mac ->
                    causes.add(
                        "network %s is made anew, and only a new container gets a MAC address"
                            .formatted(network.name())));
        continue;
      }
      if (network == null) {
        continue;
      }
      if (deploy.networkSteps().containsKey(key)) {
        boolean inOld = container.networks().containsKey(network.name());
        causes.add(
            (inOld ? "network %s is made anew" : "it is not attached to network %s")
                .formatted(network.name()));
        continue;
      }
      @Nullable String attached = container.networks().get(network.name());
      String expected =
          deploy.observed().network(network.name()).map(Observed.Network::id).orElse("");
      if (attached == null
          || !attached.isEmpty() && !expected.isEmpty() && !attached.equals(expected)) {
        causes.add("it is not attached to network %s".formatted(network.name()));
      }
    }
    for (String key : service.volumeKeys()) {
      Desired.Volume volume = desired.volumes().get(key);
      if (volume != null && !container.volumesByTarget().containsValue(volume.name())) {
        causes.add("it does not mount volume %s".formatted(volume.name()));
      }
    }
    return causes;
  }
}
