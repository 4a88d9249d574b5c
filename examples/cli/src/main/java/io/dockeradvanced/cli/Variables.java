package io.dockeradvanced.cli;

import io.dockeradvanced.InvalidSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Variables given on the command line. */
final class Variables {
  private Variables() {}

  /**
   * Values by name.
   *
   * @param given {@code NAME=VALUE}, or a name alone: then the value is that of the environment,
   *     and null without one
   */
  static Map<String, @Nullable String> of(List<String> given, Map<String, String> environment) {
    Map<String, @Nullable String> variables = of("--env", given);
    variables.replaceAll((name, value) -> value == null ? environment.get(name) : value);
    return variables;
  }

  /**
   * As the other one; null for all without a value.
   *
   * @param option that they were given by
   */
  static Map<String, @Nullable String> of(String option, List<String> given) {
    Map<String, @Nullable String> variables = new LinkedHashMap<>();
    for (String variable : given) {
      int equals = variable.indexOf('=');
      String name = equals < 0 ? variable : variable.substring(0, equals);
      if (name.isEmpty()) {
        throw new InvalidSpec(option, 0, 0, "a variable has no name; write NAME=VALUE");
      }
      variables.put(name, equals < 0 ? null : variable.substring(equals + 1));
    }
    return variables;
  }
}
