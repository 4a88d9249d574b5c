package io.dockeradvanced.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Standard output that remembers why it could not be written. */
final class Output extends OutputStream {
  private final OutputStream to;
  private final PrintWriter writer = new PrintWriter(this, true, StandardCharsets.UTF_8);
  private @Nullable IOException problem;

  Output(OutputStream to) {
    this.to = to;
  }

  PrintWriter writer() {
    return writer;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    try {
      to.write(bytes, from, length);
    } catch (IOException e) {
      throw remembered(e);
    }
  }

  @Override
  public void flush() throws IOException {
    try {
      to.flush();
    } catch (IOException e) {
      throw remembered(e);
    }
  }

  private IOException remembered(IOException e) {
    if (problem == null) {
      problem = e;
    }
    return e;
  }

  /**
   * The exit code of a command that ended with this one: an answer that nobody got is a failure.
   */
  int end(int status, PrintWriter err) {
    boolean lost = writer.checkError() || to instanceof PrintStream stream && stream.checkError();
    if (!lost) {
      return status;
    }
    err.println(
        "the answer could not be written to standard output"
            + (problem == null ? "" : ": " + problem.getMessage()));
    return status == 0 ? Failures.FAILED : status;
  }
}
