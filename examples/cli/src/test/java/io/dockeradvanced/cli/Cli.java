package io.dockeradvanced.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the command in this process and keeps what it said. */
record Cli(int status, String out, String err) {

  /** With a store of its own in {@code directory}. */
  static Cli run(Path directory, String host, String... words) {
    List<String> all = new ArrayList<>(List.of("--no-progress", "--host", host));
    all.addAll(List.of("--state", directory.resolve("state.db").toString()));
    all.addAll(List.of(words));
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
      int status = Main.run(all.toArray(String[]::new));
      return new Cli(
          status,
          outBytes.toString(StandardCharsets.UTF_8),
          errBytes.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}
