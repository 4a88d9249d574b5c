package io.dockeradvanced.container.internal;

import io.dockeradvanced.image.ImageReference;
import io.dockeradvanced.image.PushedImage;
import io.dockeradvanced.image.internal.Push;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.operation.StepContext;
import io.dockeradvanced.operation.StepKind;
import io.dockeradvanced.operation.StepResult;

/**
 * Pushes an image, which no undo takes back: what a registry has, others may have pulled.
 * Parameters: {@code image}. Result: {@code digest}.
 */
public final class PushImage implements StepKind {
  public static final String KIND = "image.push";

  private static final String PUSHED = "digest";

  public static Step.Builder step(String id, String image) {
    return Step.of(id, KIND, 1)
        .target("image " + image)
        .action("push")
        .parameters(Data.of("image", image))
        .weight(5);
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
    PushedImage pushed =
        Push.run(
            context.host(),
            ImageReference.parse(context.step().parameters().text("image")),
            progress -> {
              context.checkCancelled();
              context.progress(0.5, progress.status());
            });
    Data result = Data.of(PUSHED, pushed.digest().toString());
    context.remember(result);
    return StepResult.done(result);
  }

  @Override
  public void undo(StepContext context) {
    if (context.memory().has(PUSHED)) {
      context.warn(
          "%s: %s was pushed before, and stays in its registry as %s"
              .formatted(
                  context.host().name(), context.step().target(), context.memory().text(PUSHED)));
    }
  }
}
