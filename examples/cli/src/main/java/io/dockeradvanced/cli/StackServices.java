package io.dockeradvanced.cli;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.Select;
import io.dockeradvanced.container.ContainerState;
import io.dockeradvanced.container.ContainerSummary;
import io.dockeradvanced.container.Containers;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.stack.StackStatus;
import io.dockeradvanced.stack.Stacks;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Finds the containers of a stack's services, for commands that look or do something in one. */
final class StackServices {
  private static final String TASK = "com.docker.compose.oneoff";
  private static final String NUMBER = "com.docker.compose.container-number";
  private static final Set<ContainerState> RUNNING =
      Set.of(ContainerState.RUNNING, ContainerState.PAUSED, ContainerState.RESTARTING);

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
   * One container of a service that runs, as Docker Compose finds it: that of the lowest number, a
   * task when nothing else does.
   *
   * @param index its number; 0 for any
   */
  static ContainerSummary running(DockerHost host, String stack, String service, int index) {
    return Containers.on(host).list(Select.service(stack, service)).stream()
        .filter(container -> RUNNING.contains(container.state()))
        .filter(container -> index == 0 || number(container) == index)
        .min(
            Comparator.comparing(StackServices::isTask)
                .thenComparing(StackServices::number)
                .thenComparing(ContainerSummary::name))
        .orElseThrow(() -> new StackServices(host, stack).noneRuns(service, index));
  }

  private static boolean isTask(ContainerSummary container) {
    return container.labels().getOrDefault(TASK, "").equalsIgnoreCase("true");
  }

  private static int number(ContainerSummary container) {
    String number = container.labels().getOrDefault(NUMBER, "");
    return number.matches("[0-9]{1,9}") ? Integer.parseInt(number) : 0;
  }

  private DockerAdvancedException noneRuns(String name, int index) {
    StackStatus.Service service = find(name);
    List<String> numbers =
        service.replicas().stream().map(replica -> Integer.toString(replica.number())).toList();
    if (index != 0 && !numbers.contains(Integer.toString(index))) {
      return new InvalidSpec(
          "--index",
          0,
          0,
          "service %s has no container %d; it has %s"
              .formatted(name, index, String.join(", ", numbers)));
    }
    return new DockerAdvancedException(
        "%s: no container of service %s of %s runs%s; see da stack start"
            .formatted(
                host.name(), name, status.name(), index == 0 ? "" : " with the number " + index));
  }
}
