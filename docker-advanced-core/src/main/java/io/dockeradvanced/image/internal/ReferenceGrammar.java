package io.dockeradvanced.image.internal;

import io.dockeradvanced.InvalidSpec;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of image references, as the registry specification and Docker have it.
 *
 * <p>A scanner and no regular expression, so that any text is judged in one pass and in little
 * memory.
 */
public final class ReferenceGrammar {
  public static final String INVALID = "invalid reference format";
  private static final int MAX_PATH = 255;
  private static final int MAX_TAG = 128;
  private static final int IDENTIFIER = 64;
  private static final int MIN_DIGEST = 32;
  private static final String HUB = "docker.io";
  private static final String LEGACY_HUB = "index.docker.io";
  private static final String OFFICIAL = "library/";

  private ReferenceGrammar() {}

  /** A reference taken apart; what is missing is empty. The digest is not checked yet. */
  public record Parts(String domain, String path, String tag, String digest) {}

  /**
   * A reference as people write it, completed.
   *
   * @throws InvalidSpec when it is none
   */
  public static Parts normalized(String text) {
    if (text.length() == IDENTIFIER && text.chars().allMatch(ReferenceGrammar::isLowerHex)) {
      throw invalid(
          text,
          "invalid repository name (%s), cannot specify 64-byte hexadecimal strings"
              .formatted(text));
    }
    String whole = completed(text);
    int slash = whole.indexOf('/');
    String rest = whole.substring(slash + 1);
    int colon = rest.indexOf(':');
    String remote = colon < 0 ? rest : rest.substring(0, colon);
    if (!lower(remote).equals(remote)) {
      throw invalid(
          text,
          "invalid reference format: repository name (%s) must be lowercase"
              .formatted(shown(remote)));
    }
    Parts parts = match(whole);
    if (parts == null) {
      throw invalid(
          text, match(lower(whole)) == null ? INVALID : "repository name must be lowercase");
    }
    checkLength(text, parts.path());
    return parts;
  }

  /** Throws when the path is longer than any registry takes it. */
  public static void checkLength(String text, String path) {
    if (path.length() > MAX_PATH) {
      throw invalid(text, "repository name must not be more than " + MAX_PATH + " characters");
    }
  }

  private static InvalidSpec invalid(String text, String message) {
    return new InvalidSpec(text.isEmpty() ? "(empty)" : shown(text), 0, 0, message);
  }

  private static String shown(String text) {
    return text.length() > 255 ? text.substring(0, 255) + "…" : text;
  }

  /** With its registry, and {@code library/} where that goes without saying. */
  private static String completed(String text) {
    int slash = text.indexOf('/');
    String first = slash < 0 ? "" : text.substring(0, slash);
    String domain = HUB;
    String rest = text;
    if (slash >= 0 && isDomainOf(first)) {
      domain = first.equals(LEGACY_HUB) ? HUB : first;
      rest = text.substring(slash + 1);
    }
    if (domain.equals(HUB) && rest.indexOf('/') < 0) {
      rest = OFFICIAL + rest;
    }
    return domain + "/" + rest;
  }

  /** Names of users have no capital letters, dots or colons; registries nearly always have. */
  private static boolean isDomainOf(String first) {
    return first.indexOf('.') >= 0
        || first.indexOf(':') >= 0
        || first.equals("localhost")
        || !lower(first).equals(first);
  }

  /** Takes {@code [domain/]path[:tag][@digest]} apart; null when it is not that. */
  public static @Nullable Parts match(String text) {
    int at = text.indexOf('@');
    String digest = at < 0 ? "" : text.substring(at + 1);
    String named = at < 0 ? text : text.substring(0, at);
    if (at >= 0 && !isDigest(digest)) {
      return null;
    }
    int slash = named.indexOf('/');
    String domain = slash < 0 ? "" : named.substring(0, slash);
    boolean hasDomain = slash >= 0 && isDomain(domain);
    String rest = hasDomain ? named.substring(slash + 1) : named;
    int colon = rest.indexOf(':');
    String path = colon < 0 ? rest : rest.substring(0, colon);
    String tag = colon < 0 ? "" : rest.substring(colon + 1);
    if (!isPath(path) || (colon >= 0 && !isTag(tag))) {
      return null;
    }
    return new Parts(hasDomain ? domain : "", path, tag, digest);
  }

