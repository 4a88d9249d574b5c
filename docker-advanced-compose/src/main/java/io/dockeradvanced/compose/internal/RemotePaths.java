package io.dockeradvanced.compose.internal;

import java.util.regex.Pattern;

/** Compose files that lie on another machine: git repositories, OCI artifacts, web addresses. */
final class RemotePaths {
  private static final Pattern REMOTE =
      Pattern.compile(
          "(oci|https?|git|ssh|ftp)://.*|github\\.com/.*|[A-Za-z0-9._-]+@[A-Za-z0-9.-]+:.*",
          Pattern.DOTALL);
  private static final Pattern SECRET = Pattern.compile("//[^/@]*@");

  private RemotePaths() {}

  static boolean isRemote(String path) {
    return REMOTE.matcher(path).matches();
  }

  /** Without the user and password it may have. */
  static String shown(String path) {
    return SECRET.matcher(path).replaceAll("//…@");
  }
}
