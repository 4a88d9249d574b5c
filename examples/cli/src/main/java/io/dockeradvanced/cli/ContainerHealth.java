package io.dockeradvanced.cli;

import io.dockeradvanced.container.Containers;
import io.dockeradvanced.container.HealthCheck;
import io.dockeradvanced.operation.Data;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code da container health}. */
@Command(
    name = "health",
    description = "The last runs of a container's health check, oldest first.",
    mixinStandardHelpOptions = true)
final class ContainerHealth implements Callable<Integer> {
  @ParentCommand ContainerCommand parent;

  @Spec CommandSpec spec;

  @Parameters(paramLabel = "CONTAINER", description = "A name or id.")
  String container = "";

  @Override
  public Integer call() {
    return parent.main.globals.on(
        host -> {
          List<HealthCheck> checks = Containers.on(host).healthHistory(container);
          if (parent.main.globals.json()) {
            spec.commandLine()
                .getOut()
                .println(Shapes.list(checks.stream().map(ContainerHealth::shape).toList()));
            return 0;
          }
          Table table = new Table("STARTED", "TOOK", "EXIT", "OUTPUT");
          for (HealthCheck check : checks) {
            String took =
                check
                    .endedAt()
                    .map(end -> Duration.between(check.start(), end).toMillis() + " ms")
                    .orElse("");
            // What a container says may be meant for the terminal.
            String said =
                check.output().lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", "?");
            table.row(check.start(), took, check.exitCode(), said);
          }
          table.print(spec.commandLine().getOut());
          return 0;
        });
  }

  private static Data shape(HealthCheck check) {
    return Data.of("start", check.start().toString())
        .with("end", check.endedAt().map(Instant::toString).orElse(""))
        .with("exitCode", check.exitCode())
        .with("output", check.output());
  }
}
