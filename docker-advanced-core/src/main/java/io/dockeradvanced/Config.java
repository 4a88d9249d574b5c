package io.dockeradvanced;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a {@link DockerAdvanced} is made of. Immutable; every setter answers a new value.
 *
 * <p>Replaceable parts are keyed by their type:
 *
 * <pre>{@code
 * Config config = Config.defaults()
 *     .use(StateStore.class, StateStore.jdbc("jdbc:sqlite:/var/lib/app/da.db"))
 *     .actor(Actor.of("deploy-bot"));
 * }</pre>
 *
 * <p>Types that mean something here: {@code StateStore}, {@code SecretSource}, {@code
 * TransportProvider}, {@code TlsOptions}, {@code SshOptions}, {@code Retention}, {@link
 * java.time.Clock}, {@link java.util.concurrent.ThreadFactory}.
 */
public final class Config {
  private static final Config DEFAULTS =
      new Config(
          Map.of(),
          Actor.system(),
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(2));

  private final Map<Class<?>, Object> parts;
  private final Actor actor;
  private final Duration grace;
  private final Duration callTimeout;
  private final Duration heartbeat;

  private Config(
      Map<Class<?>, Object> parts,
      Actor actor,
      Duration grace,
      Duration callTimeout,
      Duration heartbeat) {
    this.parts = parts;
    this.actor = actor;
    this.grace = grace;
    this.callTimeout = callTimeout;
    this.heartbeat = heartbeat;
  }

  public static Config defaults() {
    return DEFAULTS;
  }

  /** Uses {@code part} wherever a {@code type} is needed. */
  public <T> Config use(Class<T> type, T part) {
    requireNonNull(type, "type is null");
    requireNonNull(part, "part is null");
    Map<Class<?>, Object> next = new LinkedHashMap<>(parts);
    next.put(type, type.cast(part));
    return new Config(Map.copyOf(next), actor, grace, callTimeout, heartbeat);
  }

  /** Who changes things by default; the operating system's user unless set. */
  public Config actor(Actor who) {
    return new Config(parts, requireNonNull(who, "who is null"), grace, callTimeout, heartbeat);
  }

  /** How long {@link DockerAdvanced#close()} waits for running operations; 10 s unless set. */
  public Config grace(Duration wait) {
    if (wait.isNegative()) {
      throw new IllegalArgumentException("grace is negative: " + wait);
    }
    return new Config(parts, actor, wait, callTimeout, heartbeat);
  }

  /** The deadline of a short call to an engine (ping, inspect, create, …); 30 s unless set. */
  public Config callTimeout(Duration timeout) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("callTimeout is not positive: " + timeout);
    }
    return new Config(parts, actor, grace, timeout, heartbeat);
  }

  /**
   * How long an engine may be silent while an answer or the next bytes of a stream are waited for;
   * 2 s unless set. After that it is pinged; where two pings of the same length get no answer
   * either, it stands still, and all that waits for it ends with {@link UnreachableHost} (a stream:
   * with an {@link java.io.IOException}). A connection of TCP or a unix socket, with its handshake,
   * is given four times as long. An engine that has not answered yet, or has ended its connections,
   * may be starting: it gets as long as a short call. Zero: only the deadlines of calls count.
   */
  public Config heartbeat(Duration silence) {
    if (!silence.isZero()
        && (silence.compareTo(Duration.ofMillis(10)) < 0
            || silence.compareTo(Duration.ofDays(1)) > 0)) {
      throw new IllegalArgumentException(
          "heartbeat is neither zero nor from 10 ms to one day: " + silence);
    }
    return new Config(parts, actor, grace, callTimeout, silence);
  }

  /** The part set for {@code type} by {@link #use}. */
  public <T> Optional<T> part(Class<T> type) {
    return Optional.ofNullable(parts.get(type)).map(type::cast);
  }

  public Actor actor() {
    return actor;
  }

  public Duration grace() {
    return grace;
  }

  public Duration callTimeout() {
    return callTimeout;
  }

  public Duration heartbeat() {
    return heartbeat;
  }
}
