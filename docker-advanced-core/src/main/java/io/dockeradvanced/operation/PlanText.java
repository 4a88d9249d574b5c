package io.dockeradvanced.operation;

/** Writes a plan for people. */
final class PlanText {
  private PlanText() {}

  static String of(PlanData plan) {
    StringBuilder text = new StringBuilder();
    text.append(plan.title()).append(" on ").append(plan.host()).append('\n');
    for (Change change : plan.changes()) {
      text.append("  ")
          .append(sign(change.action()))
          .append(' ')
          .append("%-9s %-9s %s".formatted(change.action(), change.object(), change.name()));
      if (!change.why().isEmpty()) {
        text.append("  (").append(change.why()).append(')');
      }
      text.append('\n');
      for (String field : change.fields()) {
        text.append("      ").append(field).append('\n');
      }
    }
    for (String gap : plan.gaps()) {
      text.append("  gap: ").append(gap).append('\n');
    }
    for (String warning : plan.warnings()) {
      text.append("  warning: ").append(warning).append('\n');
    }
    text.append(
        plan.isEmpty()
            ? "  nothing to do\n"
            : "  %d step%s, at most %d at once\n"
                .formatted(
                    plan.steps().size(), plan.steps().size() == 1 ? "" : "s", plan.parallelism()));
    return text.toString();
  }

  private static char sign(String action) {
    return switch (action) {
      case "create" -> '+';
      case "remove" -> '-';
      case "keep" -> '=';
      default -> '~';
    };
  }
}
