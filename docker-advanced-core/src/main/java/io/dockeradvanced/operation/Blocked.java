package io.dockeradvanced.operation;

import io.dockeradvanced.DockerAdvancedException;

/** A gate does not allow the change; nothing was changed. */
public final class Blocked extends DockerAdvancedException {
  private static final long serialVersionUID = 1;

  Blocked(String host, String title, Gate.Verdict verdict) {
    super(
        "%s: '%s' is blocked by %s: %s".formatted(host, title, verdict.gate(), verdict.reason()),
        null,
        host,
        false);
  }
}
