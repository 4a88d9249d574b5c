package io.dockeradvanced.container.internal;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Takes the bytes of a container's log out of the frames they come in: one byte stream number,
 * three zero bytes, four bytes length, then the payload. A container with a terminal has no frames.
 */
public final class LogFrames {
  private static final int LIMIT = 16 << 20;

  private LogFrames() {}

  /**
   * The text bytes of both streams, in the order they came; at most 16 MiB, the rest is left
   * unread.
   *
   * @throws IOException when the frames are not frames, or the last one is cut
   */
  public static byte[] read(InputStream body, boolean terminal) throws IOException {
    if (terminal) {
      return body.readNBytes(LIMIT);
    }
    DataInputStream in = new DataInputStream(body);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    while (text.size() < LIMIT) {
      int stream = in.read();
      if (stream < 0) {
        break;
      }
      byte[] header = in.readNBytes(3);
      int zeros = header.length < 3 ? -1 : header[0] | header[1] | header[2];
      int length = in.readInt();
      if (stream > 3 || zeros != 0 || length < 0) {
        throw new IOException(
            "not a frame of a log: stream %d, length %d".formatted(stream, length));
      }
      int wanted = Math.min(length, LIMIT - text.size());
      byte[] payload = in.readNBytes(wanted);
      if (payload.length < wanted) {
        throw new EOFException("the log ends within a frame");
      }
      text.writeBytes(payload);
    }
    return text.toByteArray();
  }
}
