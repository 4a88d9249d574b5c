package io.dockeradvanced.cli;

import static java.util.Objects.requireNonNull;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Entry of the {@code da} command.
 *
 * <p>Exit codes: 0 done, 1 failed, 2 wrong usage or invalid file, 3 failed and rolled back. Ended
 * at once by a signal it answers as any process does: 130 for SIGINT, 143 for SIGTERM.
 */
@Command(
    name = "da",
    description = "Manages Docker servers: stacks that deploy whole or not at all.",
    mixinStandardHelpOptions = true,
    version = "da 0.1.0",
    subcommands = {
      StackCommand.class,
      ContainerCommand.class,
      ImageCommand.class,
      HostCommand.class,
      RecoverCommand.class
    },
    footer = {
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong usage or invalid file, 3 failed and rolled back.",
      "Ctrl-C undoes what the command did; a second one leaves it to 'da recover'.",
      "DA_LOG=debug shows what the library logs, DA_TRACE=1 the stack trace of a failure."
    })
public final class Main {
  private static final String PLUGIN_METADATA = "docker-cli-plugin-metadata";

  @Mixin Globals globals = new Globals();

  final Interruption interruption;

  /** Standard output, for what is no text. */
  final OutputStream output;

  private Main(Interruption interruption, OutputStream output) {
    this.interruption = interruption;
    this.output = output;
  }

  public static void main(String[] args) {
    // Not System.out, which tells that it failed, but not why.
    Output out = new Output(new FileOutputStream(FileDescriptor.out));
    System.exit(run(Interruption.ofProcess(writer(System.err)), out, args));
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /** Runs one command line and answers its exit code; leaves the signals of the process alone. */
  public static int run(String... args) {
    return run(Interruption.deaf(), new Output(System.out), args);
  }

  private static int run(Interruption interruption, Output out, String... args) {
    PrintWriter err = writer(System.err);
    int status;
    try {
      status = execute(interruption, out, err, args);
    } catch (Throwable e) {
      // Whatever it is: a user gets a sentence, and 1 as with any other failure.
      status = Failures.tell(e, err);
    }
    return out.end(status, err);
  }

  private static int execute(
      Interruption interruption, Output out, PrintWriter err, String... args) {
    if (args.length > 0 && args[0].equals(PLUGIN_METADATA)) {
      out.writer()
          .println(
              """
          {"SchemaVersion":"0.1.0","Vendor":"docker-advanced","Version":"0.1.0",\
          "ShortDescription":"Stacks that deploy whole or not at all"}""");
      return 0;
    }
    DockerOptions docker = DockerOptions.of(args);
    Map<String, String> environment = Surroundings.variables();
    String level = docker.logLevel();
    Logging.begin(level.isEmpty() ? environment.getOrDefault("DA_LOG", "") : level);
    Main main = new Main(interruption, out);
    main.globals.environment = docker.environment(environment);
    CommandLine command = new CommandLine(main);
    // What comes after the container, or the service, are words of somebody else.
    stopAtPositional(command, "container", "exec", "top");
    stopAtPositional(command, "stack", "exec", "run");
    return command
        .setOut(out.writer())
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExpandAtFiles(false)
        .setExecutionExceptionHandler(Failures::handle)
        .setParameterExceptionHandler(Failures::usage)
        .execute(docker.words());
  }

  private static void stopAtPositional(CommandLine command, String noun, String... verbs) {
    CommandLine of = requireNonNull(command.getSubcommands().get(noun));
    for (String verb : verbs) {
      requireNonNull(of.getSubcommands().get(verb)).setStopAtPositional(true);
    }
  }
}
