package io.dockeradvanced.stack.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.internal.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The security options of a service as the engine takes them: seccomp profiles are read here. */
final class SecurityOptions {
  private static final String UNCONFINED_PATHS = "systempaths=unconfined";
  private static final Pattern SECCOMP = Pattern.compile("seccomp[=:](.+)", Pattern.DOTALL);
  private static final Set<String> KNOWN_PROFILES = Set.of("unconfined", "builtin");

  private final ComposeProject project;
  private final Checks checks;

  SecurityOptions(ComposeProject project, Checks checks) {
    this.project = project;
    this.checks = checks;
  }

  /** Whether the paths that an engine hides from a container are open to it. */
  static boolean opensSystemPaths(List<String> options) {
    return options.contains(UNCONFINED_PATHS);
  }

  /**
   * The options with profiles in place of their paths.
   *
   * @param attribute the list in the file
   */
  List<String> of(List<String> options, String attribute) {
    List<String> parsed = new ArrayList<>();
    for (int i = 0; i < options.size(); i++) {
      String option = options.get(i);
      Matcher seccomp = SECCOMP.matcher(option);
      if (seccomp.matches() && !KNOWN_PROFILES.contains(seccomp.group(1))) {
        profile(seccomp.group(1), attribute + "[" + i + "]")
            .ifPresent(profile -> parsed.add("seccomp=" + profile));
      } else if (!option.equals(UNCONFINED_PATHS)) {
        parsed.add(option);
      }
    }
    return parsed;
  }

  private Optional<String> profile(String path, String attribute) {
    String text;
    try {
      text = new String(project.file(path), StandardCharsets.UTF_8);
    } catch (InvalidSpec e) {
      String sentence = e.findings().get(0).message();
      String problem = sentence.replaceFirst("^The file ", "").replaceFirst("\\.$", "");
      checks.problem(attribute, "the profile %s %s", path, problem);
      return Optional.empty();
    }
    try {
      if (Json.mapper().readTree(text).isObject()) {
        return Optional.of(compact(text));
      }
    } catch (JsonProcessingException e) {
      // Said below.
    }
    checks.problem(attribute, "the profile %s is not a JSON object", path);
    return Optional.empty();
  }

  /** JSON without space between its parts, and otherwise as it was written. */
  static String compact(String json) {
    StringBuilder compact = new StringBuilder(json.length());
    boolean quoted = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (quoted && c == '\\') {
        compact.append(c).append(json.charAt(++i));
        continue;
      }
      quoted ^= c == '"';
      if (quoted || " \t\r\n".indexOf(c) < 0) {
        compact.append(c);
      }
    }
    return compact.toString();
  }
}
