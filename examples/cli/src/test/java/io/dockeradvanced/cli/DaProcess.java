package io.dockeradvanced.cli;

import io.dockeradvanced.lab.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A {@code da} command in a process of its own. */
final class DaProcess implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Process process;
  private final Path out;
  private final Path err;

  private DaProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** What starts the command: this JVM's Java with this JVM's classes. */
  static List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    // As the manifest of da.jar says it.
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
    command.addAll(List.of(System.getProperty("java.class.path"), Main.class.getName()));
    return command;
  }

  /**
   * Starts a command line; what it prints goes into files of that directory.
   *
   * @param more settles what else there is to settle about the process
   */
  static DaProcess start(Path directory, List<String> command, Consumer<ProcessBuilder> more)
      throws IOException {
    Path out = Files.createTempFile(directory, "da", ".out");
    Path err = Files.createTempFile(directory, "da", ".err");
    List<String> all = new ArrayList<>(signalsAsUsual());
    all.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(all).redirectOutput(out.toFile()).redirectError(err.toFile());
    more.accept(builder);
    return new DaProcess(builder.start(), out, err);
  }

  /**
   * A shell has what it starts in the background ignore SIGINT, and all its descendants with it: so
   * these tests would, when somebody runs them so.
   */
  private static List<String> signalsAsUsual() throws IOException {
    Path status = Path.of("/proc/self/status");
    boolean ignored =
        Files.isReadable(status)
            && Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                .anyMatch(mask -> (mask & 0b10) != 0);
    return ignored ? List.of("env", "--default-signal=INT") : List.of();
  }

  /** Sends it SIGINT or SIGTERM. */
  void signal(String name) throws IOException, InterruptedException {
    if (name.equals("TERM")) {
      process.destroy();
    } else {
      kill(name, Long.toString(process.pid()));
    }
  }

  /** Sends it to the process and all it started, as a terminal does; it must lead its group. */
  void signalGroup(String name) throws IOException, InterruptedException {
    kill(name, "-" + process.pid());
  }

  private static void kill(String name, String whom) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, "--", whom).inheritIO().start();
    if (kill.waitFor() != 0) {
      throw new AssertionError("kill -%s %s ended with %d".formatted(name, whom, kill.exitValue()));
    }
  }

  /** Sends SIGKILL and waits for the end. */
  void killNow() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Writes to its standard input. */
  void type(String keys) throws IOException {
    process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
  }

  /** Waits until it has written this to its standard output. */
  void awaitOut(String text) {
    awaitWhileRunning("'" + text + "' in " + out, () -> read(out).contains(text));
  }

  /** Waits until it has written this to its standard error. */
  void awaitErr(String text) {
    awaitWhileRunning("'" + text + "'", () -> read(err).contains(text));
  }

  /** Waits until something is so while the process runs. */
  void awaitWhileRunning(String what, BooleanSupplier condition) {
    boolean met = Waiting.until(LIMIT, () -> condition.getAsBoolean() || !process.isAlive());
    if (!met || !process.isAlive()) {
      throw new AssertionError(
          "not seen: %s; the command %s and said: %s%s"
              .formatted(what, process.isAlive() ? "runs" : "ended", read(err), read(out)));
    }
  }

  /** Its end: exit code and output. */
  Da end() throws InterruptedException {
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("the command does not end; it said: " + read(err));
    }
    return new Da(process.exitValue(), read(out), read(err));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A test that failed leaves no process behind. */
  @Override
  public void close() {
    process.destroyForcibly();
  }
}
