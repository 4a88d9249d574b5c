package io.dockeradvanced.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A {@code da} command on a terminal of its own, whose size and keys a test has in its hands. */
final class OwnTerminal implements AutoCloseable {
  private static final Path SCRIPT = Path.of("/usr/bin/script");

  /** What a terminal of 31 rows and 99 columns shows, and how it was before and after. */
  private static final String SESSION =
      """
      stty rows 31 cols 99
      tty >device
      stty -g >before
      sh -c 'echo $$ >pid; exec "$@"' da %s
      code=$?
      stty -g >after
      exit $code
      """;

  private final Path directory;
  private final DaProcess process;

  private OwnTerminal(Path directory, DaProcess process) {
    this.directory = directory;
    this.process = process;
  }

  static OwnTerminal start(Path parent, List<String> command) throws IOException {
    assumeThat(SCRIPT).exists();
    Path directory = Files.createTempDirectory(parent, "terminal");
    String words =
        command.stream()
            .map(word -> "'" + word.replace("'", "'\\''") + "'")
            .collect(Collectors.joining(" "));
    Path session = Files.writeString(directory.resolve("session.sh"), SESSION.formatted(words));
    return new OwnTerminal(
        directory,
        DaProcess.start(
            directory,
            List.of(SCRIPT.toString(), "-qec", "sh " + session, "/dev/null"),
            builder -> builder.directory(directory.toFile()).environment().put("TERM", "xterm")));
  }

  void await(String text) {
    process.awaitOut(text);
  }

  void type(String keys) throws IOException {
    process.type(keys);
  }

  /** As somebody who pulls at the corner of the window. */
  void resize(int rows, int columns) throws Exception {
    run("stty", "-F", read("device"), "rows", "" + rows, "cols", "" + columns);
  }

  /** Sends the command itself a signal, past the terminal. */
  void signal(String name) throws Exception {
    run("kill", "-" + name, read("pid"));
  }

  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  /** The end of the command; its terminal is as it was. */
  Da end() throws Exception {
    Da da = process.end();
    assertThat(read("after")).as(da.out()).isEqualTo(read("before"));
    return da;
  }

  private String read(String name) throws IOException {
    return Files.readString(directory.resolve(name)).strip();
  }

  @Override
  public void close() {
    process.close();
  }
}
