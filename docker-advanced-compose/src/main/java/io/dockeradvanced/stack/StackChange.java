package io.dockeradvanced.stack;

import io.dockeradvanced.internal.engine.StopGrace;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Something to do with the containers of a stack that is there; its file is not needed. Immutable.
 *
 * <pre>{@code
 * stacks.change("shop", StackChange.restart("web").grace(Duration.ofSeconds(3)));
 * }</pre>
 */
public final class StackChange {
  /** What is done. */
  public enum Verb {
    /** What does not run is started, after what it depends on. */
    START,
    /** What runs is stopped, before what it depends on. */
    STOP,
    /** What runs is stopped, and all is started. */
    RESTART,
    /** What runs is frozen. */
    PAUSE,
    /** What is frozen goes on. */
    UNPAUSE,
    /** What runs gets a signal. */
    KILL,
    /** What does not run is removed. */
    REMOVE;

    /** As people say it, in lower case. */
    public String words() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Pattern SIGNAL = Pattern.compile("[A-Za-z0-9+]{1,20}");

  private final Verb verb;
  private final Set<String> services;
  private final Optional<Duration> grace;
  private final String signal;
  private final boolean dependents;
  private final boolean stopFirst;
  private final boolean volumes;
  private final Duration healthTimeout;

  private StackChange(
      Verb verb,
      Set<String> services,
      Optional<Duration> grace,
      String signal,
      boolean dependents,
      boolean stopFirst,
      boolean volumes,
      Duration healthTimeout) {
    this.verb = verb;
    this.services = services;
    this.grace = grace;
    this.signal = signal;
    this.dependents = dependents;
    this.stopFirst = stopFirst;
    this.volumes = volumes;
    this.healthTimeout = healthTimeout;
  }

  private static StackChange of(Verb verb, String signal, String... services) {
    Set<String> names = Arrays.stream(services).collect(Collectors.toCollection(TreeSet::new));
    return new StackChange(
        verb,
        Collections.unmodifiableSet(names),
        Optional.empty(),
        signal,
        true,
        false,
        false,
        Duration.ofMinutes(5));
  }

  /** Starts what does not run of these services, or of all, and what they depend on. */
  public static StackChange start(String... services) {
    return of(Verb.START, "", services);
  }

  /** Stops these services, or all. */
  public static StackChange stop(String... services) {
    return of(Verb.STOP, "", services);
  }

  /** Stops and starts these services, or all, and those that depend on them so. */
  public static StackChange restart(String... services) {
    return of(Verb.RESTART, "", services);
  }

  /** Freezes the processes of these services, or of all. */
  public static StackChange pause(String... services) {
    return of(Verb.PAUSE, "", services);
  }

  /** Lets the processes of these services, or of all, go on. */
  public static StackChange unpause(String... services) {
    return of(Verb.UNPAUSE, "", services);
  }

  /**
   * Sends a signal to these services, or to all.
   *
   * @param signal such as {@code KILL}, {@code SIGHUP} or {@code 1}
   */
  public static StackChange kill(String signal, String... services) {
    if (!SIGNAL.matcher(signal).matches()) {
      throw new IllegalArgumentException("'" + signal + "' is no signal, such as HUP");
    }
    return of(Verb.KILL, signal, services);
  }

  /** Removes the containers of these services, or of all, that do not run. */
  public static StackChange remove(String... services) {
    return of(Verb.REMOVE, "", services);
  }

  /**
   * How long a container has to stop before it is killed, in place of its own time; in whole
   * seconds, rounded up.
   *
   * @throws IllegalArgumentException when it is negative: no stop of an operation waits for ever,
   *     but that of a container that was made so
   */
  public StackChange grace(Duration time) {
    return new StackChange(
        verb,
        services,
        Optional.of(StopGrace.check(time)),
        signal,
        dependents,
        stopFirst,
        volumes,
        healthTimeout);
  }

  /** Restarts these services alone, not those that depend on them with {@code restart: true}. */
  public StackChange withoutDependents() {
    return new StackChange(verb, services, grace, signal, false, stopFirst, volumes, healthTimeout);
  }

  /** Removes those that run, too: they are stopped first. */
  public StackChange stopFirst() {
    return new StackChange(verb, services, grace, signal, dependents, true, volumes, healthTimeout);
  }

  /** Removes the anonymous volumes of the containers, too. */
  public StackChange volumes() {
    return new StackChange(
        verb, services, grace, signal, dependents, stopFirst, true, healthTimeout);
  }

  /** How long what others wait for may take to become healthy, or to complete. */
  public StackChange healthTimeout(Duration timeout) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("healthTimeout is not positive: " + timeout);
    }
    return new StackChange(verb, services, grace, signal, dependents, stopFirst, volumes, timeout);
  }

  public Verb verb() {
    return verb;
  }

  /** The services meant; none for all. */
  public Set<String> services() {
    return services;
  }

  public Optional<Duration> grace() {
    return grace;
  }

  /** The signal of {@link Verb#KILL}; else empty. */
  public String signal() {
    return signal;
  }

  public boolean withDependents() {
    return dependents;
  }

  public boolean isStopFirst() {
    return stopFirst;
  }

  public boolean withVolumes() {
    return volumes;
  }

  public Duration healthTimeout() {
    return healthTimeout;
  }

  @Override
  public String toString() {
    return "StackChange[%s %s]"
        .formatted(verb.words(), services.isEmpty() ? "all" : String.join(", ", services));
  }
}
