package io.dockeradvanced.image.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.UnreachableHost;
import io.dockeradvanced.VerificationFailed;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.image.Digest;
import io.dockeradvanced.image.ImageProgress;
import io.dockeradvanced.image.ImageReference;
import io.dockeradvanced.image.Platform;
import io.dockeradvanced.image.PullFailed;
import io.dockeradvanced.image.PulledImage;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.JsonLines;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The one way an image is pulled. The stream is followed to what its last words must be, for one
 * that breaks off may look like one that has ended; afterwards the engine is asked what it has.
 */
public final class Pull {
  private static final int FULL_ID = 64;

  private final Engine engine;
  private final ImageReference reference;
  private final Optional<String> platform;
  private Optional<Digest> digest = Optional.empty();
  private boolean ended;

  private Pull(Engine engine, ImageReference reference, Optional<String> platform) {
    this.engine = engine;
    this.reference = reference;
    this.platform = platform;
  }

  /**
   * Pulls; with the login that the owner of the host has for the registry.
   *
   * @param platform as the engine takes it
   * @param onProgress called by this thread; may throw to break off
   * @throws PullFailed when the engine says that it cannot
   * @throws UnreachableHost when the stream breaks off
   * @throws VerificationFailed when the engine has something else afterwards
   */
  public static PulledImage run(
      DockerHost host,
      ImageReference reference,
      Optional<String> platform,
      Consumer<ImageProgress> onProgress) {
    // A digest says which image; a tag beside it would only be a second opinion.
    ImageReference wanted = reference.pinned().orLatest();
    Pull pull = new Pull(Engine.of(host), wanted, platform);
    pull.stream(
        Logins.header(Logins.of(host).find(reference.domain()), reference.domain()), onProgress);
    return new PulledImage(reference, pull.verifiedId(), pull.digest);
  }

  private void stream(String auth, Consumer<ImageProgress> onProgress) {
    Call call =
        Call.post("/images/create")
            .query("fromImage", EngineImages.name(reference))
            .header("X-Registry-Auth", auth)
            .atMostSilent(Transfers.MOST_SILENT);
    platform.ifPresent(p -> call.query("platform", p));
    try {
      JsonLines.each(
          engine,
          call,
          line -> {
            look(line);
            onProgress.accept(progress(line));
          });
    } catch (EngineRejected e) {
      throw new PullFailed(
          engine.host(),
          "%s: image %s cannot be pulled: %s".formatted(engine.host(), reference, e.reason()),
          e.reason(),
          e);
    }
    if (!ended) {
      throw new UnreachableHost(
          engine.host(),
          "%s: the pull of %s broke off before its end; look at the log of the engine, then try again"
              .formatted(engine.host(), reference),
          null,
          true);
    }
  }

  private void look(JsonNode line) {
    String status = line.path("status").asText("");
    if (status.startsWith("Digest: ")) {
      try {
        digest = Optional.of(Digest.parse(status.substring("Digest: ".length()).strip()));
      } catch (InvalidSpec e) {
        // Then the look afterwards has less to compare.
      }
    }
    // Podman ends with the whole id of the image in place of a status.
    ended |= status.startsWith("Status: ") || line.path("id").asText("").length() == FULL_ID;
  }

  /** A line of a pull or a push. */
  static ImageProgress progress(JsonNode line) {
    JsonNode detail = line.path("progressDetail");
    return new ImageProgress(
        line.path("id").asText(""),
        line.path("status").asText("").strip(),
        detail.path("current").asLong(),
        detail.path("total").asLong());
  }

  private String verifiedId() {
    JsonNode image =
        EngineImages.find(engine, EngineImages.name(reference), wholePlatform())
            .orElseThrow(() -> failed("it is not there although its pull ended well"));
    reference
        .digest()
        .filter(asked -> digest.isPresent() && !digest.get().equals(asked))
        .ifPresent(
            asked -> {
              throw failed("the digest %s was pulled instead".formatted(digest.orElseThrow()));
            });
    Optional<Digest> expected = reference.digest().or(() -> digest);
    if (expected.isPresent() && !hasDigest(image.path("RepoDigests"), expected.get())) {
      throw failed(
          "what has the name now has not the digest %s that was pulled; the tag was moved meanwhile"
              .formatted(expected.get()));
    }
    wholePlatform()
        .filter(p -> !StoredPlatforms.mayHave(engine, EngineImages.name(reference), image, p))
        .ifPresent(
            p -> {
              throw failed(StoredPlatforms.words(image, p));
            });
    return image.path("Id").asText("");
  }

  /** A part of a platform, such as {@code linux}, is completed by the engine alone. */
  private Optional<Platform> wholePlatform() {
    return platform.filter(p -> p.indexOf('/') > 0).map(Platform::parse);
  }

  private boolean hasDigest(JsonNode digests, Digest expected) {
    for (JsonNode d : digests) {
      try {
        ImageReference known = ImageReference.parse(d.asText(""));
        if (known.name().equals(reference.name())
            && known.digest().filter(expected::equals).isPresent()) {
          return true;
        }
      } catch (InvalidSpec e) {
        // Not one of ours.
      }
    }
    return false;
  }

  private VerificationFailed failed(String why) {
    return new VerificationFailed(
        engine.host(),
        "%s: image %s was pulled, but %s; pull it again".formatted(engine.host(), reference, why));
  }
}
