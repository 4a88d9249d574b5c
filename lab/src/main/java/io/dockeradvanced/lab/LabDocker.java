package io.dockeradvanced.lab;

import java.util.Map;

/** The docker command, as an oracle and as what users have. */
public final class LabDocker {
  private LabDocker() {}

  /**
   * Its path; {@code lab/docker} installs it where it is missing.
   *
   * @throws LabUnavailable when there is none and none can be installed
   */
  public static String command() {
    return LabScripts.lastLine(LabScripts.project().resolve("lab/docker"), Map.of());
  }
}
