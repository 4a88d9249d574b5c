package io.dockeradvanced.container.internal;

import io.dockeradvanced.container.ExecStreams;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Hands on what a command or a container prints, while it arrives. */
final class Printed {
  private static final int PIECE = 32 << 10;

  private Printed() {}

  /**
   * Reads to the end.
   *
   * @param terminal whether there is one: then both streams are one, without frames
   * @throws SinkFailed when a receiver does not take it
   */
  static void copy(InputStream body, ExecStreams streams, boolean terminal) throws IOException {
    if (!terminal) {
      StreamFrames.copy(
          body,
          (stream, bytes, length) ->
              write(stream == StreamFrames.ERR ? streams.err() : streams.out(), bytes, length));
      return;
    }
    byte[] piece = new byte[PIECE];
    int count;
    while ((count = body.read(piece)) >= 0) {
      write(streams.out(), piece, count);
    }
  }

  private static boolean write(OutputStream to, byte[] bytes, int length) throws SinkFailed {
    try {
      to.write(bytes, 0, length);
      to.flush();
      return true;
    } catch (IOException e) {
      throw new SinkFailed(e);
    }
  }

  /** The receiver could not be written to; not a fault of the connection. */
  static final class SinkFailed extends IOException {
    private static final long serialVersionUID = 1;
    private final IOException problem;

    SinkFailed(IOException problem) {
      super(problem.getMessage(), problem);
      this.problem = problem;
    }

    IOException problem() {
      return problem;
    }
  }
}
