package io.dockeradvanced.stack.internal;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.container.internal.Peers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The containers that the services of a stack will have, as far as they are planned: what those of
 * other services refer to. As with Docker Compose a reference means the first by name.
 */
final class PlannedContainers {
  /**
   * @param made the step that makes it; null for one that is there
   * @param id of one that is there; null for one that is made
   */
  private record Member(String name, @Nullable String made, @Nullable String id) {
    int in(Peers peers) {
      return made != null ? peers.made(made) : peers.there(String.valueOf(id));
    }
  }

  private final Deploy deploy;
  private final Map<String, TreeMap<String, Member>> members = new HashMap<>();
  private final Set<String> planned = new HashSet<>();

  PlannedContainers(Deploy deploy) {
    this.deploy = deploy;
  }

  /** From now on the service has the containers that are told, not those that are there. */
  void begins(Desired.Service service) {
    planned.add(service.name());
  }

  void made(Desired.Service service, String name, String step) {
    add(service, new Member(name, step, null));
  }

  void kept(Desired.Service service, String name, String id) {
    add(service, new Member(name, null, id));
  }

  private void add(Desired.Service service, Member member) {
    members.computeIfAbsent(service.name(), k -> new TreeMap<>()).put(member.name(), member);
  }

  /** By name; of a service that this deploy leaves alone those that are there. */
  private Collection<Member> of(String service) {
    TreeMap<String, Member> all = members.getOrDefault(service, new TreeMap<>());
    if (!planned.contains(service)) {
      deploy
          .observed()
          .replicas(service)
          .forEach(c -> all.putIfAbsent(c.name(), new Member(c.name(), null, c.id())));
    }
    return all.values();
  }

  private Member first(References.Use use) {
    return of(use.service()).stream()
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidSpec(
                    List.of(
                        InvalidSpec.Finding.at(
                            use.where(),
                            "service %s has no container whose %s could be used; let it have one"
                                .formatted(use.service(), use.words())))));
  }

  /** Why what refers to others has to be made anew; empty when all of them stay. */
  Optional<String> cause(Desired.Service service) {
    for (References.Use use : service.references().uses()) {
      if (first(use).made() != null) {
        return Optional.of(
            "it uses the %s of %s, which is made anew".formatted(use.words(), use.service()));
      }
    }
    if (service.references().linksById()) {
      for (References.Link link : service.references().links()) {
        boolean anew =
            !link.external() && of(link.target()).stream().anyMatch(m -> m.made() != null);
        if (anew) {
          return Optional.of("it is linked with %s, which is made anew".formatted(link.target()));
        }
      }
    }
    return Optional.empty();
  }

  /** Whether a container is as the service says, all of whose peers are there. */
  boolean isSame(Desired.Service service, Observed.Container container) {
    Adoption adoption = deploy.desired().adoption();
    if (!service.references().enterHash()) {
      return adoption.isSame(service, container);
    }
    Map<String, String> ids = new HashMap<>();
    service
        .references()
        .uses()
        .forEach(use -> ids.put(use.service(), String.valueOf(first(use).id())));
    return adoption.isSame(service, container, name -> ids.getOrDefault(name, name));
  }

  /** The links of one replica, as Docker Compose writes them. */
  List<String> links(Desired.Service service, int number) {
    List<String> links = new ArrayList<>();
    for (References.Link link : service.references().links()) {
      if (link.external()) {
        links.add(link.target() + ":" + link.alias());
        continue;
      }
      for (Member member : of(link.target())) {
        for (String alias : aliases(link, number)) {
          links.add(member.name() + ":" + alias);
        }
      }
    }
    return links;
  }

  /** Odd, but so it is: the number is that of the container that has the link. */
  private List<String> aliases(References.Link link, int number) {
    String numbered = link.target() + "-" + number;
    return List.of(link.alias(), numbered, deploy.desired().project() + "-" + numbered);
  }

  /** What a new replica is made with that belongs to others. */
  Peers peers(Desired.Service service, int number) {
    Peers peers = new Peers();
    References references = service.references();
    Map<String, Integer> numbers = new HashMap<>();
    for (References.Use use : references.uses()) {
      int peer = first(use).in(peers);
      numbers.put(use.service(), peer);
      if (use.isNamespace()) {
        peers.use(peer, use.field(), use.before());
      } else {
        peers.use(peer, use.field(), use.index(), use.after());
      }
    }
    if (references.linksById()) {
      byId(peers, references, number);
    }
    if (references.enterHash()) {
      HashPieces.of(references.hash(), numbers).addTo(peers);
    }
    return peers;
  }

  private void byId(Peers peers, References references, int number) {
    int index = 0;
    for (References.Link link : references.links()) {
      if (link.external()) {
        index++;
        continue;
      }
      for (Member member : of(link.target())) {
        int peer = member.in(peers);
        for (String alias : aliases(link, number)) {
          peers.use(peer, "Links", index++, ":" + alias);
        }
      }
    }
  }
}
