package io.dockeradvanced.operation;

import io.dockeradvanced.DockerAdvancedException;
import org.jspecify.annotations.Nullable;

/** An operation did not reach its end; {@link #outcome()} says how things stand now. */
public final class OperationFailed extends DockerAdvancedException {
  private static final long serialVersionUID = 1;

  private final String operation;
  private final Outcome outcome;

  OperationFailed(
      String host, String operation, Outcome outcome, String message, @Nullable Throwable cause) {
    super(message, cause, host, outcome == Outcome.INTERRUPTED);
    this.operation = operation;
    this.outcome = outcome;
  }

  /** The id of the operation. */
  public String operation() {
    return operation;
  }

  public Outcome outcome() {
    return outcome;
  }
}
