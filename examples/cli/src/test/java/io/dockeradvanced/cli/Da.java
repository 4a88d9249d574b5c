package io.dockeradvanced.cli;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What one {@code da} command answered.
 *
 * @param status its exit code
 */
record Da(int status, String out, String err) {
  /**
   * Runs the command in this process, without an input: over that of this process Maven says which
   * class is next. Not for tests that run at once: it takes System.out.
   */
  static Da run(List<String> words) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    InputStream in = System.in;
    ByteArrayOutputStream toOut = new ByteArrayOutputStream();
    ByteArrayOutputStream toErr = new ByteArrayOutputStream();
    System.setOut(new PrintStream(toOut, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(toErr, true, StandardCharsets.UTF_8));
    System.setIn(InputStream.nullInputStream());
    try {
      int status = Main.run(words.toArray(String[]::new));
      return new Da(
          status, toOut.toString(StandardCharsets.UTF_8), toErr.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
      System.setIn(in);
    }
  }

  List<String> errLines() {
    return err.strip().lines().toList();
  }
}
