package io.dockeradvanced.container.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.image.ImageReference;
import io.dockeradvanced.image.PullFailed;
import io.dockeradvanced.image.internal.EngineImages;
import io.dockeradvanced.image.internal.Pull;
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
    Optional<String> id = present(context, engine, image, policy);
    if (id.isEmpty()) {
      if (policy.equals("never")) {
        throw new DockerAdvancedException(
            "%s: image %s is not there, and its pull policy is never; load or pull it first"
                .formatted(engine.host(), image));
      }
      pull(context, engine, image);
      id = id(engine, image);
    }
    String found =
        id.orElseThrow(
            () ->
                new DockerAdvancedException(
                    "%s: image %s is not there although its pull ended well"
                        .formatted(engine.host(), image)));
    return StepResult.done(Data.of("id", found));
  }

  private static Optional<String> present(
      StepContext context, Engine engine, String image, String policy) {
    if (policy.equals("always")) {
      return Optional.empty();
    }
    return EngineImages.find(engine, image)
        .filter(found -> !isPulledAgain(found, policy, context.clock().instant()))
        .map(found -> found.path("Id").asText());
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

  private static void pull(StepContext context, Engine engine, String image) {
    if (isId(image)) {
      throw new DockerAdvancedException(
          "%s: image %s is not there, and an id alone says nobody where to pull it from; load it, or name it"
              .formatted(engine.host(), image));
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
      String sentence =
          EngineImages.find(engine, image).isPresent()
              ? "%s: image %s is there, but cannot be pulled again: %s; try later, or with another pull policy"
              : "%s: image %s is not there and cannot be pulled: %s; check the name, or load it with docker load";
      throw new DockerAdvancedException(sentence.formatted(engine.host(), image, e.reason()), e);
    }
  }

  @Override
  public void undo(StepContext context) {
    // An image that was pulled harms nobody, and the next try needs it.
  }
}
