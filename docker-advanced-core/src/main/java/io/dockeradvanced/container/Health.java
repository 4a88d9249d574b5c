package io.dockeradvanced.container;

/** What the health check of a container says. */
public enum Health {
  /** It has no health check, or does not run. */
  NONE,
  STARTING,
  HEALTHY,
  UNHEALTHY;

  static Health of(String text) {
    return switch (text) {
      case "starting" -> STARTING;
      case "healthy" -> HEALTHY;
      case "unhealthy" -> UNHEALTHY;
      default -> NONE;
    };
  }

  /** From the human text of a list, such as {@code Up 5 minutes (healthy)}. */
  static Health ofStatus(String status) {
    if (status.endsWith("(healthy)")) {
      return HEALTHY;
    }
    if (status.endsWith("(unhealthy)")) {
      return UNHEALTHY;
    }
    return status.endsWith("(health: starting)") ? STARTING : NONE;
  }
}
