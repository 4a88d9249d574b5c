package io.dockeradvanced.container.internal;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Takes what a container without a terminal prints out of the frames it comes in: one byte stream
 * number, three zero bytes, four bytes length, then the payload. Keeps nothing: payloads are handed
 * on in pieces as they arrive, whatever length a frame claims.
 */
final class StreamFrames {
  static final int OUT = 1;
  static final int ERR = 2;

  /** What the engine itself says, such as why a log ends early. */
  static final int SYSTEM = 3;

  private static final int HEADER = 8;
  private static final int PIECE = 32 << 10;

  /** Takes one piece of one stream; the bytes are valid during the call. */
  interface Sink {
    /** Answers false when no more is wanted. */
    boolean take(int stream, byte[] bytes, int length) throws IOException;
  }

  private StreamFrames() {}

  /**
   * Reads to the end of the frames, or until the sink has had enough.
   *
   * @throws IOException when the frames are not frames, or the last one is cut
   */
  static void copy(InputStream in, Sink sink) throws IOException {
    byte[] piece = new byte[PIECE];
    while (true) {
      int got = in.readNBytes(piece, 0, HEADER);
      if (got == 0) {
        return;
      }
      if (got < HEADER) {
        throw new EOFException("the stream ends within the head of a frame");
      }
      int stream = piece[0];
      int left = length(piece);
      if (stream < 0 || stream > SYSTEM || (piece[1] | piece[2] | piece[3]) != 0 || left < 0) {
        throw new IOException("not a frame: stream %d, length %d".formatted(stream, left));
      }
      while (left > 0) {
        int count = in.read(piece, 0, Math.min(left, piece.length));
        if (count < 0) {
          throw new EOFException("the stream ends within a frame");
        }
        left -= count;
        if (!sink.take(stream, piece, count)) {
          return;
        }
      }
    }
  }

  private static int length(byte[] header) {
    return (header[4] & 0xff) << 24
        | (header[5] & 0xff) << 16
        | (header[6] & 0xff) << 8
        | header[7] & 0xff;
  }
}
