package io.dockeradvanced.cli;

import io.dockeradvanced.container.TerminalSize;
import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The terminal that standard input, output and error may be. */
final class Terminal {
  private static final int USUAL = 80;
  private static final Pattern SIZE = Pattern.compile("(\\d{1,4}) (\\d{1,4})");

  private Terminal() {}

  /** Whether standard error is a terminal that can clear a line. */
  static boolean attached() {
    String kind = System.getenv("TERM");
    return kind != null && !kind.equals("dumb") && isTerminal(2);
  }

  /** Whether a stream of this process is a terminal: 0 is input, 1 output, 2 error. */
  static boolean isTerminal(int stream) {
    try {
      String device = Files.readSymbolicLink(Path.of("/proc/self/fd/" + stream)).toString();
      return device.startsWith("/dev/pts/")
          || device.startsWith("/dev/tty")
          || device.equals("/dev/console");
    } catch (IOException e) {
      // Not on Linux. The console knows of standard input and output only, which is a good guess.
      return isTerminal(System.console());
    }
  }

  /** JDK 22 and newer have a console without a terminal, too, and a method that tells. */
  static boolean isTerminal(@Nullable Console console) {
    if (console == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /** Its columns; looked up at most once a second, for people resize their windows. */
  static IntSupplier width() {
    return new IntSupplier() {
      private long asked;
      private int width;

      @Override
      public synchronized int getAsInt() {
        if (width == 0 || System.nanoTime() - asked > TimeUnit.SECONDS.toNanos(1)) {
          width = columns();
          asked = System.nanoTime();
        }
        return width;
      }
    };
  }

  private static int columns() {
    int columns = rowsAndColumns()[1];
    return columns == 0 ? USUAL : columns;
  }

  /** The size of the terminal of this process; empty without one, or when it has none. */
  static Optional<TerminalSize> size() {
    int[] size = rowsAndColumns();
    return size[0] == 0 || size[1] == 0
        ? Optional.empty()
        : Optional.of(new TerminalSize(size[0], size[1]));
  }

  /** Each 0 where it is not known. */
  private static int[] rowsAndColumns() {
    try {
      Matcher answer = SIZE.matcher(stty("size"));
      return answer.matches()
          ? new int[] {Integer.parseInt(answer.group(1)), Integer.parseInt(answer.group(2))}
          : new int[2];
    } catch (IOException e) {
      return new int[2]; // there is no stty, or no terminal of ours
    }
  }

  /**
   * Has stty look at the terminal of this process, or change it; answers what it says.
   *
   * @throws IOException when there is no stty, or it cannot
   */
  static String stty(String... words) throws IOException {
    List<String> command = new ArrayList<>(List.of("stty"));
    command.addAll(List.of(words));
    Process stty =
        new ProcessBuilder(command)
            .redirectInput(new File("/dev/tty"))
            .redirectErrorStream(true)
            .start();
    String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    try {
      if (stty.waitFor() != 0) {
        throw new IOException(answer.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
    return answer.strip();
  }
}
