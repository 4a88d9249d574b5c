package io.dockeradvanced.cli;

import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.stack.DeployOptions;
import io.dockeradvanced.stack.StackPlan;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code da stack scale}. */
@Command(
    name = "scale",
    description = "Gives services another number of containers.",
    mixinStandardHelpOptions = true)
final class StackScale implements Callable<Integer> {
  @ParentCommand StackCommand parent;

  @Spec CommandSpec spec;

  @Mixin StackOptions options;

  @Mixin WaitTimeoutOption waiting = new WaitTimeoutOption();

  @Mixin StopTimeoutOption stopping = new StopTimeoutOption();

  @Option(names = "--no-deps", description = "Leaves alone what the services depend on.")
  boolean alone;

  @Parameters(arity = "1..*", paramLabel = "SERVICE=N", description = "How many of which.")
  Map<String, Integer> scale = new LinkedHashMap<>();

  @Override
  public Integer call() {
    DeployOptions chosen =
        stopping
            .in(DeployOptions.defaults())
            .healthTimeout(Duration.ofSeconds(waiting.seconds))
            .services(scale.keySet().toArray(String[]::new))
            .withoutDependencies(alone);
    try {
      for (Map.Entry<String, Integer> one : scale.entrySet()) {
        chosen = chosen.scale(one.getKey(), one.getValue());
      }
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    DeployOptions deploy = chosen;
    ComposeProject project = options.source().enable(scale.keySet()).load();
    return parent.main.globals.on(
        host -> {
          StackPlan plan = parent.planned(host, project, deploy);
          parent.tell(
              parent.run(host, plan),
              plan,
              "%s is scaled".formatted(plan.name()),
              "%s is up to date".formatted(plan.name()));
          return 0;
        });
  }
}
