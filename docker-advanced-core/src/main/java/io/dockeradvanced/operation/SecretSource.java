package io.dockeradvanced.operation;

import java.nio.file.Path;

/**
 * Where the key comes from that journal and revisions are encrypted with. Thread-safe.
 *
 * <p>Losing the key means losing what was encrypted with it: an interrupted operation can then not
 * be recovered.
 */
public interface SecretSource {
  /** 32 secret bytes, the same with every call. */
  byte[] key();

  /** A key file with mode 0600, made with random bytes on the first use. */
  static SecretSource file(Path file) {
    return new KeyFile(file);
  }
}
