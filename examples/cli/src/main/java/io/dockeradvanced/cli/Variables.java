package io.dockeradvanced.cli;

import io.dockeradvanced.InvalidSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code --env} of commands that run in containers. */
final class Variables {
  private Variables() {}

  /**
   * Values by name.
   *
   * @param given {@code NAME=VALUE}, or a name alone: then the value is that of the environment,
   *     and null without one
   */
  static Map<String, @Nullable String> of(List<String> given, Map<String, String> environment) {
    Map<String, @Nullable String> variables = new LinkedHashMap<>();
    for (String variable : given) {
      int equals = variable.indexOf('=');
      String name = equals < 0 ? variable : variable.substring(0, equals);
      if (name.isEmpty()) {
        throw new InvalidSpec("--env", 0, 0, "a variable has no name; write NAME=VALUE");
      }
      variables.put(name, equals < 0 ? environment.get(name) : variable.substring(equals + 1));
    }
    return variables;
  }
}
