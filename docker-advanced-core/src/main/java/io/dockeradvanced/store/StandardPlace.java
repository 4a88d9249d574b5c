package io.dockeradvanced.store;

import java.nio.file.Path;
import java.util.Map;

/** Where the store of a user lies unless somebody says otherwise. */
final class StandardPlace {
  private StandardPlace() {}

  static Path database(Map<String, String> environment, String home) {
    for (String variable : new String[] {"XDG_STATE_HOME", "LOCALAPPDATA"}) {
      // The XDG specification wants relative paths ignored.
      String value = environment.getOrDefault(variable, "");
      if (!value.isEmpty() && Path.of(value).isAbsolute()) {
        return in(Path.of(value));
      }
    }
    if (home.isEmpty() || !Path.of(home).isAbsolute()) {
      throw new StoreFailed(
          "no place for the state store is known: neither XDG_STATE_HOME nor a home directory is"
              + " set; give the path of a file",
          null);
    }
    return in(Path.of(home, ".local", "state"));
  }

  private static Path in(Path directory) {
    return directory.resolve("docker-advanced").resolve("state.db");
  }
}
