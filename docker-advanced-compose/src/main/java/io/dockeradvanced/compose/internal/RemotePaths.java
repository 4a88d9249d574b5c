package io.dockeradvanced.compose.internal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compose files and contexts that lie on another machine: git repositories, OCI artifacts, web
 * addresses.
 */
public final class RemotePaths {
  private static final Pattern REMOTE =
      Pattern.compile(
          "(oci|https?|git|ssh|ftp)://.*|github\\.com/.*|[A-Za-z0-9._-]+@[A-Za-z0-9.-]+:.*",
          Pattern.DOTALL);

  /** Scheme and host; whatever else there is may be a password or a token. */
  private static final Pattern PLACE =
      Pattern.compile("(?:([a-z]+://))?(?:.*@)?([A-Za-z0-9._-]+).*", Pattern.DOTALL);

  private RemotePaths() {}

  public static boolean isRemote(String path) {
    return REMOTE.matcher(path).matches();
  }

  /**
   * Whether a build's context lies elsewhere; Compose looks at it in another way than at a file.
   */
  public static boolean isRemoteContext(String context) {
    return context.contains("://")
        || context.startsWith("github.com/")
        || context.startsWith("git@");
  }

  /** Scheme and host alone: user, password, path and query may be secret. */
  public static String shown(String path) {
    Matcher place = PLACE.matcher(path);
    if (!place.matches()) {
      return "…";
    }
    String scheme = place.group(1) == null ? "" : place.group(1);
    return scheme + place.group(2) + "/…";
  }
}
