package io.dockeradvanced.stack.internal;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.internal.engine.ApiVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is wrong with a file for one engine. Docker Compose takes such values when it loads a file,
 * so the loader takes them, too; the engine refuses them after other things were made, so they are
 * refused before.
 */
final class Checks {
  private final ComposeProject project;
  private final ApiVersion api;
  private final List<InvalidSpec.Finding> findings = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  Checks(ComposeProject project, ApiVersion api) {
    this.project = project;
    this.api = api;
  }

  /**
   * Where an attribute was written; a part that nobody wrote lies where the whole lies.
   *
   * @param attribute such as {@code services.web.ports[0]}
   */
  String where(String attribute) {
    String at = attribute;
    while (!at.isEmpty()) {
      var found = project.where(at);
      if (found.isPresent()) {
        return found.get();
      }
      at = at.substring(0, Math.max(0, Math.max(at.lastIndexOf('.'), at.lastIndexOf('['))));
    }
    return project.configFiles().isEmpty()
        ? project.name()
        : project.configFiles().get(0).toString();
  }

  /** Of several ways to write the same that which the file uses. */
  String written(String... attributes) {
    for (String attribute : attributes) {
      if (project.where(attribute).isPresent()) {
        return attribute;
      }
    }
    return attributes[0];
  }

  void problem(String attribute, String message, Object... arguments) {
    String text = arguments.length == 0 ? message : String.format(Locale.ROOT, message, arguments);
    findings.add(InvalidSpec.Finding.at(where(attribute), text));
  }

  /** Something that has no effect, and does no harm. */
  void warn(String attribute, String message) {
    warnings.add(where(attribute) + ": " + message + ".");
  }

  /** As the other one, of nothing that stands in the file. */
  void warn(String sentence) {
    warnings.add(sentence);
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }

  /**
   * Something that engines can do from a version of their API on.
   *
   * @param sentence that says which
   */
  void need(int minor, String attribute, String sentence) {
    if (!api.atLeast(1, minor)) {
      problem(attribute, "%s; this one has %s", sentence, api);
    }
  }

  boolean hasProblems() {
    return !findings.isEmpty();
  }

  /**
   * @throws InvalidSpec with everything that was found
   */
  void done() {
    if (!findings.isEmpty()) {
      throw new InvalidSpec(findings);
    }
  }
}
