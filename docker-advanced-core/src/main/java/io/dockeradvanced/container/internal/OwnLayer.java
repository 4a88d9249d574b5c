package io.dockeradvanced.container.internal;

import io.dockeradvanced.container.FileChange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The files of a container that are neither its image's nor in a volume.
 *
 * @param kept paths of those that go into its copy
 * @param lost paths of those that do not
 */
record OwnLayer(List<String> kept, List<String> lost) {
  /** Compose puts secrets there that are no files of the host. */
  private static final String SECRETS = "/run/secrets/";

  /** A warning shows no more. */
  private static final int SHOWN = 5;

  /**
   * @param keep paths that somebody wants to keep
   * @param mounts where the engine made places for volumes
   */
  static OwnLayer of(List<FileChange> changes, List<String> keep, Set<String> mounts) {
    Set<String> parents = new HashSet<>();
    for (FileChange change : changes) {
      String path = change.path();
      for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
        parents.add(path.substring(0, slash));
      }
    }
    List<String> kept = new ArrayList<>(keep);
    List<String> lost = new ArrayList<>();
    for (FileChange change : changes) {
      String path = change.path();
      boolean known = keep.stream().anyMatch(k -> path.equals(k) || path.startsWith(k + "/"));
      if (change.kind() == FileChange.Kind.DELETED
          || parents.contains(path)
          || mounts.contains(path)
          || known) {
        continue;
      }
      (path.startsWith(SECRETS) ? kept : lost).add(path);
    }
    return new OwnLayer(kept, lost);
  }

  /** What a plan says of those that are lost. */
  Optional<String> warning(String name) {
    if (lost.isEmpty()) {
      return Optional.empty();
    }
    String some = String.join(", ", lost.subList(0, Math.min(SHOWN, lost.size())));
    return Optional.of(
        "%s of %s's own layer %s not taken along: %s%s"
            .formatted(
                lost.size() == 1 ? "a file" : lost.size() + " files",
                name,
                lost.size() == 1 ? "is" : "are",
                some,
                lost.size() > SHOWN ? ", …" : ""));
  }
}
