package io.dockeradvanced.cli;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.compose.ServiceSpec;
import io.dockeradvanced.compose.StackSource;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code da stack config}: what {@code docker compose config} says of the same files. */
@Command(
    name = "config",
    description = "Shows the resolved model, or a part of it; asks no engine.",
    mixinStandardHelpOptions = true)
final class StackConfig implements Callable<Integer> {
  @ParentCommand StackCommand parent;

  @Spec CommandSpec spec;

  @Mixin StackOptions options;

  @Mixin WaitTimeoutOption waiting;

  @Mixin StopTimeoutOption stopping;

  @ArgGroup(exclusive = true)
  Part part = new Part();

  /** What is shown in place of the model. */
  static final class Part {
    @Option(
        names = {"-q", "--quiet"},
        description = "Shows nothing: only says whether the files are valid.")
    boolean quiet;

    @Option(
        names = "--hash",
        paramLabel = "SERVICE,…|*",
        description = "The config-hash that the services' containers get.")
    @Nullable String hash;

    @Option(names = "--services", description = "The services, each after what it depends on.")
    boolean services;

    @Option(names = "--volumes", description = "The keys of the volumes that are used.")
    boolean volumes;

    @Option(names = "--networks", description = "The keys of the networks that are used.")
    boolean networks;

    @Option(names = "--images", description = "The image of each service.")
    boolean images;

    @Option(names = "--profiles", description = "All profiles that services name.")
    boolean profiles;

    @Option(
        names = "--environment",
        description = "The variables that may be used, with their values.")
    boolean environment;

    /**
     * Whether it is of what env_file and label_file name; Docker Compose reads them for these, too.
     */
    boolean needsFiles() {
      return !(services || volumes || networks || images || profiles);
    }
  }

  @Parameters(
      arity = "0..*",
      paramLabel = "SERVICE",
      description = "Those, and what they depend on; all of them by default.")
  List<String> services = List.of();

  @Override
  public Integer call() {
    StackSource source = options.source().enable(services);
    ComposeProject project =
        (part.needsFiles() ? source : source.withoutServiceFiles()).load().only(services);
    project.warnings().forEach(parent.err()::println);
    if (part.quiet) {
      return 0;
    }
    if (part.hash != null) {
      for (String service : hashed(project, part.hash)) {
        out().println(service + " " + project.configHash(service));
      }
    } else if (part.services) {
      lines(inOrder(project));
    } else if (part.volumes) {
      lines(project.volumes().keySet());
    } else if (part.networks) {
      lines(project.networks().keySet());
    } else if (part.images) {
      lines(project.services().values().stream().map(s -> image(project, s)).toList());
    } else if (part.profiles) {
      lines(project.profiles());
    } else if (part.environment) {
      project.environment().forEach((name, value) -> out().println(name + "=" + value));
    } else {
      out()
          .println(
              parent.main.globals.json() ? project.toJson() : project.toYaml().stripTrailing());
    }
    return 0;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private void lines(Collection<String> lines) {
    lines.forEach(out()::println);
  }

  private static Set<String> hashed(ComposeProject project, String wanted) {
    if (wanted.equals("*")) {
      return project.services().keySet();
    }
    Set<String> services = new TreeSet<>(Arrays.asList(wanted.split(",", -1)));
    for (String service : services) {
      if (!project.services().containsKey(service)) {
        String why =
            project.disabledServices().contains(service)
                ? "no chosen profile switches service %s on"
                : "there is no service %s";
        throw new InvalidSpec("--hash", 0, 0, why.formatted(service));
      }
    }
    return services;
  }

  /** As Docker Compose calls it; one that is built may have no name in the file. */
  private static String image(ComposeProject project, ServiceSpec service) {
    return service.image().isEmpty() ? project.name() + "-" + service.name() : service.image();
  }

  private static Set<String> inOrder(ComposeProject project) {
    Set<String> ordered = new LinkedHashSet<>();
    project.services().keySet().forEach(service -> visit(project, service, ordered));
    return ordered;
  }

  /** The loader refuses circles. */
  private static void visit(ComposeProject project, String service, Set<String> ordered) {
    ServiceSpec spec = project.services().get(service);
    if (spec != null && !ordered.contains(service)) {
      spec.dependencies().forEach(other -> visit(project, other.service(), ordered));
      ordered.add(service);
    }
  }
}
