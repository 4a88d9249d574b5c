package io.dockeradvanced.cli;

import io.dockeradvanced.stack.DeployOptions;
import io.dockeradvanced.stack.DeployOptions.ChangedVolumes;
import io.dockeradvanced.stack.DeployOptions.Recreate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** How a stack is deployed, as {@code docker compose up} has it; the same for the plan of it. */
final class DeployFlags {
  @Spec(Spec.Target.MIXEE)
  CommandSpec command;

  @Mixin WaitTimeoutOption waiting = new WaitTimeoutOption();

  @Mixin StopTimeoutOption stopping = new StopTimeoutOption();

  @Option(
      names = "--remove-orphans",
      description = "Removes containers of services that the file no longer has.")
  boolean removeOrphans;

  @Option(
      names = "--scale",
      paramLabel = "SERVICE=N",
      description = "Another number of containers than the file has.")
  Map<String, Integer> scale = new LinkedHashMap<>();

  @Option(names = "--force-recreate", description = "Makes containers anew even when unchanged.")
  boolean force;

  @Option(names = "--no-recreate", description = "Keeps containers that are there as they are.")
  boolean keep;

  @Option(
      names = "--always-recreate-deps",
      description = "Makes anew what the chosen services depend on, too.")
  boolean dependencies;

  @Option(
      names = "--renew-anon-volumes",
      description = "Makes containers anew without handing on their anonymous volumes.")
  boolean renewVolumes;

  @Option(
      names = "--changed-volumes",
      paramLabel = "keep|refuse",
      description =
          "What becomes of a volume whose configuration is not that of the file: it is used as it is"
              + " with a warning, or the plan is refused. None is ever removed.")
  ChangedVolumes changedVolumes = ChangedVolumes.KEEP;

  @Option(names = "--no-deps", description = "Leaves alone what the chosen services depend on.")
  boolean alone;

  @Mixin ImageFlags images = new ImageFlags();

  @Option(names = "--no-build", description = "Builds nothing, whatever the file says.")
  boolean withoutBuilds;

  @Option(names = "--no-start", description = "Makes the containers, and starts none.")
  boolean noStart;

  @Option(
      names = {"--wait", "-d", "--detach"},
      description = "Has no effect: a deploy always waits until all is well, and shows no logs.")
  boolean wait;

  @Parameters(arity = "0..*", paramLabel = "SERVICE", description = "All of them by default.")
  List<String> services = List.of();

  DeployOptions options() {
    if (force && keep) {
      throw new CommandLine.ParameterException(
          command.commandLine(),
          "--force-recreate and --no-recreate exclude each other; give one of them");
    }
    try {
      DeployOptions options =
          DeployOptions.defaults()
              .healthTimeout(Duration.ofSeconds(waiting.seconds))
              .removeOrphans(removeOrphans)
              .services(services.toArray(String[]::new))
              .withoutDependencies(alone)
              .recreate(force ? Recreate.ALWAYS : keep ? Recreate.NEVER : Recreate.AUTO)
              .recreateDependencies(dependencies)
              .renewAnonymousVolumes(renewVolumes)
              .volumes(changedVolumes)
              .withoutBuilds(withoutBuilds)
              .start(!noStart);
      for (Map.Entry<String, Integer> one : scale.entrySet()) {
        options = options.scale(one.getKey(), one.getValue());
      }
      return images.in(stopping.in(options));
    } catch (IllegalArgumentException e) {
      throw new CommandLine.ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }
}
