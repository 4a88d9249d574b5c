package io.dockeradvanced.compose;

import java.util.List;
import java.util.Optional;

/**
 * What happens in development mode when files change.
 *
 * @param path absolute path that is watched
 * @param action {@code rebuild}, {@code sync}, {@code restart}, {@code sync+restart} or {@code
 *     sync+exec}
 * @param target where files go in the container, or empty
 * @param exec command that is run after files went there
 * @param include only files of these patterns; empty for all
 * @param ignore no files of these patterns
 * @param initialSync whether files go there at once
 */
public record WatchSpec(
    String path,
    String action,
    String target,
    Optional<HookSpec> exec,
    List<String> include,
    List<String> ignore,
    boolean initialSync) {

  public WatchSpec {
    include = List.copyOf(include);
    ignore = List.copyOf(ignore);
  }
}
