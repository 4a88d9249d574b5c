package io.dockeradvanced.transport.ssh;

import com.hierynomus.sshj.userauth.keyprovider.OpenSSHKeyV1KeyFile;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.PrivateKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.signature.Signature;
import net.schmizz.sshj.userauth.keyprovider.FileKeyProvider;
import net.schmizz.sshj.userauth.keyprovider.PKCS8KeyFile;
import net.schmizz.sshj.userauth.password.PasswordFinder;
import net.schmizz.sshj.userauth.password.Resource;
import org.jspecify.annotations.Nullable;

/**
 * A file with a private key. Of an encrypted one the passphrase is asked for only when a server
 * would take the key.
 */
final class KeyFile extends Identity {
  private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);
  private static final long MAX_BYTES = 1 << 20;

  private final Path file;
  private final boolean encrypted;
  private final Optional<Function<String, char[]>> passphrase;

  private KeyFile(
      Path file, byte[] blob, boolean encrypted, Optional<Function<String, char[]>> passphrase) {
    super(blob, file.toString());
    this.file = file;
    this.encrypted = encrypted;
    this.passphrase = passphrase;
  }

  /** The file cannot be used, and why. */
  static final class Unusable extends IOException {
    private static final long serialVersionUID = 1;

    Unusable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Reads the public part.
   *
   * @throws NoSuchFileException when there is no such file
   * @throws Unusable when it cannot be used
   */
  static KeyFile read(Path file, Optional<Function<String, char[]>> passphrase) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new Unusable(file + " is no private key", null);
    }
    if (othersMayRead(file)) {
      throw new Unusable(file + " can be read by others; run: chmod 600 " + file, null);
    }
    String text = text(file);
    KeyFile key =
        text.contains("BEGIN OPENSSH PRIVATE KEY")
            ? openSsh(file, text, passphrase)
            : new KeyFile(file, pemBlob(file, text), false, passphrase);
    if (!Algorithms.canSign(key.algorithm())) {
      throw new Unusable(
          "%s has a key of type '%s', which is not supported; use ed25519, ECDSA or RSA"
              .formatted(file, key.type().replaceAll("[^\\x20-\\x7e]", "?")),
          null);
    }
    return key;
  }

  private static byte[] pemBlob(Path file, String text) throws Unusable {
    if (!text.contains("PRIVATE KEY-----")) {
      throw new Unusable(
          file + " is no private key in the format of OpenSSH or PEM; see ssh-keygen -p", null);
    }
    try {
      return new Buffer.PlainBuffer().putPublicKey(pem(file, text).getPublic()).getCompactData();
    } catch (Unusable e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new Unusable("%s is damaged: %s".formatted(file, e.getMessage()), e);
    }
  }

  private static String text(Path file) throws IOException {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (java.nio.file.AccessDeniedException e) {
      throw new Unusable(file + " cannot be read by this user", e);
    }
  }

  private static boolean othersMayRead(Path file) throws IOException {
    try {
      Set<PosixFilePermission> granted = Files.getPosixFilePermissions(file);
      return granted.stream().anyMatch(p -> !p.name().startsWith("OWNER"));
    } catch (UnsupportedOperationException e) {
      return false;
    }
  }

  private static KeyFile openSsh(
      Path file, String text, Optional<Function<String, char[]>> passphrase) throws Unusable {
    String base64 =
        text.replaceFirst("(?s).*-----BEGIN OPENSSH PRIVATE KEY-----", "")
            .replaceFirst("(?s)-----END OPENSSH PRIVATE KEY-----.*", "")
            .replaceAll("\\s", "");
    try {
      Buffer.PlainBuffer content = new Buffer.PlainBuffer(Base64.getDecoder().decode(base64));
      byte[] magic = new byte[MAGIC.length];
      content.readRawBytes(magic);
      if (!Arrays.equals(magic, MAGIC)) {
        throw new Unusable(file + " is damaged: it does not begin as a key of OpenSSH", null);
      }
      String cipher = content.readString();
      content.readString();
      content.readBytes();
      if (content.readUInt32() != 1) {
        throw new Unusable(file + " does not have exactly one key", null);
      }
      byte[] blob = content.readBytes();
      if (typeOf(blob).startsWith("sk-")) {
        throw new Unusable(
            file + " needs a security key; add it to the ssh-agent, which can ask it", null);
      }
      return new KeyFile(file, blob, !cipher.equals("none"), passphrase);
    } catch (Buffer.BufferException | IllegalArgumentException e) {
      throw new Unusable(file + " is damaged: it cannot be decoded", e);
    }
  }

  private static byte @Nullable [] publicFile(Path file) throws IOException {
    Path other = file.resolveSibling(file.getFileName() + ".pub");
    try {
      String[] words = Files.readString(other).strip().split("\\s+");
      return words.length < 2 ? null : Base64.getDecoder().decode(words[1]);
    } catch (NoSuchFileException | IllegalArgumentException e) {
      return null;
    }
  }

  /** The public part, should only that be there, as beside keys that an agent has. */
  static byte @Nullable [] publicPart(Path file) throws IOException {
    if (file.toString().endsWith(".pub")) {
      return publicFile(
          file.resolveSibling(file.getFileName().toString().replaceFirst("\\.pub$", "")));
    }
    return publicFile(file);
  }

  private static FileKeyProvider pem(Path file, String text) throws Unusable {
    if (text.contains("ENCRYPTED")) {
      throw new Unusable(
          "%s is encrypted in the old PEM format; convert it: ssh-keygen -p -f %s"
              .formatted(file, file),
          null);
    }
    String base64 =
        text.replaceFirst("(?s).*-----BEGIN [A-Z ]*PRIVATE KEY-----", "")
            .replaceFirst("(?s)-----END .*", "");
    try {
      if (!Der.isWhole(Base64.getMimeDecoder().decode(base64))) {
        throw new Unusable(file + " is damaged: its content is not whole", null);
      }
    } catch (IllegalArgumentException e) {
      throw new Unusable(file + " is damaged: it cannot be decoded", e);
    }
    PKCS8KeyFile provider = new PKCS8KeyFile();
    provider.init(new StringReader(text));
    return provider;
  }

  @Override
  byte[] sign(byte[] data) throws IOException {
    PrivateKey key = privateKey();
    Signature signature = Algorithms.signing(algorithm()).newSignature();
    signature.initSign(key);
    signature.update(data);
    return new Buffer.PlainBuffer()
        .putString(signature.getSignatureName())
        .putBytes(signature.encode(signature.sign()))
        .getCompactData();
  }

  private PrivateKey privateKey() throws IOException {
    char[] secret = encrypted ? askPassphrase() : null;
    try {
      PasswordFinder finder = secret == null ? null : new Once(secret);
      String text = text(file);
      FileKeyProvider provider;
      if (text.contains("BEGIN OPENSSH PRIVATE KEY")) {
        provider = new OpenSSHKeyV1KeyFile();
        provider.init(new StringReader(text), finder);
      } else {
        provider = pem(file, text);
      }
      return provider.getPrivate();
    } catch (NoSuchFileException | Unusable e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new Unusable(
          encrypted
              ? "the passphrase for %s is wrong".formatted(file)
              : "%s is damaged: %s".formatted(file, e.getMessage()),
          e);
    } finally {
      if (secret != null) {
        Arrays.fill(secret, '\0');
      }
    }
  }

  private char[] askPassphrase() throws Unusable {
    char[] secret = passphrase.map(ask -> ask.apply(file.toString())).orElse(null);
    if (secret == null) {
      throw new Unusable(
          "%s is encrypted: add it to the ssh-agent (ssh-add), or give its passphrase by SshOptions.passphrase(…)"
              .formatted(file),
          null);
    }
    return secret;
  }

  private record Once(char[] secret) implements PasswordFinder {
    @Override
    public char[] reqPassword(Resource<?> resource) {
      return secret.clone();
    }

    @Override
    public boolean shouldRetry(Resource<?> resource) {
      return false;
    }
  }
}
