package io.dockeradvanced.container.internal;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.operation.StepContext;
import io.dockeradvanced.operation.StepKind;
import io.dockeradvanced.operation.StepResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Fails when pulls that were tried have failed, after all of them. Parameters: {@code pulls}, a
 * list of {@code step}, {@code image} and {@code service}, which can be built.
 */
public final class SeePulled implements StepKind {
  public static final String KIND = "image.see-pulled";

  public static Step.Builder step(String id, List<Data> pulls) {
    return Step.of(id, KIND, 1)
        .target("the images that can be built")
        .action("see that they were pulled")
        .parameters(Data.of("pulls", pulls))
        .after(pulls.stream().map(pull -> pull.text("step")).toList());
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
    List<String> images = new ArrayList<>();
    Set<String> services = new TreeSet<>();
    for (Data pull : context.step().parameters().objects("pulls")) {
      if (context.result(pull.text("step")).filter(r -> r.has(TryPull.FAILED)).isPresent()) {
        images.add(pull.text("image"));
        services.add(pull.text("service"));
      }
    }
    if (!images.isEmpty()) {
      throw new DockerAdvancedException(
          "%s: %s could not be pulled; build what is built from source with da stack build %s"
              .formatted(
                  context.host().name(), String.join(", ", images), String.join(" ", services)));
    }
    return StepResult.done();
  }

  @Override
  public void undo(StepContext context) {
    // It only looks.
  }
}
