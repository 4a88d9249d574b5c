package io.dockeradvanced.cli;

import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.stack.DownOptions;
import io.dockeradvanced.stack.StackPlan;
import io.dockeradvanced.stack.Stacks;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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

/** {@code da stack down}. */
@Command(
    name = "down",
    description = {
      "Removes the containers and networks of a stack; volumes stay without -v.",
      "By its file it is what the file speaks of that goes, by its name all that carries the name."
    },
    mixinStandardHelpOptions = true)
final class StackDown implements Callable<Integer> {
  @ParentCommand StackCommand parent;

  @Spec CommandSpec spec;

  @Mixin StackOptions options;

  @Option(
      names = {"-v", "--volumes"},
      description = "Removes the stack's volumes and their data too.")
  boolean volumes;

  @Option(
      names = "--remove-orphans",
      description =
          "Removes the containers of tasks too, also of those that run, and of services that the"
              + " file no longer has.")
  boolean removeOrphans;

  @Option(
      names = "--service",
      paramLabel = "SERVICE",
      description = "Takes down this service only; can be given again. All of them by default.")
  List<String> services = new ArrayList<>();

  @Mixin StopTimeoutOption timeout = new StopTimeoutOption();

  @Option(
      names = "--rmi",
      paramLabel = "all|local",
      description = "Removes the images of the services: all, or those that were built here.")
  @Nullable String images;

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "The stack.")
  @Nullable String name;

  @Override
  public Integer call() {
    DownOptions how = how();
    Optional<ComposeProject> project = options.project(name, services, false);
    String stack = project.map(ComposeProject::name).orElseGet(() -> options.stack(name));
    return parent.main.globals.on(
        host -> {
          Stacks stacks = Stacks.on(host);
          parent.recover(stacks, stack);
          StackPlan plan =
              project
                  .map(file -> stacks.planDown(file, how))
                  .orElseGet(() -> stacks.planDown(stack, how));
          parent.tell(
              parent.run(host, plan),
              plan,
              "%s is down".formatted(services.isEmpty() ? stack : words() + " of " + stack),
              plan.data().changes().isEmpty()
                  ? "there is no stack %s".formatted(stack)
                  : "there was nothing of %s to take down".formatted(stack));
          parent.tellKept(plan);
          return 0;
        });
  }

  private DownOptions how() {
    DownOptions how =
        DownOptions.defaults()
            .volumes(volumes)
            .removeOrphans(removeOrphans)
            .services(services.toArray(String[]::new))
            .images(images(images));
    return timeout.time().map(how::stopTimeout).orElse(how);
  }

  private DownOptions.Images images(@Nullable String given) {
    if (given == null) {
      return DownOptions.Images.NONE;
    }
    return switch (given.toLowerCase(Locale.ROOT)) {
      case "all" -> DownOptions.Images.ALL;
      case "local" -> DownOptions.Images.LOCAL;
      default ->
          throw new CommandLine.ParameterException(
              spec.commandLine(), "--rmi is '%s'; give all or local".formatted(given));
    };
  }

  private String words() {
    return String.join(", ", services);
  }
}
