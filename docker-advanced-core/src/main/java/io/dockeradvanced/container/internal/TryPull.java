package io.dockeradvanced.container.internal;

import io.dockeradvanced.Cancelled;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.UnreachableHost;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.operation.StepContext;
import io.dockeradvanced.operation.StepKind;
import io.dockeradvanced.operation.StepResult;

/**
 * Pulls an image if it can be pulled; if not, that is a warning, and the other steps go on.
 * Parameters as of {@link EnsureImage}. Result: {@code id}, or {@code failed} with the reason.
 */
public final class TryPull implements StepKind {
  public static final String KIND = "image.try-pull";
  static final String FAILED = "failed";

  public static Step.Builder step(String id, String image, Data parameters) {
    return Step.of(id, KIND, 1)
        .target("image " + image)
        .action("pull, if it can be")
        .parameters(parameters);
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
    try {
      return new EnsureImage().apply(context);
    } catch (Cancelled | UnreachableHost e) {
      throw e;
    } catch (DockerAdvancedException e) {
      String reason = String.valueOf(e.getMessage());
      context.warn(reason);
      return StepResult.done(Data.of(FAILED, reason));
    }
  }

  @Override
  public void undo(StepContext context) {
    // An image that was pulled harms nobody, and the next try needs it.
  }
}
