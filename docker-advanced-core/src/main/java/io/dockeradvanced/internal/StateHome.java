package io.dockeradvanced.internal;

import io.dockeradvanced.DockerAdvancedException;
import java.nio.file.Path;
import java.util.Map;

/** Where the state of a user lies unless somebody says otherwise: the journal and its key. */
public final class StateHome {
  private StateHome() {}

  /** {@code $XDG_STATE_HOME/docker-advanced}, or its like on other systems. */
  public static Path directory() {
    return directory(System.getenv(), System.getProperty("user.home", ""));
  }

  static Path directory(Map<String, String> environment, String home) {
    for (String variable : new String[] {"XDG_STATE_HOME", "LOCALAPPDATA"}) {
      // The XDG specification wants relative paths ignored.
      String value = environment.getOrDefault(variable, "");
      if (!value.isEmpty() && Path.of(value).isAbsolute()) {
        return Path.of(value).resolve("docker-advanced");
      }
    }
    if (home.isEmpty() || !Path.of(home).isAbsolute()) {
      throw new DockerAdvancedException(
          "no place for state is known: neither XDG_STATE_HOME nor a home directory is set;"
              + " give the path of a file");
    }
    return Path.of(home, ".local", "state", "docker-advanced");
  }
}
