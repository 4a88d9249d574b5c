package io.dockeradvanced.internal;

import java.nio.file.Path;

/** Where state lies unless told otherwise: {@code $XDG_STATE_HOME/docker-advanced}. */
public final class StateHome {
  private StateHome() {}

  public static Path directory() {
    String xdg = System.getenv("XDG_STATE_HOME");
    // The XDG specification tells to ignore a relative path.
    Path base =
        xdg == null || xdg.isBlank() || !Path.of(xdg).isAbsolute()
            ? Path.of(System.getProperty("user.home", "."), ".local", "state")
            : Path.of(xdg);
    return base.resolve("docker-advanced");
  }
}
