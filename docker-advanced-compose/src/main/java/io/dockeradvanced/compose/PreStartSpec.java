package io.dockeradvanced.compose;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A container that runs to its end before the first container of a service starts.
 *
 * @param image empty for the one the service's build makes
 * @param command empty for that of the image
 * @param user empty for that of the image
 * @param workingDirectory empty for that of the image
 * @param environment variables that have a value, beside those of the service; may be secret
 * @param unsetEnvironment variables named without a value
 * @param perReplica whether it runs for each container; a deploy refuses that
 */
public record PreStartSpec(
    String image,
    List<String> command,
    String user,
    boolean privileged,
    String workingDirectory,
    Map<String, String> environment,
    Set<String> unsetEnvironment,
    boolean perReplica) {

  public PreStartSpec {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    unsetEnvironment = Set.copyOf(unsetEnvironment);
  }

  /** Without the environment and the arguments of the command. */
  @Override
  public String toString() {
    String first = command.isEmpty() ? "" : command.get(0);
    return "PreStartSpec[" + (image + " " + first).strip() + "]";
  }
}
