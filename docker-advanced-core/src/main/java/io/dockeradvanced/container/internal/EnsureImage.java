package io.dockeradvanced.container.internal;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.JsonLines;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.operation.StepContext;
import io.dockeradvanced.operation.StepKind;
import io.dockeradvanced.operation.StepResult;
import java.time.Duration;
import java.util.Optional;

/**
 * Makes sure that the engine has an image. Parameters: {@code image}; {@code policy}: {@code
 * always}, {@code missing} or {@code never}; {@code platform}, optional. Result: {@code id}.
 */
public final class EnsureImage implements StepKind {
  public static final String KIND = "image.ensure";
  private static final Duration PULL = Duration.ofMinutes(30);

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
    return engine
        .find(Call.get("/images/" + path(image) + "/json"))
        .map(i -> i.path("Id").asText());
  }

  /** A reference for use in a path: its slashes stay. */
  public static String path(String image) {
    return Call.segment(image).replace("%2F", "/");
  }

  private static void pull(StepContext context, Engine engine, String image) {
    String reference = image.contains("@") || tagged(image) ? image : image + ":latest";
    Call call = Call.post("/images/create").query("fromImage", reference).within(PULL);
    context.step().parameters().find("platform").ifPresent(p -> call.query("platform", p));
    try {
      JsonLines.each(
          engine,
          call,
          line -> {
            context.checkCancelled();
            context.progress(0.5, line.path("status").asText());
          });
    } catch (EngineRejected e) {
      throw new DockerAdvancedException(
          "%s: image %s is not there and cannot be pulled: %s; check the name, or load it with docker load"
              .formatted(engine.host(), image, e.reason()),
          e);
    }
  }

  private static boolean tagged(String image) {
    return image.lastIndexOf(':') > image.lastIndexOf('/');
  }

  @Override
  public void undo(StepContext context) {
    // An image that was pulled harms nobody, and the next try needs it.
  }
}
