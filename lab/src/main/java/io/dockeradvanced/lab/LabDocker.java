package io.dockeradvanced.lab;

import java.util.Map;

/** The docker command 28.5, as an oracle. */
public final class LabDocker {
  private LabDocker() {}

  /**
   * Its path; {@code lab/docker} unpacks it where it is missing.
   *
   * @throws LabUnavailable when it cannot be had
   */
  public static String command() {
    return LabScripts.lastLine(LabScripts.project().resolve("lab/docker"), Map.of());
  }
}
