package io.dockeradvanced.cli;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.container.Containers;
import io.dockeradvanced.container.Exec;
import io.dockeradvanced.container.ExecResult;
import io.dockeradvanced.container.ExecStreams;
import io.dockeradvanced.operation.Data;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code da container exec}: its exit code is that of the command. */
@Command(
    name = "exec",
    description = "Runs a command in a container; its exit code is that of the command.",
    mixinStandardHelpOptions = true)
final class ContainerExec implements Callable<Integer> {
  @ParentCommand ContainerCommand parent;

  @Spec CommandSpec spec;

  @Option(
      names = {"-i", "--interactive"},
      description = "The command reads standard input.")
  boolean interactive;

  @Option(
      names = {"-u", "--user"},
      paramLabel = "USER",
      description = "A name, or UID[:GID].")
  @Nullable String user;

  @Option(
      names = {"-w", "--workdir"},
      paramLabel = "DIRECTORY",
      description = "Where it starts.")
  @Nullable String directory;

  @Option(
      names = {"-e", "--env"},
      paramLabel = "NAME[=VALUE]",
      description = "One more variable; without a value that of the environment.")
  List<String> variables = List.of();

  @Option(names = "--privileged", description = "With all capabilities.")
  boolean privileged;

  @Parameters(index = "0", paramLabel = "CONTAINER", description = "A name or id.")
  String container = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "The command and its arguments, after -- when they look like options.")
  List<String> command = List.of();

  @Override
  public Integer call() {
    Exec exec = exec();
    return parent.main.globals.on(
        host -> {
          Containers containers = Containers.on(host);
          if (parent.main.globals.json() && !interactive) {
            ExecResult result = containers.exec(container, exec);
            Data data =
                Data.of("exitCode", result.exitCode())
                    .with("out", result.text())
                    .with("err", result.errorText());
            spec.commandLine().getOut().println(data.toJson());
            return result.exitCode();
          }
          ExecStreams streams = ExecStreams.to(parent.main.output, System.err);
          return containers.exec(container, exec, interactive ? streams.input(System.in) : streams);
        });
  }

  private Exec exec() {
    Exec exec = Exec.command(command);
    if (user != null) {
      exec = exec.user(user);
    }
    if (directory != null) {
      exec = exec.directory(directory);
    }
    if (privileged) {
      exec = exec.privileged();
    }
    for (String variable : variables) {
      int equals = variable.indexOf('=');
      String name = equals < 0 ? variable : variable.substring(0, equals);
      if (name.isEmpty()) {
        throw new InvalidSpec("--env", 0, 0, "a variable has no name; write NAME=VALUE");
      }
      @Nullable String value =
          equals < 0 ? parent.main.globals.environment.get(name) : variable.substring(equals + 1);
      if (value != null) {
        exec = exec.environment(name, value);
      }
    }
    return exec;
  }
}
