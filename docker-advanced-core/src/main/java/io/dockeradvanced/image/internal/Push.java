package io.dockeradvanced.image.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.UnreachableHost;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.image.Digest;
import io.dockeradvanced.image.ImageNotFound;
import io.dockeradvanced.image.ImageProgress;
import io.dockeradvanced.image.ImageReference;
import io.dockeradvanced.image.PushFailed;
import io.dockeradvanced.image.PushedImage;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.JsonLines;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Pushes one tag, and answers the digest by which the registry knows it. */
public final class Push {
  private static final Pattern LAST = Pattern.compile(".*: digest: (\\S+) size: (\\d+)");

  private final Engine engine;
  private final ImageReference reference;
  private Optional<PushedImage> pushed = Optional.empty();

  private Push(Engine engine, ImageReference reference) {
    this.engine = engine;
    this.reference = reference;
  }

  /** Pushes; with the login that the owner of the host has for the registry. */
  public static PushedImage run(
      DockerHost host, ImageReference named, Consumer<ImageProgress> onProgress) {
    if (named.digest().isPresent()) {
      throw new InvalidSpec(
          named.familiar(), 0, 0, "a digest cannot be pushed; push a tag, and its digest is told");
    }
    Engine engine = Engine.of(host);
    ImageReference reference = named.orLatest();
    if (EngineImages.find(engine, EngineImages.name(reference)).isEmpty()) {
      throw new ImageNotFound(
          engine.host(),
          reference.familiar(),
          "%s: there is no image %s to push; tag one so".formatted(engine.host(), reference));
    }
    String auth = Logins.header(Logins.of(host).find(reference.domain()), reference.domain());
    return new Push(engine, reference).stream(auth, onProgress);
  }

  private PushedImage stream(String auth, Consumer<ImageProgress> onProgress) {
    Call call =
        Call.post(EngineImages.path(EngineImages.name(reference.bare())) + "/push")
            .query("tag", reference.tag().orElseThrow())
            .header("X-Registry-Auth", auth)
            .atMostSilent(Transfers.MOST_SILENT);
    try {
      JsonLines.each(
          engine,
          call,
          line -> {
            look(line);
            if (line.has("status")) {
              onProgress.accept(Pull.progress(line));
            }
          });
    } catch (EngineRejected e) {
      throw new PushFailed(
          engine.host(),
          "%s: image %s cannot be pushed: %s".formatted(engine.host(), reference, e.reason()),
          e.reason(),
          e);
    }
    return pushed.orElseThrow(
        () ->
            new UnreachableHost(
                engine.host(),
                "%s: the push of %s broke off before its end; push it again"
                    .formatted(engine.host(), reference),
                null,
                true));
  }

  private void look(JsonNode line) {
    JsonNode aux = line.path("aux");
    if (aux.has("Digest")) {
      found(aux.path("Digest").asText(""), aux.path("Size").asLong());
      return;
    }
    Matcher last = LAST.matcher(line.path("status").asText(""));
    if (last.matches()) {
      found(last.group(1), Long.parseLong(last.group(2)));
    }
  }

  private void found(String digest, long size) {
    try {
      pushed = Optional.of(new PushedImage(reference, Digest.parse(digest), size));
    } catch (InvalidSpec e) {
      // Then the push has no end that could be believed.
    }
  }
}
