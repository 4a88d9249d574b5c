package io.dockeradvanced.container.internal;

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
import java.util.Optional;

/**
 * Makes sure that the engine has an image. Parameters: {@code image}; {@code policy}: {@code
 * always}, {@code missing} or {@code never}; {@code platform}, optional. Result: {@code id}.
 */
public final class EnsureImage implements StepKind {
  public static final String KIND = "image.ensure";

  public static Step.Builder step(String id, String image, String policy) {
    return Step.of(id, KIND, 1)
        .target("image " + image)
        .action(
            switch (policy) {
              case "always" -> "pull";
              case "never" -> "look that it is there";
              default -> "look that it is there, or pull it";
            })
        .parameters(Data.of("image", image).with("policy", policy));
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
    Optional<String> id = policy.equals("always") ? Optional.empty() : id(engine, image);
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

  /** The id of an image that the engine has. */
  public static Optional<String> id(Engine engine, String image) {
    return EngineImages.find(engine, image).map(i -> i.path("Id").asText());
  }

  private static void pull(StepContext context, Engine engine, String image) {
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
          "%s: image %s is not there and cannot be pulled: %s; check the name, or load it with docker load"
              .formatted(engine.host(), image, e.reason()),
          e);
    }
  }

  @Override
  public void undo(StepContext context) {
    // An image that was pulled harms nobody, and the next try needs it.
  }
}
