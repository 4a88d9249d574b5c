package io.dockeradvanced.cli;

import io.dockeradvanced.Cancelled;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.Select;
import io.dockeradvanced.UnreachableHost;
import io.dockeradvanced.container.ContainerDetails;
import io.dockeradvanced.container.ContainerSummary;
import io.dockeradvanced.container.Containers;
import io.dockeradvanced.container.FileChange;
import io.dockeradvanced.container.ProcessTable;
import io.dockeradvanced.container.RemoveOptions;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.operation.Data;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code da container …}. */
@Command(
    name = "container",
    description = "Containers.",
    mixinStandardHelpOptions = true,
    subcommands = {
      ContainerExec.class,
      ContainerCopy.class,
      ContainerHealth.class,
      ContainerRecreate.class
    })
final class ContainerCommand {
  private static final String ONE = "A name or id.";
  private static final String SOME = "Names or ids.";

  @ParentCommand Main main;

  @Spec CommandSpec spec;

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /**
   * Does something with each, and tells what came of it. As with docker one that it cannot be done
   * with does not keep it from the others.
   *
   * @param work answers what there is to tell; null for not a word
   */
  private int each(List<String> names, BiFunction<DockerHost, String, @Nullable Data> work) {
    return main.globals.on(
        host -> {
          List<Data> all = new ArrayList<>();
          int status = 0;
          for (String name : names) {
            @Nullable Data came;
            try {
              came = work.apply(host, name);
            } catch (UnreachableHost | Cancelled e) {
              throw e; // so it would be with the others
            } catch (DockerAdvancedException e) {
              status = Math.max(status, Failures.tell(e, spec.commandLine().getErr()));
              continue;
            }
            if (came == null) {
              continue;
            }
            Data done = Data.of("container", name);
            for (var entry : came.asMap().entrySet()) {
              done = done.with(entry.getKey(), entry.getValue());
            }
            all.add(done);
            if (!main.globals.json()) {
              out().println(done.find("exitCode").orElse(name));
            }
          }
          if (main.globals.json()) {
            out().println(Shapes.list(all));
          }
          return status;
        });
  }

  private static DockerAdvancedException none(String host, String container) {
    return new DockerAdvancedException(
        "%s: there is no container %s; see da container ls -a".formatted(host, container));
  }

  private static Data changed(boolean changed) {
    return Data.of("changed", changed);
  }

  @Command(
      name = "ls",
      description = "The containers of the host.",
      mixinStandardHelpOptions = true)
  int ls(
      @Option(
              names = {"-a", "--all"},
              description = "Those that do not run, too.")
          boolean all,
      @Option(names = "--stack", paramLabel = "NAME", description = "Only those of a stack.")
          @Nullable String stack) {
    return main.globals.on(
        host -> {
          List<ContainerSummary> containers =
              Containers.on(host).list(stack == null ? Select.all() : Select.stack(stack)).stream()
                  .filter(c -> all || c.running())
                  .toList();
          if (main.globals.json()) {
            out().println(Shapes.list(containers.stream().map(ContainerShapes::of).toList()));
            return 0;
          }
          Table table = new Table("NAME", "ID", "IMAGE", "STATUS", "PORTS");
          for (ContainerSummary c : containers) {
            table.row(
                c.name(),
                ImageShapes.shortId(c.id()),
                c.image(),
                c.status(),
                String.join(", ", ContainerShapes.ports(c.ports())));
          }
          table.print(out());
          return 0;
        });
  }

  @Command(
      name = "inspect",
      description = "All about one container.",
      mixinStandardHelpOptions = true)
  int inspect(@Parameters(paramLabel = "CONTAINER", description = ONE) String container) {
    return main.globals.on(
        host -> {
          ContainerDetails details =
              Containers.on(host)
                  .inspect(container)
                  .orElseThrow(() -> none(host.name(), container));
          Data data = ContainerShapes.of(details);
          if (main.globals.json()) {
            out().println(data.toJson());
          } else {
            data.asMap().forEach((key, value) -> out().printf("%-13s %s%n", key, value));
          }
          return 0;
        });
  }

  @Command(name = "start", description = "Starts containers.", mixinStandardHelpOptions = true)
  int start(
      @Parameters(paramLabel = "CONTAINER", arity = "1..*", description = SOME)
          List<String> names) {
    return each(names, (host, name) -> changed(Containers.on(host).start(name)));
  }

  @Command(name = "stop", description = "Stops containers.", mixinStandardHelpOptions = true)
  int stop(
      @Parameters(paramLabel = "CONTAINER", arity = "1..*", description = SOME) List<String> names,
      @Mixin StopTimeoutOption timeout) {
    return each(
        names,
        (host, name) ->
            changed(
                timeout
                    .time()
                    .map(time -> Containers.on(host).stop(name, time))
                    .orElseGet(() -> Containers.on(host).stop(name))));
  }

