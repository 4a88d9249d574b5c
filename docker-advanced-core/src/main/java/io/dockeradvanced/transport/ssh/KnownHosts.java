package io.dockeradvanced.transport.ssh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** What known_hosts files say about one host. */
final class KnownHosts {
  /** What stands before an entry. */
  enum Marker {
    NONE,
    REVOKED,
    AUTHORITY
  }

  /**
   * An entry that is about our host.
   *
   * @param type such as {@code ssh-ed25519}
   * @param key as it goes over the wire
   */
  record Entry(Path file, int line, Marker marker, String type, byte[] key) {
    boolean has(byte[] other) {
      return MessageDigest.isEqual(key, other);
    }

    String place() {
      return file + ":" + line;
    }
  }

  private static final long MAX_BYTES = 64 << 20;

  private final List<Entry> entries = new ArrayList<>();

  /**
   * Reads the files that exist.
   *
   * @param name the host, {@code [host]:port}, or what HostKeyAlias says
   */
  static KnownHosts about(String name, List<Path> files) throws IOException {
    KnownHosts known = new KnownHosts();
    for (Path file : files) {
      known.read(file, name.toLowerCase(Locale.ROOT));
    }
    return known;
  }

  List<Entry> entries() {
    return entries;
  }

  private void read(Path file, String name) throws IOException {
    List<String> lines;
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IOException(file + " is too large for a known_hosts file");
      }
      lines = new String(Files.readAllBytes(file), StandardCharsets.UTF_8).lines().toList();
    } catch (NoSuchFileException e) {
      return;
    } catch (IOException e) {
      throw new IOException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
    for (int i = 0; i < lines.size(); i++) {
      Entry entry = parse(lines.get(i), file, i + 1, name);
      if (entry != null) {
        entries.add(entry);
      }
    }
  }

  /** Null for what is not about our host, or no entry: ssh skips such lines too. */
  private static @Nullable Entry parse(String text, Path file, int line, String name) {
    String[] words = text.strip().split("[ \t]+", 5);
    if (words[0].isEmpty() || words[0].startsWith("#")) {
      return null;
    }
    Marker marker = Marker.NONE;
    if (words[0].startsWith("@")) {
      switch (words[0]) {
        case "@revoked" -> marker = Marker.REVOKED;
        case "@cert-authority" -> marker = Marker.AUTHORITY;
        default -> {
          return null;
        }
      }
      words = Arrays.copyOfRange(words, 1, words.length);
    }
    if (words.length < 3 || !names(words[0], name)) {
      return null;
    }
    try {
      return new Entry(file, line, marker, words[1], Base64.getDecoder().decode(words[2]));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private static boolean names(String hosts, String name) {
    if (!hosts.startsWith("|")) {
      return Patterns.hostInList(hosts, name);
    }
    String[] parts = hosts.split("\\|", -1);
    if (parts.length != 4 || !parts[1].equals("1")) {
      return false;
    }
    try {
      byte[] hash = Base64.getDecoder().decode(parts[3]);
      return MessageDigest.isEqual(hash, hash(Base64.getDecoder().decode(parts[2]), name));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static byte[] hash(byte[] salt, String name) {
    if (salt.length == 0) {
      throw new IllegalArgumentException("no salt");
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(salt, "HmacSHA1"));
      return mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA1", e);
    }
  }

  /** An entry as it stands in a file; with the name hashed or not. */
  static String line(String name, boolean hashed, String type, byte[] key) {
    String hosts = name;
    if (hashed) {
      byte[] salt = new byte[20];
      new SecureRandom().nextBytes(salt);
      Base64.Encoder base64 = Base64.getEncoder();
      hosts =
          "|1|%s|%s"
              .formatted(base64.encodeToString(salt), base64.encodeToString(hash(salt, name)));
    }
    return "%s %s %s\n".formatted(hosts, type, Base64.getEncoder().encodeToString(key));
  }

  /** As {@code ssh-keygen -l} prints it. */
  static String fingerprint(byte[] key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
