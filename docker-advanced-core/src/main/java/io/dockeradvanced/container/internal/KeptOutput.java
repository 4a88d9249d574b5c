package io.dockeradvanced.container.internal;

import io.dockeradvanced.DockerAdvancedException;
import java.io.ByteArrayOutputStream;

/** What a command prints, but not without end: whoever prints may be hostile. */
public final class KeptOutput extends ByteArrayOutputStream {
  private static final int MOST = 16 << 20;

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    if (count + length > MOST) {
      throw new DockerAdvancedException(
          "the command prints more than %d MiB; take it as a stream".formatted(MOST >> 20));
    }
    super.write(bytes, offset, length);
  }
}
