package io.dockeradvanced.image.internal;

import io.dockeradvanced.image.Digest;
import io.dockeradvanced.image.ImageNotFound;
import io.dockeradvanced.image.ImageReference;
import io.dockeradvanced.image.Platform;
import io.dockeradvanced.image.RemoteImage;
import io.dockeradvanced.image.RemoteManifest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the image for a platform in an index, as engines do: the one that suits best, of equals the
 * first; attestations are none; an index within an index is looked into.
 */
final class PlatformChoice {
  private static final int DEEPEST = 4;
  private static final int MOST_READS = 32;

  private final RegistryReads reads;
  private final ImageReference reference;
  private final Platform platform;
  private final Set<Digest> seen = new HashSet<>();

  PlatformChoice(RegistryReads reads, ImageReference reference, Platform platform) {
    this.reads = reads;
    this.reference = reference;
    this.platform = platform;
  }

  /** What an entry is good for. */
  private record Candidate(RemoteManifest.Entry entry, int rank) {}

  RemoteImage in(RemoteManifest top) {
    if (!top.isIndex()) {
      RemoteImage image = reads.image(top.digest(), top);
      if (platform.suits(image.platform()) < 0) {
        throw none(Set.of(image.platform().toString()));
      }
      return image;
    }
    Set<String> offered = new TreeSet<>();
    return find(top, top, 1, offered).orElseThrow(() -> none(offered));
  }

  private Optional<RemoteImage> find(
      RemoteManifest top, RemoteManifest index, int depth, Set<String> offered) {
    List<Candidate> candidates = new ArrayList<>();
    for (RemoteManifest.Entry entry : index.entries()) {
      if (entry.attestation()) {
        continue;
      }
      entry.platform().ifPresent(p -> offered.add(p.toString()));
      int rank = entry.platform().map(platform::suits).orElse(Integer.MAX_VALUE);
      if (rank >= 0) {
        candidates.add(new Candidate(entry, rank));
      }
    }
    candidates.sort((a, b) -> Integer.compare(a.rank(), b.rank())); // stable: of equals the first
    for (Candidate candidate : candidates) {
      Optional<RemoteImage> image = read(top, candidate.entry(), depth, offered);
      if (image.isPresent()) {
        return image;
      }
    }
    return Optional.empty();
  }

  private Optional<RemoteImage> read(
      RemoteManifest top, RemoteManifest.Entry entry, int depth, Set<String> offered) {
    if (!seen.add(entry.digest()) || seen.size() > MOST_READS) {
      return Optional.empty();
    }
    RemoteManifest child = reads.child(entry.digest());
    if (child.isIndex()) {
      return depth == DEEPEST ? Optional.empty() : find(top, child, depth + 1, offered);
    }
    RemoteImage image = reads.image(top.digest(), child);
    offered.add(image.platform().toString());
    // The index says which one it is; where it does not, the image itself does.
    boolean suits = entry.platform().isPresent() || platform.suits(image.platform()) >= 0;
    return suits ? Optional.of(image) : Optional.empty();
  }

  private ImageNotFound none(Set<String> offered) {
    return new ImageNotFound(
        null,
        reference.familiar(),
        "%s: %s has no image for %s, only for %s"
            .formatted(
                reference.domain(),
                reference,
                platform,
                offered.isEmpty() ? "nothing" : String.join(", ", offered)));
  }
}
