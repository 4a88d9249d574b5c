package io.dockeradvanced.cli;

import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.stack.StackPlan;
import io.dockeradvanced.stack.Stacks;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Parameters(arity = "0..*", paramLabel = "SERVICE", description = "All of them by default.")
  List<String> services = List.of();

  @Override
  public Integer call() {
    ComposeProject project = options.source().load();
    return parent.main.globals.on(
        host -> {
          StackPlan plan = Stacks.on(host).planPull(project, services.toArray(String[]::new));
          parent.tell(
              parent.run(host, plan),
              plan,
              "the images of %s are pulled".formatted(plan.name()),
              "there was nothing to pull");
          return 0;
        });
  }
}
