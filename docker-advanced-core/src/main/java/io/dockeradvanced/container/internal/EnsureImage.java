package io.dockeradvanced.container.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.image.ImageReference;
import io.dockeradvanced.image.PullFailed;
import io.dockeradvanced.image.internal.EngineImages;
import io.dockeradvanced.image.internal.Pull;
import io.dockeradvanced.image.internal.StoredPlatforms;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.operation.StepContext;
import io.dockeradvanced.operation.StepKind;
import io.dockeradvanced.operation.StepResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Makes sure that the engine has an image. Parameters: {@code image}; {@code policy}: {@code
 * always}, {@code missing}, {@code never} or {@code every} with the seconds after which one is
 * pulled again; {@code platform}, optional. Result: {@code id}.
 */
public final class EnsureImage implements StepKind {
  public static final String KIND = "image.ensure";
  private static final String EVERY = "every ";
  private static final String ID = "sha256:";

  public static Step.Builder step(String id, String image, String policy) {
    return Step.of(id, KIND, 1)
        .target("image " + image)
        .action(
            switch (policy) {
              case "always" -> "pull";
              case "never" -> "look that it is there";
              default ->
                  policy.startsWith(EVERY)
                      ? "look that it is there and not old, or pull it"
                      : "look that it is there, or pull it";
            })
        .parameters(Data.of("image", image).with("policy", policy));
  }

  /** The policy that pulls an image again when it was pulled, or named, longer ago than this. */
  public static String every(Duration age) {
    return EVERY + age.toSeconds();
  }

  /** Whether an image is named by its id, which says nobody where it comes from. */
  public static boolean isId(String image) {
    return image.startsWith(ID);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public StepResult apply(StepContext context) {
    Data parameters = context.step().parameters();
    String image = parameters.text("image");
    String policy = parameters.text("policy");
    Engine engine = Target.engine(context);
    Optional<JsonNode> found = EngineImages.find(engine, image);
    Optional<JsonNode> kept =
        found.filter(i -> !isPulledAgain(i, policy, context.clock().instant()));
    if (policy.equals("never") || isId(image) && kept.isPresent()) {
      return done(usable(context, engine, found));
    }
    Optional<String> mismatch =
        found.flatMap(told -> mismatch(engine, image, told, parameters.find("platform")));
    if (mismatch.isEmpty() && kept.isPresent()) {
      return done(kept.get());
    }
    pull(context, engine, image, found.map(there -> mismatch.orElse("")));
    return done(
        EngineImages.find(engine, image)
            .orElseThrow(
                () ->
                    new DockerAdvancedException(
                        "%s: image %s is not there although its pull ended well"
                            .formatted(engine.host(), image))));
  }

  private static StepResult done(JsonNode image) {
    return StepResult.done(Data.of("id", image.path("Id").asText()));
  }

  /** An image that is not to be pulled, as it is; what is for another platform is of no use. */
  private static JsonNode usable(StepContext context, Engine engine, Optional<JsonNode> found) {
    Data parameters = context.step().parameters();
    String image = parameters.text("image");
    boolean named = isId(image);
    if (found.isEmpty()) {
      throw new DockerAdvancedException(
          "%s: image %s is not there, and its pull policy is never; load or pull it first"
              .formatted(engine.host(), image));
    }
    parameters
        .find("platform")
        .flatMap(p -> StoredPlatforms.unusable(engine, image, found.get(), p))
        .ifPresent(
            why -> {
              throw new DockerAdvancedException(
                  "%s: image %s is there, but %s, and %s; load or pull the right one first"
                      .formatted(
                          engine.host(),
                          image,
                          why,
                          named ? "an id is of one image only" : "its pull policy is never"));
            });
    return found.get();
  }

  /**
   * Why an image that is there is pulled, or built, as if it were not: it is for another platform.
   *
   * @param found as the engine tells it by its name alone
   * @param platform that is wanted; empty for whichever there is
   */
  public static Optional<String> mismatch(
      Engine engine, String image, JsonNode found, Optional<String> platform) {
    return platform
        .filter(p -> !p.isEmpty())
        .flatMap(p -> StoredPlatforms.mismatch(engine, image, found, p));
  }

  /**
   * Whether an image is pulled although it is there.
   *
   * @param found as the engine tells it
   */
  public static boolean isPulledAgain(JsonNode found, String policy, Instant now) {
    if (!policy.startsWith(EVERY)) {
      return policy.equals("always");
    }
    Duration most = Duration.ofSeconds(Long.parseLong(policy.substring(EVERY.length())));
    return EngineImages.tagged(found).filter(at -> !at.plus(most).isBefore(now)).isEmpty();
  }

  /** The id of an image that the engine has. */
  public static Optional<String> id(Engine engine, String image) {
    return EngineImages.find(engine, image).map(i -> i.path("Id").asText());
  }

  /**
   * @param there empty when the image is not there; else why it is of no use, where it is of none
   */
  private static void pull(
      StepContext context, Engine engine, String image, Optional<String> there) {
    if (isId(image)) {
      throw new DockerAdvancedException(
          "%s: image %s is %s, and an id alone says nobody where to pull it from; load it, or name it"
              .formatted(
                  engine.host(), image, there.isEmpty() ? "not there" : "to be pulled again"));
    }
    try {
      Pull.run(
          context.host(),
          ImageReference.parse(image),
          context.step().parameters().find("platform"),
          progress -> {
            context.checkCancelled();
            context.progress(0.5, progress.status());
          });
    } catch (PullFailed e) {
      throw new DockerAdvancedException(
          "%s: image %s %s".formatted(engine.host(), image, failure(there, e.reason())), e);
    }
  }

  private static String failure(Optional<String> there, String reason) {
    if (there.isEmpty()) {
      return "is not there and cannot be pulled: %s; check the name, or load it with docker load"
          .formatted(reason);
    }
    return there.get().isEmpty()
        ? "is there, but cannot be pulled again: %s; try later, or with another pull policy"
            .formatted(reason)
        : "is there, but %s, and the right one cannot be pulled: %s; check the platform, or load it with docker load"
            .formatted(there.get(), reason);
  }

  @Override
  public void undo(StepContext context) {
    // An image that was pulled harms nobody, and the next try needs it.
  }
}
