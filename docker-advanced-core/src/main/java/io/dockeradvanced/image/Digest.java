package io.dockeradvanced.image;

import io.dockeradvanced.InvalidSpec;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What content is, whatever it is called: {@code sha256:} and 64 hexadecimal digits.
 *
 * @param algorithm {@code sha256}, {@code sha384} or {@code sha512}
 * @param hex in lower case, as long as the algorithm makes it
 */
public record Digest(String algorithm, String hex) {
  private static final Map<String, Integer> LENGTHS =
      Map.of("sha256", 64, "sha384", 96, "sha512", 128);
  private static final Pattern FORM =
      Pattern.compile("[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[a-zA-Z0-9=_-]+");

  /** Checks the parts as {@link #parse} does. */
  public Digest {
    check(algorithm + ":" + hex, algorithm, hex);
  }

  /**
   * Reads {@code algorithm:hex}.
   *
   * @throws InvalidSpec when it is not a digest, or of an algorithm that is not known
   */
  public static Digest parse(String text) {
    int colon = text.indexOf(':');
    if (colon <= 0 || colon + 1 == text.length()) {
      throw new InvalidSpec(text, 0, 0, "invalid checksum digest format");
    }
    return new Digest(text.substring(0, colon), text.substring(colon + 1));
  }

  private static void check(String text, String algorithm, String hex) {
    Integer length = LENGTHS.get(algorithm);
    String problem = "";
    if (length == null) {
      problem =
          text.length() < 4096 && FORM.matcher(text).matches()
              ? "unsupported digest algorithm"
              : "invalid checksum digest format";
    } else if (hex.length() != length) {
      problem = "invalid checksum digest length";
    } else if (!hex.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
      problem = "invalid checksum digest format";
    }
    if (!problem.isEmpty()) {
      throw new InvalidSpec(text, 0, 0, problem);
    }
  }

  /** The SHA-256 of these bytes. */
  public static Digest of(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return new Digest("sha256", HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Whether these bytes are what the digest names. */
  public boolean matches(byte[] content) {
    String name = "SHA-" + algorithm.substring(3);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(name).digest(content)).equals(hex);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + name, e);
    }
  }

  /** The first twelve digits, as people see them. */
  public String shortHex() {
    return hex.substring(0, 12);
  }

  /** {@code algorithm:hex}. */
  @Override
  public String toString() {
    return algorithm + ":" + hex;
  }
}
