package io.dockeradvanced.cli;

import io.dockeradvanced.Config;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.operation.SecretSource;
import io.dockeradvanced.store.StateStore;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code --state} and {@code --key} choose. */
final class ChosenState {
  private static final String KEY_VARIABLE = "DA_KEY_FILE";

  private ChosenState() {}

  /** The configuration with the store and the key in it, unless they are those of the user. */
  static Config into(
      Config config, @Nullable String state, @Nullable Path key, Map<String, String> environment) {
    if (state != null && state.isBlank()) {
      throw new InvalidSpec("--state", 0, 0, "it is empty; give a file or a jdbc: URL");
    }
    Config chosen = config;
    Path keyFile = key != null ? key : fromEnvironment(environment);
    if (state != null && !state.startsWith("jdbc:")) {
      chosen = chosen.use(StateStore.class, StateStore.file(Path.of(state)));
      // The key stays beside its journal, so that both move together.
      keyFile = keyFile != null ? keyFile : Path.of(state + ".key");
    } else if (state != null) {
      requireNoPassword(state);
      chosen = chosen.use(StateStore.class, StateStore.jdbc(state));
    }
    return keyFile == null ? chosen : chosen.use(SecretSource.class, SecretSource.file(keyFile));
  }

  private static @Nullable Path fromEnvironment(Map<String, String> environment) {
    String file = environment.getOrDefault(KEY_VARIABLE, "");
    return file.isEmpty() ? null : Path.of(file);
  }

  /** Everybody on the machine can read the arguments of a command. */
  private static void requireNoPassword(String url) {
    if (url.matches("(?s).*[?&](password|sslpassword)=.*")) {
      throw new InvalidSpec(
          "--state",
          0,
          0,
          "a password in an argument can be seen by everybody on this machine; leave it out, and"
              + " set PGPASSWORD or write it into ~/.pgpass");
    }
  }
}
