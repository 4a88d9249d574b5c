package io.dockeradvanced.cli;

import java.io.Console;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** The terminal that standard error may be. */
final class Terminal {
  private static final int USUAL = 80;

  private Terminal() {}

  /** Whether standard error is a terminal that can clear a line. */
  static boolean attached() {
    String kind = System.getenv("TERM");
    return kind != null && !kind.equals("dumb") && isTerminal();
  }

  private static boolean isTerminal() {
    try {
      String device = Files.readSymbolicLink(Path.of("/proc/self/fd/2")).toString();
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
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      String[] size = answer.strip().split(" ", -1);
      return size.length == 2 ? positive(size[1]) : USUAL;
    } catch (IOException e) {
      return USUAL; // there is no stty, or no terminal of ours
    }
  }

  private static int positive(String number) {
    return number.matches("[1-9]\\d{0,4}") ? Integer.parseInt(number) : USUAL;
  }
}
