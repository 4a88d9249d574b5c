package io.dockeradvanced.cli;

import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.stack.DeployOptions.Pull;
import io.dockeradvanced.stack.PullOptions;
import io.dockeradvanced.stack.StackPlan;
import io.dockeradvanced.stack.Stacks;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code da stack pull}. */
@Command(
    name = "pull",
    description = "Pulls the images of services; the next deploy makes containers of them.",
    mixinStandardHelpOptions = true)
final class StackPull implements Callable<Integer> {
  @ParentCommand StackCommand parent;

  @Mixin StackOptions options;

  @Option(names = "--include-deps", description = "Those, too, that the services depend on.")
  boolean dependencies;

  @Option(names = "--ignore-buildable", description = "Not what can be built.")
  boolean ignoreBuildable;

  @Option(
      names = "--ignore-pull-failures",
      description = "What cannot be pulled is a warning only.")
  boolean ignoreFailures;

  @Option(
      names = "--policy",
      paramLabel = "missing|always",
      description = "When images are pulled, whatever the file says.")
  @Nullable Pull policy;

  @Option(
      names = {"-q", "--quiet"},
      description = "Writes no progress.")
  boolean quiet;

  @Parameters(arity = "0..*", paramLabel = "SERVICE", description = "All of them by default.")
  List<String> services = List.of();

  @Override
  public Integer call() {
    PullOptions all =
        PullOptions.defaults()
            .services(services.toArray(String[]::new))
            .withDependencies(dependencies)
            .ignoreBuildable(ignoreBuildable)
            .ignoreFailures(ignoreFailures);
    PullOptions how = policy == null ? all : all.policy(policy);
    ComposeProject project = options.source().enable(services).withoutServiceFiles().load();
    return parent.main.globals.on(
        host -> {
          StackPlan plan = Stacks.on(host).planPull(project, how);
          parent.tell(
              parent.run(host, plan, quiet),
              plan,
              "the images of %s are pulled".formatted(plan.name()),
              "there was nothing to pull");
          parent.tellKept(plan);
          return 0;
        });
  }
}
