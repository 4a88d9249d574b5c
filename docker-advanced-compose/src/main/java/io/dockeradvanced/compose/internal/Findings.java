package io.dockeradvanced.compose.internal;

import io.dockeradvanced.InvalidSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What is wrong, and what is only odd; gathered so that a user sees everything at once. */
public final class Findings {
  private static final int MOST = 50;
  private static final int MOST_WARNINGS = 500;

  private final List<InvalidSpec.Finding> errors = new ArrayList<>();
  private final Set<String> warnings = new LinkedHashSet<>();

  public void error(Mark mark, String message) {
    InvalidSpec.Finding finding =
        new InvalidSpec.Finding(mark.file(), mark.line(), mark.column(), message);
    if (errors.size() < MOST && !errors.contains(finding)) {
      errors.add(finding);
    }
  }

  public void warn(Mark mark, String message) {
    String warning = mark.line() == 0 && mark.file().isEmpty() ? message : mark + ": " + message;
    if (warnings.size() < MOST_WARNINGS) {
      warnings.add(warning);
    }
  }

  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  public boolean hasErrors() {
    return !errors.isEmpty();
  }

  /** Ends the load here when something was found; later passes would only repeat it. */
  public void check() {
    if (hasErrors()) {
      errors.sort(
          Comparator.comparing(InvalidSpec.Finding::file)
              .thenComparing(InvalidSpec.Finding::line)
              .thenComparing(InvalidSpec.Finding::column));
      throw new InvalidSpec(errors);
    }
  }
}