  private static boolean isDomain(String text) {
    int end = text.length();
    int host;
    if (text.startsWith("[")) {
      host = text.indexOf(']') + 1;
      if (host < 3 || !text.substring(1, host - 1).chars().allMatch(ReferenceGrammar::isIpv6)) {
        return false;
      }
    } else {
      int colon = text.indexOf(':');
      host = colon < 0 ? end : colon;
      if (!isHostName(text.substring(0, host))) {
        return false;
      }
    }
    if (host == end) {
      return true;
    }
    return text.charAt(host) == ':'
        && host + 1 < end
        && text.substring(host + 1).chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static boolean isHostName(String text) {
    int begin = 0;
    while (true) {
      int dot = text.indexOf('.', begin);
      int end = dot < 0 ? text.length() : dot;
      if (begin == end || text.charAt(begin) == '-' || text.charAt(end - 1) == '-') {
        return false;
      }
      for (int i = begin; i < end; i++) {
        if (!isAlphanumeric(text.charAt(i)) && text.charAt(i) != '-') {
          return false;
        }
      }
      if (dot < 0) {
        return true;
      }
      begin = dot + 1;
    }
  }

  private static boolean isPath(String text) {
    int i = 0;
    int end = text.length();
    while (i < end) {
      int word = i;
      while (i < end && isLowerAlphanumeric(text.charAt(i))) {
        i++;
      }
      if (i == word) {
        return false;
      }
      if (i == end) {
        return true;
      }
      i = text.charAt(i) == '/' ? i + 1 : afterSeparator(text, i);
      if (i < 0) {
        return false;
      }
    }
    return false;
  }

  /** Behind one dot, one or two underscores or any number of dashes; -1 when none is there. */
  private static int afterSeparator(String text, int at) {
    char c = text.charAt(at);
    int i = at + 1;
    if (c == '-') {
      while (i < text.length() && text.charAt(i) == '-') {
        i++;
      }
      return i;
    }
    if (c == '_') {
      return i < text.length() && text.charAt(i) == '_' ? i + 1 : i;
    }
    return c == '.' ? i : -1;
  }

  private static boolean isTag(String text) {
    if (text.isEmpty() || text.length() > MAX_TAG) {
      return false;
    }
    char first = text.charAt(0);
    return first != '.'
        && first != '-'
        && text.chars().allMatch(c -> isAlphanumeric(c) || c == '_' || c == '.' || c == '-');
  }

  /** An algorithm, a colon, and at least 32 hexadecimal digits. */
  private static boolean isDigest(String text) {
    int colon = text.indexOf(':');
    if (colon <= 0 || text.length() - colon - 1 < MIN_DIGEST) {
      return false;
    }
    boolean begins = true;
    for (int i = 0; i < colon; i++) {
      char c = text.charAt(i);
      if (begins) {
        if (!isLetter(c)) {
          return false;
        }
        begins = false;
      } else if (c == '-' || c == '_' || c == '+' || c == '.') {
        begins = true;
      } else if (!isAlphanumeric(c)) {
        return false;
      }
    }
    return !begins && text.substring(colon + 1).chars().allMatch(ReferenceGrammar::isHex);
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isAlphanumeric(int c) {
    return isLetter(c) || (c >= '0' && c <= '9');
  }

  private static boolean isLowerAlphanumeric(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  private static boolean isLowerHex(int c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
  }

  private static boolean isHex(int c) {
    return isLowerHex(c) || (c >= 'A' && c <= 'F');
  }

  private static boolean isIpv6(int c) {
    return isHex(c) || c == ':';
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
