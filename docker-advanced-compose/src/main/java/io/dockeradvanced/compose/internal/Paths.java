package io.dockeradvanced.compose.internal;

/** Paths of attributes as messages show them: {@code services.web.ports[0].target}. */
final class Paths {
  private Paths() {}

  static String child(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
