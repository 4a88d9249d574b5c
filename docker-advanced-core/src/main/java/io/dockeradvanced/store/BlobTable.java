package io.dockeradvanced.store;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;

/** Bytes under the name of their digest. */
final class BlobTable {
  private BlobTable() {}

  static String put(Session session, String digest, byte[] content) throws SQLException {
    session.update(
        "INSERT INTO blobs (digest, content) VALUES (?, ?) ON CONFLICT (digest) DO NOTHING",
        digest,
        content);
    return digest;
  }

  static Optional<byte[]> get(Session session, String digest) throws SQLException {
    return session.first(
        "SELECT content FROM blobs WHERE digest = ?", row -> row.getBytes(1), digest);
  }

  static boolean delete(Session session, String digest) throws SQLException {
    return session.update("DELETE FROM blobs WHERE digest = ?", digest) > 0;
  }

  static String digest(byte[] content) {
    try {
      return "sha256:"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
