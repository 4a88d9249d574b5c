package io.dockeradvanced.stack.internal;

import io.dockeradvanced.compose.ServiceSpec;
import io.dockeradvanced.container.internal.EnsureImage;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** When the image of a service is pulled, as the step that sees to it takes it. */
final class PullPolicy {
  private static final Pattern TIME = Pattern.compile("(\\d{1,9})([wdhms])");

  private PullPolicy() {}

  static String of(Checks checks, ServiceSpec service) {
    String at = "services." + service.name();
    String policy = service.pullPolicy();
    String age = service.pullRefreshAfter();
    if (!age.isEmpty() && !policy.equals("refresh")) {
      checks.warn(
          at + ".pull_refresh_after", "pull_refresh_after has an effect with pull_policy: refresh");
    }
    return switch (policy) {
      case "always", "never" -> policy;
      case "build" -> "never";
      case "daily" -> EnsureImage.every(Duration.ofDays(1));
      case "weekly" -> EnsureImage.every(Duration.ofDays(7));
      case "refresh" -> age.isEmpty() ? "missing" : every(checks, at + ".pull_refresh_after", age);
      default ->
          policy.startsWith("every_")
              ? every(checks, at + ".pull_policy", policy.substring("every_".length()))
              : "missing";
    };
  }

  /** Of the images of hooks: what is not built is pulled where it is not there. */
  static String ofHooks(ServiceSpec service, String ofService) {
    return service.pullPolicy().equals("build") ? "missing" : ofService;
  }

  private static String every(Checks checks, String attribute, String text) {
    Duration age = Duration.ZERO;
    Matcher part = TIME.matcher(text);
    int end = 0;
    while (end < text.length() && part.find() && part.start() == end) {
      age = age.plus(unit(part.group(2)).multipliedBy(Long.parseLong(part.group(1))));
      end = part.end();
    }
    if (end < text.length() || text.isEmpty()) {
      checks.problem(attribute, "'%s' is not a time such as 12h or 1w2d", text);
    }
    return EnsureImage.every(age);
  }

  private static Duration unit(String unit) {
    return switch (unit) {
      case "w" -> Duration.ofDays(7);
      case "d" -> Duration.ofDays(1);
      case "h" -> Duration.ofHours(1);
      case "m" -> Duration.ofMinutes(1);
      default -> Duration.ofSeconds(1);
    };
  }
}
