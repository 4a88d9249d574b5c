package io.dockeradvanced.container.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** The text of a container's log, without the frames it comes in. */
public final class LogFrames {
  private static final int LIMIT = 16 << 20;

  private LogFrames() {}

  /**
   * The text bytes of both streams, in the order they came; at most 16 MiB, the rest is left
   * unread.
   *
   * @param terminal such a container has no frames
   * @throws IOException when the frames are not frames, or the last one is cut
   */
  public static byte[] read(InputStream body, boolean terminal) throws IOException {
    if (terminal) {
      return body.readNBytes(LIMIT);
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    StreamFrames.copy(
        body,
        (stream, bytes, length) -> {
          text.write(bytes, 0, Math.min(length, LIMIT - text.size()));
          return text.size() < LIMIT;
        });
    return text.toByteArray();
  }
}
