package io.dockeradvanced.cli;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.stack.StackStatus;
import io.dockeradvanced.stack.Stacks;
import java.util.ArrayList;
import java.util.List;

/** Finds the containers of a stack's services, for commands that look or do something in one. */
final class StackServices {
  private final DockerHost host;
  private final StackStatus status;

  StackServices(DockerHost host, String stack) {
    this.host = host;
    this.status = Stacks.on(host).status(stack);
    if (status.state() == StackStatus.State.ABSENT) {
      throw new DockerAdvancedException(
          "%s: there is no stack %s; see da stack ls".formatted(host.name(), stack));
    }
  }

  /** Those of some services, or of all when none is named. */
  List<StackStatus.Replica> replicas(List<String> services) {
    List<StackStatus.Replica> replicas = new ArrayList<>();
    for (StackStatus.Service service : services(services)) {
      replicas.addAll(service.replicas());
    }
    return replicas;
  }

  List<StackStatus.Service> services(List<String> names) {
    for (String name : names) {
      find(name);
    }
    return status.services().stream()
        .filter(service -> names.isEmpty() || names.contains(service.name()))
        .toList();
  }

  private StackStatus.Service find(String name) {
    return status.services().stream()
        .filter(service -> service.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidSpec(
                    name,
                    0,
                    0,
                    "stack %s on %s has no container of such a service; it has those of %s"
                        .formatted(
                            status.name(),
                            host.name(),
                            String.join(
                                ", ",
                                status.services().stream()
                                    .map(StackStatus.Service::name)
                                    .toList()))));
  }

  /**
   * One container of a service.
   *
   * @param index its number; 0 for the first one
   */
  StackStatus.Replica replica(String name, int index) {
    StackStatus.Service service = find(name);
    return service.replicas().stream()
        .filter(replica -> index == 0 || replica.number() == index)
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidSpec(
                    "--index",
                    0,
                    0,
                    "service %s has no container %d; it has %s"
                        .formatted(
                            name,
                            index,
                            String.join(
                                ", ",
                                service.replicas().stream()
                                    .map(replica -> Integer.toString(replica.number()))
                                    .toList()))));
  }
}
