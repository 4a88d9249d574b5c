package io.dockeradvanced.stack.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why containers have to be made anew.
 *
 * @param networkSteps steps that make networks, by key
 */
record Causes(Desired desired, Observed observed, Images images, Map<String, String> networkSteps) {

  /** Why a container has to be made anew; empty when it is up to date. */
  List<String> of(Desired.Service service, Observed.Container container) {
    List<String> causes = new ArrayList<>();
    if (!container.hash().equals(service.hash())) {
      causes.add("its configuration changed");
    }
    images
        .id(service.image())
        .ifPresent(
            id -> {
              String made =
                  container.imageLabel().isEmpty() ? container.imageId() : container.imageLabel();
              if (!made.equals(id)) {
                causes.add("image %s changed".formatted(service.image()));
              }
            });
    images
        .whyBuilt(desired, service.image())
        .ifPresent(why -> causes.add("image %s is built anew".formatted(service.image())));
    if (container.state().equals("dead") || container.state().equals("removing")) {
      causes.add("it is " + container.state());
    }
    for (String key : service.networkKeys()) {
      Desired.Network network = desired.networks().get(key);
      if (network == null || networkSteps.containsKey(key)) {
        if (network != null && container.networks().containsKey(network.name())) {
          causes.add("network %s is made anew".formatted(network.name()));
        }
        continue;
      }
      @Nullable String attached = container.networks().get(network.name());
      String expected = observed.network(network.name()).map(Observed.Network::id).orElse("");
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
