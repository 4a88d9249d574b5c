package io.dockeradvanced.container.internal;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.operation.StepContext;
import java.util.Locale;

/** A refusal of the engine as a sentence that says what to try next, where that is known. */
final class NextStep {
  private NextStep() {}

  static DockerAdvancedException after(EngineRejected refusal, StepContext context) {
    String next = of(refusal.reason().toLowerCase(Locale.ROOT));
    return new DockerAdvancedException(
        "%s: %s cannot be made: %s%s"
            .formatted(
                context.host().name(),
                context.step().target(),
                refusal.reason().strip(),
                next.isEmpty() ? "" : "; " + next),
        refusal);
  }

  private static String of(String reason) {
    if (reason.contains("plugin")) {
      return "check the name of the driver, or install its plugin on the engine";
    }
    if (reason.contains("overlaps")) {
      return "give the network another subnet";
    }
    if (reason.contains("non-overlapping")) {
      return "remove networks that nobody uses, or give this one a subnet";
    }
    return reason.contains("option") ? "check driver_opts" : "";
  }
}
