package io.dockeradvanced.stack.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.compose.AttributeVerdict;
import io.dockeradvanced.compose.AttributeVerdict.Need;
import io.dockeradvanced.compose.ComposeProject;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What the loader takes and a deploy does not carry out, on any engine or on this one: refused by
 * its place or warned of, as the attribute table says, so that nothing is ignored silently.
 */
final class UnsupportedChecks {
  private final Function<String, Checks> checks;
  private final Supplier<JsonNode> info;

  /**
   * @param checks who hears of an attribute
   * @param info what the engine says of itself; asked for only where something depends on it
   */
  UnsupportedChecks(Function<String, Checks> checks, Supplier<JsonNode> info) {
    this.checks = checks;
    this.info = info;
  }

  void check(ComposeProject project) {
    check(project, attribute -> true);
  }

  /**
   * @param meant whether an attribute, as {@code services.web.build.ssh}, is of any matter
   */
  void check(ComposeProject project, Predicate<String> meant) {
    for (AttributeVerdict verdict : project.verdicts()) {
      String attribute = verdict.attribute();
      if (!meant.test(attribute)) {
        continue;
      }
      switch (verdict.kind()) {
        case REFUSED -> checks.apply(attribute).problem(attribute, verdict.sentence());
        case WARNED -> checks.apply(attribute).warn(attribute, verdict.sentence());
        case ENGINE_DEPENDENT ->
            verdict.need().ifPresent(need -> need(attribute, need, verdict.sentence()));
        case SUPPORTED, CARRIED -> {
          // Nothing to say.
        }
      }
    }
  }

  private void need(String attribute, Need need, String sentence) {
    if (need.minor() > 0) {
      checks.apply(attribute).need(need.minor(), attribute, sentence);
    } else if (!has(info.get().path(need.field()), need)) {
      if (need.refused()) {
        checks.apply(attribute).problem(attribute, sentence);
      } else {
        checks.apply(attribute).warn(attribute, sentence);
      }
    }
  }

  private static boolean has(JsonNode field, Need need) {
    // An engine that says nothing of it is believed to have it.
    if (field.isMissingNode()) {
      return true;
    }
    return field.isObject() ? field.has(need.value()) : field.asText().equals(need.value());
  }
}
