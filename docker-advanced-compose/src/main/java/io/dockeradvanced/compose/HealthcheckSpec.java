package io.dockeradvanced.compose;

import io.dockeradvanced.compose.internal.Fields;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How the engine finds out whether a container is healthy; what is not set comes from the image.
 */
public final class HealthcheckSpec {
  private final Fields fields;

  HealthcheckSpec(Fields fields) {
    this.fields = fields;
  }

  /** {@code CMD}, {@code CMD-SHELL} or {@code NONE}, then its words; empty keeps the image's. */
  public List<String> test() {
    return fields.list("test");
  }

  public Optional<Duration> interval() {
    return fields.duration("interval");
  }

  public Optional<Duration> timeout() {
    return fields.duration("timeout");
  }

  public OptionalInt retries() {
    return fields.optionalInt("retries");
  }

  public Optional<Duration> startPeriod() {
    return fields.duration("start_period");
  }

  /** Needs an engine of API 1.44. */
  public Optional<Duration> startInterval() {
    return fields.duration("start_interval");
  }

  /** Whether the image's check is switched off. */
  public boolean disabled() {
    List<String> test = test();
    return fields.flag("disable") || !test.isEmpty() && test.get(0).equals("NONE");
  }

  @Override
  public String toString() {
    return disabled() ? "HealthcheckSpec[disabled]" : "HealthcheckSpec" + test();
  }
}
