package io.dockeradvanced.cli;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.container.ContainerDetails;
import io.dockeradvanced.container.Containers;
import io.dockeradvanced.container.Recreate;
import io.dockeradvanced.container.RecreatePlan;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.operation.Operations;
import io.dockeradvanced.operation.Recovery;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code da container recreate}. */
@Command(
    name = "recreate",
    description = {
      "Makes a container anew as it is, but for what is changed.",
      "Those that share its namespaces come along; when it fails, the old one serves as before."
    },
    mixinStandardHelpOptions = true)
final class ContainerRecreate implements Callable<Integer> {
  @ParentCommand ContainerCommand parent;

  @Spec CommandSpec spec;

  @Mixin WaitTimeoutOption waiting = new WaitTimeoutOption();

  @Option(names = "--image", paramLabel = "IMAGE", description = "What it is made of.")
  String image = "";

  @Option(names = "--pull", description = "Pulls the image also when the host has it.")
  boolean pull;

  @Option(
      names = {"-e", "--env"},
      paramLabel = "NAME=VALUE",
      description = "A variable; of a name alone, the value that it has here.")
  List<String> variables = List.of();

  @Option(names = "--label", paramLabel = "KEY=VALUE", description = "A label.")
  Map<String, String> labels = new LinkedHashMap<>();

  @Option(
      names = "--keep",
      paramLabel = "PATH",
      description = "A file or directory of its own that is taken along.")
  List<String> keep = List.of();

  @Option(names = "--dry-run", description = "Shows what would be done.")
  boolean dryRun;

  @Parameters(paramLabel = "CONTAINER", description = "A name or id.")
  String container = "";

  @Override
  public Integer call() {
    Recreate wanted = wanted();
    return parent.main.globals.on(
        host -> {
          if (!dryRun) {
            recover(host);
          }
          RecreatePlan plan = Containers.on(host).plan(wanted);
          boolean json = parent.main.globals.json();
          if (dryRun) {
            spec.commandLine().getOut().println(json ? plan.toJson() : plan);
            return 0;
          }
          ContainerDetails made =
              new PlanRun(parent.main, spec.commandLine().getErr()).run(host, plan);
          spec.commandLine()
              .getOut()
              .println(json ? ContainerShapes.of(made).toJson() : made.name() + " is made anew");
          return 0;
        });
  }

  /** What a dead process left half done may be this very container. */
  private void recover(DockerHost host) {
    for (Recovery recovery :
        parent.main.interruption.recovering(() -> Operations.on(host).recover())) {
      if (!recovery.outcome().isEnd()) {
        spec.commandLine().getErr().println("warning: " + recovery.message());
      }
    }
  }

  private Recreate wanted() {
    try {
      Recreate wanted =
          Recreate.container(container)
              .image(image)
              .pull(pull)
              .healthTimeout(Duration.ofSeconds(waiting.seconds));
      for (Map.Entry<String, @Nullable String> variable :
          Variables.of(variables, Surroundings.variables()).entrySet()) {
        if (variable.getValue() == null) {
          throw new InvalidSpec(
              "--env", 0, 0, variable.getKey() + " has no value here; write NAME=VALUE");
        }
        wanted = wanted.environment(variable.getKey(), variable.getValue());
      }
      for (Map.Entry<String, String> label : labels.entrySet()) {
        wanted = wanted.label(label.getKey(), label.getValue());
      }
      for (String path : keep) {
        wanted = wanted.keep(path);
      }
      return wanted;
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
