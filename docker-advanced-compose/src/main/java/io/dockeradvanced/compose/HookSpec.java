package io.dockeradvanced.compose;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A command that is run in a container of the service.
 *
 * @param user empty for that of the container
 * @param environment variables that have a value; may be secret
 * @param unsetEnvironment variables named without a value
 */
public record HookSpec(
    List<String> command,
    String user,
    boolean privileged,
    String workingDirectory,
    Map<String, String> environment,
    Set<String> unsetEnvironment) {

  public HookSpec {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    unsetEnvironment = Set.copyOf(unsetEnvironment);
  }

  /** Without the environment and the arguments of the command. */
  @Override
  public String toString() {
    return "HookSpec[" + (command.isEmpty() ? "" : command.get(0)) + "]";
  }
}
