package io.dockeradvanced.cli;

import io.dockeradvanced.Config;
import io.dockeradvanced.DockerAdvanced;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.host.HostUris;
import io.dockeradvanced.store.StateStore;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options that every command knows. */
final class Globals {
  /** How results are written. */
  enum Format {
    TEXT,
    JSON
  }

  @Option(
      names = {"-H", "--host"},
      paramLabel = "URI",
      scope = ScopeType.INHERIT,
      description =
          "The Docker host; DOCKER_HOST, the current Docker context or the local socket by default.")
  @Nullable String host;

  @Option(
      names = "--state",
      paramLabel = "URL|PATH",
      scope = ScopeType.INHERIT,
      description =
          "Where the journal is kept: a jdbc: URL (sqlite, postgresql) or a file;"
              + " $XDG_STATE_HOME/docker-advanced/state.db by default.")
  @Nullable String state;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description =
          "The key of the journal, made on the first use; all who share a journal need the same."
              + " DA_KEY_FILE by default, else FILE.key beside a state file, else the user's.")
  @Nullable Path key;

  @Option(
      names = "--format",
      paramLabel = "text|json",
      scope = ScopeType.INHERIT,
      description = "How results are written; text by default.")
  Format format = Format.TEXT;

  @Option(names = "--no-progress", scope = ScopeType.INHERIT, description = "Writes no progress.")
  boolean noProgress;

  boolean json() {
    return format == Format.JSON;
  }

  /** Runs something on the host, and closes all that was opened for it. */
  int on(Function<DockerHost, Integer> work) {
    Config config = ChosenState.into(Config.defaults(), state, key, System.getenv());
    try (DockerAdvanced da = DockerAdvanced.create(config)) {
      return work.apply(da.host("docker", uri()));
    } finally {
      config.part(StateStore.class).ifPresent(StateStore::close);
    }
  }

  private String uri() {
    return host != null ? host : HostUris.fromEnvironment(System.getenv());
  }
}