  @Command(name = "restart", description = "Restarts containers.", mixinStandardHelpOptions = true)
  int restart(
      @Parameters(paramLabel = "CONTAINER", arity = "1..*", description = SOME) List<String> names,
      @Mixin StopTimeoutOption timeout) {
    return each(
        names,
        (host, name) -> {
          timeout
              .time()
              .ifPresentOrElse(
                  time -> Containers.on(host).restart(name, time),
                  () -> Containers.on(host).restart(name));
          return changed(true);
        });
  }

  @Command(name = "pause", description = "Freezes containers.", mixinStandardHelpOptions = true)
  int pause(
      @Parameters(paramLabel = "CONTAINER", arity = "1..*", description = SOME)
          List<String> names) {
    return each(names, (host, name) -> changed(Containers.on(host).pause(name)));
  }

  @Command(
      name = "unpause",
      description = "Lets frozen containers go on.",
      mixinStandardHelpOptions = true)
  int unpause(
      @Parameters(paramLabel = "CONTAINER", arity = "1..*", description = SOME)
          List<String> names) {
    return each(names, (host, name) -> changed(Containers.on(host).unpause(name)));
  }

  @Command(
      name = "kill",
      description = "Sends a signal to containers.",
      mixinStandardHelpOptions = true)
  int kill(
      @Parameters(paramLabel = "CONTAINER", arity = "1..*", description = SOME) List<String> names,
      @Option(
              names = {"-s", "--signal"},
              paramLabel = "SIGNAL",
              defaultValue = "KILL",
              description = "Such as HUP; KILL by default.")
          String signal) {
    return each(
        names,
        (host, name) -> {
          Containers.on(host).kill(name, signal);
          return Data.empty();
        });
  }

  @Command(name = "rm", description = "Removes containers.", mixinStandardHelpOptions = true)
  int rm(
      @Parameters(paramLabel = "CONTAINER", arity = "1..*", description = SOME) List<String> names,
      @Option(
              names = {"-f", "--force"},
              description = "Even if they run, and no word of those that are not there.")
          boolean force,
      @Option(
              names = {"-v", "--volumes"},
              description = "With their anonymous volumes.")
          boolean volumes) {
    RemoveOptions options = RemoveOptions.defaults().force(force).volumes(volumes);
    return each(
        names,
        (host, name) -> {
          boolean removed = Containers.on(host).remove(name, options);
          if (!removed && !force) {
            throw none(host.name(), name);
          }
          return removed ? changed(true) : null;
        });
  }

  @Command(
      name = "rename",
      description = "Gives a container another name.",
      mixinStandardHelpOptions = true)
  int rename(
      @Parameters(paramLabel = "CONTAINER", description = ONE) String container,
      @Parameters(paramLabel = "NAME", description = "The new one.") String name) {
    return each(
        List.of(container),
        (host, one) -> {
          Containers.on(host).rename(one, name);
          return Data.of("name", name);
        });
  }

  @Command(
      name = "wait",
      description = "Waits until containers have ended, and tells their exit codes.",
      mixinStandardHelpOptions = true)
  int await(
      @Parameters(paramLabel = "CONTAINER", arity = "1..*", description = SOME) List<String> names,
      @Option(
              names = "--within",
              paramLabel = "S",
              defaultValue = "86400",
              description = "Seconds to wait for each; a day by default.")
          long limit) {
    return each(
        names,
        (host, name) ->
            Data.of("exitCode", Containers.on(host).awaitExit(name, Duration.ofSeconds(limit))));
  }

  @Command(
      name = "top",
      description = "The processes of a container.",
      mixinStandardHelpOptions = true)
  int top(
      @Parameters(index = "0", paramLabel = "CONTAINER", description = ONE) String container,
      @Parameters(
              index = "1..*",
              paramLabel = "OPTION",
              description = "Options of ps on the server, such as aux.")
          List<String> options) {
    return main.globals.on(
        host -> {
          ProcessTable processes =
              Containers.on(host)
                  .top(container, options == null ? new String[0] : options.toArray(String[]::new));
          if (main.globals.json()) {
            out()
                .println(
                    Data.of("titles", processes.titles()).with("rows", processes.rows()).toJson());
            return 0;
          }
          Table table = new Table(processes.titles().toArray(String[]::new));
          processes.rows().forEach(row -> table.row(row.toArray()));
          table.print(out());
          return 0;
        });
  }

  @Command(
      name = "diff",
      description = "The files that differ from the image: added, changed, deleted.",
      mixinStandardHelpOptions = true)
  int diff(@Parameters(paramLabel = "CONTAINER", description = ONE) String container) {
    return main.globals.on(
        host -> {
          List<FileChange> changes = Containers.on(host).diff(container);
          if (main.globals.json()) {
            out().println(Shapes.list(changes.stream().map(ContainerCommand::shape).toList()));
            return 0;
          }
          for (FileChange change : changes) {
            String letter =
                switch (change.kind()) {
                  case ADDED -> "A";
                  case MODIFIED -> "C";
                  case DELETED -> "D";
                };
            out().println(letter + " " + change.path());
          }
          return 0;
        });
  }

  private static Data shape(FileChange change) {
    return Data.of("kind", ContainerShapes.lower(change.kind())).with("path", change.path());
  }
}
