package io.dockeradvanced.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
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
    subcommands = {StackCommand.class, HostCommand.class, RecoverCommand.class},
    footer = {
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong usage or invalid file, 3 failed and rolled back.",
      "Ctrl-C undoes what the command did; a second one leaves it to 'da recover'."
    })
public final class Main {
  private static final String PLUGIN_METADATA = "docker-cli-plugin-metadata";

  private static final Set<String> SUBCOMMANDS = Set.of("stack", "host", "recover");

  @Mixin Globals globals = new Globals();

  final Interruption interruption;

  private Main(Interruption interruption) {
    this.interruption = interruption;
  }

  public static void main(String[] args) {
    System.exit(run(Interruption.ofProcess(writer(System.err)), args));
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /** As a plugin the docker command hands us our own name before the subcommand. */
  private static String[] withoutPluginName(String[] args) {
    List<String> words = new ArrayList<>(Arrays.asList(args));
    for (int i = 0; i < words.size(); i++) {
      if (SUBCOMMANDS.contains(words.get(i))) {
        break;
      }
      if (words.get(i).equals("advanced")) {
        words.remove(i);
        break;
      }
    }
    return words.toArray(String[]::new);
  }

  /** Runs one command line and answers its exit code; leaves the signals of the process alone. */
  public static int run(String... args) {
    return run(Interruption.deaf(), args);
  }

  private static int run(Interruption interruption, String... args) {
    PrintWriter out = writer(System.out);
    PrintWriter err = writer(System.err);
    if (args.length > 0 && args[0].equals(PLUGIN_METADATA)) {
      out.println(
          """
          {"SchemaVersion":"0.1.0","Vendor":"docker-advanced","Version":"0.1.0",\
          "ShortDescription":"Stacks that deploy whole or not at all"}""");
      return 0;
    }
    String[] ours = withoutPluginName(args);
    return new CommandLine(new Main(interruption))
        .setOut(out)
        .setErr(err)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Failures::handle)
        .setParameterExceptionHandler(Failures::usage)
        .execute(ours);
  }
}
