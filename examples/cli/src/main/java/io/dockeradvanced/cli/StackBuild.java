package io.dockeradvanced.cli;

import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.stack.BuildOptions;
import io.dockeradvanced.stack.StackPlan;
import io.dockeradvanced.stack.Stacks;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

/** {@code da stack build}. */
@Command(
    name = "build",
    description = "Builds the images of services; the next deploy makes containers of them.",
    mixinStandardHelpOptions = true)
final class StackBuild implements Callable<Integer> {
  /** Options of {@code docker compose build} that the engine's own builder cannot fulfil. */
  private static final Set<String> OF_BUILDKIT =
      Set.of("--ssh", "--builder", "--provenance", "--sbom", "--check", "--print");

  @ParentCommand StackCommand parent;

  @Spec CommandSpec spec;

  @Mixin StackOptions options;

  @Option(names = "--no-cache", description = "Runs every step of the Dockerfiles anew.")
  boolean noCache;

  @Option(names = "--pull", description = "Pulls base images even if they are there.")
  boolean pull;

  @Option(
      names = "--build-arg",
      paramLabel = "NAME[=VALUE]",
      description = "A value for an ARG; without a value that of the environment.")
  List<String> args = List.of();

  @Option(
      names = {"-m", "--memory"},
      paramLabel = "SIZE",
      description = "The most memory a step may use, such as 512m.")
  @Nullable String memory;

  @Option(
      names = {"-q", "--quiet"},
      description = "Writes neither progress nor an answer.")
  boolean quiet;

  @Option(names = "--push", description = "Pushes images with a name of their own afterwards.")
  boolean push;

  @Option(names = "--with-dependencies", description = "Builds what the services depend on, too.")
  boolean dependencies;

  @Option(
      names = {"--ssh", "--builder", "--provenance", "--sbom", "--check", "--print"},
      arity = "0..1",
      hidden = true)
  @Nullable String refused;

  @Parameters(arity = "0..*", paramLabel = "SERVICE", description = "All of them by default.")
  List<String> services = List.of();

  @Override
  public Integer call() {
    refuseBuildKit();
    ComposeProject project = options.source().enable(services).withoutServiceFiles().load();
    BuildOptions asked = asked();
    return parent.main.globals.on(
        host -> {
          Stacks stacks = Stacks.on(host);
          parent.recover(stacks, project.name());
          StackPlan plan = stacks.planBuild(project, asked);
          var status = parent.run(host, plan, quiet);
          if (!quiet) {
            parent.tell(
                status,
                plan,
                "the images of %s are built".formatted(plan.name()),
                "there was nothing to build");
          }
          return 0;
        });
  }

  private void refuseBuildKit() {
    Optional<String> given =
        spec.commandLine().getParseResult().originalArgs().stream()
            .map(word -> word.split("=", 2)[0])
            .filter(OF_BUILDKIT::contains)
            .findFirst();
    if (given.isPresent()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "%s needs BuildKit, and images are built by the engine's own builder; leave it out"
              .formatted(given.get()));
    }
  }

  private BuildOptions asked() {
    try {
      BuildOptions asked =
          BuildOptions.defaults()
              .services(services.toArray(String[]::new))
              .withDependencies(dependencies)
              .noCache(noCache)
              .pullBase(pull)
              .push(push);
      for (Map.Entry<String, @Nullable String> arg : Variables.of("--build-arg", args).entrySet()) {
        asked = asked.arg(arg.getKey(), arg.getValue());
      }
      return memory == null ? asked : asked.memory(memory);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
