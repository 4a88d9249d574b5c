package io.dockeradvanced.transport.ssh;

import java.io.IOException;
import java.util.Arrays;
import net.schmizz.sshj.common.Buffer;

/** A key to log in with: its public part, and a way to sign. */
abstract class Identity {
  private final byte[] blob;
  private final String name;

  /**
   * @param blob the public key as it goes over the wire
   * @param name for messages
   */
  Identity(byte[] blob, String name) {
    this.blob = blob;
    this.name = name;
  }

  final byte[] blob() {
    return blob;
  }

  final boolean isSameAs(Identity other) {
    return Arrays.equals(blob, other.blob);
  }

  /** The type of the key, such as {@code ssh-ed25519}. */
  final String type() {
    return typeOf(blob);
  }

  static String typeOf(byte[] blob) {
    try {
      return new Buffer.PlainBuffer(blob).readString();
    } catch (Buffer.BufferException | RuntimeException e) {
      return "";
    }
  }

  /** How it signs: with RSA, never by SHA-1. */
  final String algorithm() {
    String type = type();
    return switch (type) {
      case "ssh-rsa" -> "rsa-sha2-512";
      case "ssh-rsa-cert-v01@openssh.com" -> "rsa-sha2-512-cert-v01@openssh.com";
      default -> type;
    };
  }

  /** The signature as it goes over the wire: the algorithm, then the bytes. */
  abstract byte[] sign(byte[] data) throws IOException;

  /** Such as {@code /root/.ssh/id_ed25519 (SHA256:…)}. */
  @Override
  public final String toString() {
    return name + " (" + KnownHosts.fingerprint(blob) + ")";
  }
}
