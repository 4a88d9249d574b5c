package io.dockeradvanced.compose;

/**
 * A service that must come up before another one.
 *
 * @param restart whether the dependent restarts when this service's containers are replaced
 * @param required whether it is an error that this service is missing or fails
 */
public record DependencySpec(
    String service, Condition condition, boolean restart, boolean required) {

  /** What is waited for. */
  public enum Condition {
    STARTED,
    HEALTHY,
    COMPLETED_SUCCESSFULLY;

    /** As the specification writes it: {@code service_healthy}. */
    public String text() {
      return "service_" + name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
