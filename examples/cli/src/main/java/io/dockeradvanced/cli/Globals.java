package io.dockeradvanced.cli;

import io.dockeradvanced.Config;
import io.dockeradvanced.DockerAdvanced;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.host.Contexts;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.host.Endpoint;
import io.dockeradvanced.store.StateStore;
import java.nio.file.Path;
import java.util.Map;
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
      names = "--context",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description = "The Docker context to use, instead of a host.")
  @Nullable String context;

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

  /** Says which engine the docker command would use. */
  Map<String, String> environment = Surroundings.variables();

  boolean json() {
    return format == Format.JSON;
  }

  /** Runs something on the host, and closes all that was opened for it. */
  int on(Function<DockerHost, Integer> work) {
    Endpoint endpoint = endpoint();
    Config config = ChosenState.into(Config.defaults(), state, key, environment);
    try (DockerAdvanced da = DockerAdvanced.create(config)) {
      return work.apply(da.host(endpoint));
    } finally {
      config.part(StateStore.class).ifPresent(StateStore::close);
    }
  }

  /** Where the docker command would go with these options and this environment. */
  Endpoint endpoint() {
    Contexts contexts = Contexts.of(environment);
    checkHostOptions();
    if (host != null) {
      return contexts.host(host);
    }
    return context != null ? contexts.endpoint(context) : contexts.current();
  }

  /** Two answers to one question are refused, as the docker command does. */
  void checkHostOptions() {
    if (host != null && context != null) {
      throw new InvalidSpec(
          "--context", 0, 0, "--host and --context both say which engine to use; give one of them");
    }
  }
}
