package io.dockeradvanced.stack.internal;

import io.dockeradvanced.operation.Data;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Completes the body of a create call for one replica. */
final class Bodies {
  /**
   * What a container takes over from its predecessor.
   *
   * @param mounts of a create call, by container path
   * @param anonymous the volumes among them that provably came with a predecessor
   * @param predecessor its name as Docker Compose says it, for a label; empty without one
   */
  record Inherited(Map<String, Data> mounts, Set<String> anonymous, String predecessor) {
    static final Inherited NOTHING = new Inherited(Map.of(), Set.of(), "");
  }

  private Bodies() {}

  /**
   * @param name the final name, also while it is created under another one
   * @param number 0 for a task, which has none
   * @param inherited taken over from a predecessor
   * @param links to other containers
   */
  static Data replica(
      Desired.Service service, String name, int number, Inherited inherited, List<String> links) {
    Data body = service.body();
    Data labels = body.object("Labels");
    if (number > 0) {
      labels = labels.with(Labels.NUMBER, Integer.toString(number));
    }
    if (!inherited.anonymous().isEmpty()) {
      labels = labels.with(Labels.ANONYMOUS, String.join(",", inherited.anonymous()));
    }
    if (!inherited.predecessor().isEmpty()) {
      labels = labels.with(Labels.REPLACE, inherited.predecessor());
    }
    body = body.with("Labels", labels);
    Data networking = body.object("NetworkingConfig");
    if (!networking.isEmpty()) {
      Data endpoints = networking.object("EndpointsConfig");
      for (String network : endpoints.asMap().keySet()) {
        endpoints = endpoints.with(network, endpoint(endpoints.object(network), name, links));
      }
      body = body.with("NetworkingConfig", networking.with("EndpointsConfig", endpoints));
    }
    if (!links.isEmpty()) {
      body = body.with("HostConfig", body.object("HostConfig").with("Links", links));
    }
    if (!inherited.mounts().isEmpty()) {
      Data hostConfig = body.object("HostConfig");
      body =
          body.with(
              "HostConfig", hostConfig.with("Mounts", mounts(hostConfig, inherited.mounts())));
    }
    return body;
  }

  /** The anonymous volumes of the file and of the image become those of the predecessor. */
  private static List<Data> mounts(Data hostConfig, Map<String, Data> inherited) {
    Map<String, Data> open = new LinkedHashMap<>(inherited);
    List<Data> mounts = new ArrayList<>();
    for (Data mount : hostConfig.objects("Mounts")) {
      Data old = isAnonymous(mount) ? open.remove(mount.text("Target")) : null;
      if (old == null) {
        mounts.add(mount);
      } else {
        // Of a volume the file may say more.
        boolean isVolume = old.text("Type").equals("volume");
        mounts.add(isVolume ? mount.with("Source", old.text("Source")) : old);
      }
    }
    mounts.addAll(open.values());
    return mounts;
  }

  /** Container paths of the volumes that the file wants without naming them. */
  static Set<String> anonymous(Data body) {
    return body.object("HostConfig").objects("Mounts").stream()
        .filter(Bodies::isAnonymous)
        .map(mount -> mount.text("Target"))
        .collect(Collectors.toSet());
  }

  private static boolean isAnonymous(Data mount) {
    return mount.text("Type").equals("volume") && !mount.has("Source");
  }

  /** How the file attaches a replica to a network; empty when it does not. */
  static Optional<Data> endpoint(
      Desired.Service service, String network, String name, List<String> links) {
    Data together =
        service.body().object("NetworkingConfig").object("EndpointsConfig").object(network);
    Optional<Data> later =
        service.attachments().stream()
            .filter(attachment -> attachment.network().equals(network))
            .map(Desired.Attachment::endpoint)
            .findFirst();
    return (together.isEmpty() ? later : Optional.of(together))
        .map(endpoint -> endpoint(endpoint, name, links));
  }

  /** Every replica answers to its own name first, then to those it shares with its siblings. */
  static Data endpoint(Data endpoint, String name, List<String> links) {
    if (!endpoint.has("Aliases")) {
      return endpoint;
    }
    List<String> aliases = new ArrayList<>();
    aliases.add(name);
    aliases.addAll(endpoint.texts("Aliases"));
    Data named = endpoint.with("Aliases", aliases);
    return links.isEmpty() ? named : named.with("Links", links);
  }
}
