package io.dockeradvanced.stack.internal;

import io.dockeradvanced.operation.Data;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Completes the body of a create call for one replica. */
final class Bodies {
  private Bodies() {}

  /**
   * @param name the final name, also while it is created under another one
   * @param inherited names of volumes by container path, taken over from a predecessor
   */
  static Data replica(Desired.Service service, String name, int number, Data inherited) {
    Data body = service.body();
    body = body.with("Labels", body.object("Labels").with(Labels.NUMBER, Integer.toString(number)));
    Data networking = body.object("NetworkingConfig");
    if (!networking.isEmpty()) {
      Data endpoints = networking.object("EndpointsConfig");
      for (String network : endpoints.asMap().keySet()) {
        endpoints = endpoints.with(network, endpoint(endpoints.object(network), name));
      }
      body = body.with("NetworkingConfig", networking.with("EndpointsConfig", endpoints));
    }
    if (!inherited.isEmpty()) {
      Data hostConfig = body.object("HostConfig");
      List<Object> mounts = new ArrayList<>(hostConfig.objects("Mounts"));
      for (Map.Entry<String, ?> mount : inherited.asMap().entrySet()) {
        mounts.add(
            Data.of("Type", "volume")
                .with("Source", String.valueOf(mount.getValue()))
                .with("Target", mount.getKey()));
      }
      body = body.with("HostConfig", hostConfig.with("Mounts", mounts));
    }
    return body;
  }

  /** Every replica answers to its own name first, then to those it shares with its siblings. */
  static Data endpoint(Data endpoint, String name) {
    if (!endpoint.has("Aliases")) {
      return endpoint;
    }
    List<String> aliases = new ArrayList<>();
    aliases.add(name);
    aliases.addAll(endpoint.texts("Aliases"));
    return endpoint.with("Aliases", aliases);
  }
}
