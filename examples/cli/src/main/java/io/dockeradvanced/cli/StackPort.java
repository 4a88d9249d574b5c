package io.dockeradvanced.cli;

import io.dockeradvanced.container.ContainerSummary;
import io.dockeradvanced.container.Port;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code da stack port}. */
@Command(
    name = "port",
    description = "Shows where a port of a service is published.",
    mixinStandardHelpOptions = true)
final class StackPort implements Callable<Integer> {
  @ParentCommand StackCommand parent;

  @Mixin StackFiles files;

  @Option(
      names = "--protocol",
      paramLabel = "tcp|udp|sctp",
      defaultValue = "tcp",
      description = "tcp by default.")
  String protocol = "tcp";

  @Option(
      names = "--index",
      paramLabel = "N",
      description = "The number of the container; the first one that runs by default.")
  int index;

  @Parameters(index = "0", paramLabel = "SERVICE", description = "The service.")
  String service = "";

  @Parameters(index = "1", paramLabel = "PORT", description = "Of the container.")
  int port;

  @Override
  public Integer call() {
    String stack = files.stack(null);
    return parent.main.globals.on(
        host -> {
          ContainerSummary container = StackServices.running(host, stack, service, index);
          for (Port one : container.ports()) {
            if (one.published() && one.containerPort() == port && one.protocol().equals(protocol)) {
              String address =
                  one.address().contains(":") ? "[" + one.address() + "]" : one.address();
              parent.out().println(address + ":" + one.hostPort());
              return 0;
            }
          }
          parent
              .err()
              .println(
                  "%s publishes no port for %d/%s".formatted(container.name(), port, protocol));
          return Failures.FAILED;
        });
  }
}
