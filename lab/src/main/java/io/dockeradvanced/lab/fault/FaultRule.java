package io.dockeradvanced.lab.fault;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A fault that waits for its calls. Every call unless {@link #nth} says which; the last word says
 * what happens to them.
 *
 * <pre>{@code
 * Fault lost = proxy.on(call -> call.isPost("/containers/create")).nth(2).cutReply();
 * …
 * assertThat(lost.hits()).isOne();
 * }</pre>
 */
public final class FaultRule {

  /** What is done with a call. */
  enum Kind {
    PASS,
    DELAY_REQUEST,
    DELAY_REPLY,
    CUT_REQUEST,
    CUT_REPLY,
    CUT_WITHIN_REPLY,
    ANSWER,
    STALL,
    AWAY,
    AWAY_AFTER,
    THROTTLE
  }

  /**
   * @param number bytes, bytes in a second or a status
   */
  record Action(Kind kind, Duration time, long number, String text, Map<String, String> headers) {
    @Override
    public String toString() {
      return kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
  }

  /** A fault that was set; tells how often it has struck. Thread-safe. */
  public static final class Fault {
    private final Predicate<ProxiedCall> which;
    private final int nth;
    private final Action action;
    private final AtomicInteger matches = new AtomicInteger();
    private final AtomicInteger hits = new AtomicInteger();

    private Fault(Predicate<ProxiedCall> which, int nth, Action action) {
      this.which = which;
      this.nth = nth;
      this.action = action;
    }

    /** How many calls met it. */
    public int hits() {
      return hits.get();
    }

    /** How many calls were such as it waits for, whether they met it or not. */
    public int matches() {
      return matches.get();
    }

    @Nullable Action strikes(ProxiedCall call) {
      if (!which.test(call)) {
        return null;
      }
      int match = matches.incrementAndGet();
      if (nth != 0 && nth != match) {
        return null;
      }
      hits.incrementAndGet();
      return action;
    }
  }

  private final FaultProxy proxy;
  private final Predicate<ProxiedCall> which;
  private int nth;

  FaultRule(FaultProxy proxy, Predicate<ProxiedCall> which) {
    this.proxy = proxy;
    this.which = which;
  }

  /** Only the {@code number}th such call, from 1. */
  public FaultRule nth(int number) {
    if (number < 1) {
      throw new IllegalArgumentException("calls are counted from 1, not " + number);
    }
    nth = number;
    return this;
  }

  /** Nothing happens; for counting. */
  public Fault pass() {
    return set(Kind.PASS, Duration.ZERO, 0, "");
  }

  /** The engine gets the request only after a while. */
  public Fault delayRequest(Duration time) {
    return set(Kind.DELAY_REQUEST, time, 0, "");
  }

  /** The client gets the reply only after a while. */
  public Fault delayReply(Duration time) {
    return set(Kind.DELAY_REPLY, time, 0, "");
  }

  /** The connection ends when the request was read; the engine never hears of it. */
  public Fault cutRequest() {
    return set(Kind.CUT_REQUEST, Duration.ZERO, 0, "");
  }

  /** The engine does it and answers; then the connection ends, and the client gets nothing. */
  public Fault cutReply() {
    return set(Kind.CUT_REPLY, Duration.ZERO, 0, "");
  }

  /** The engine does it, and the connection ends after so many bytes of its reply. */
  public Fault cutReply(long afterBytes) {
    return set(Kind.CUT_WITHIN_REPLY, Duration.ZERO, afterBytes, "");
  }

  /** The client gets this answer, and the engine never hears of the request. */
  public Fault answer(int status, String json) {
    return set(Kind.ANSWER, Duration.ZERO, status, json);
  }

  /**
   * As {@link #answer(int, String)}, with headers such as {@code Location} or {@code Retry-After}.
   */
  public Fault answer(int status, Map<String, String> headers, String json) {
    return set(new Action(Kind.ANSWER, Duration.ZERO, status, json, Map.copyOf(headers)));
  }

  /** The request is taken and never answered; the engine never hears of it. */
  public Fault stall() {
    return set(Kind.STALL, Duration.ZERO, 0, "");
  }

  /** Instead of taking the request the engine seems to end, and to come back after a while. */
  public Fault away(Duration time) {
    return set(Kind.AWAY, time, 0, "");
  }

  /** The engine does it; then it seems to end, and to come back after a while. */
  public Fault awayAfter(Duration time) {
    return set(Kind.AWAY_AFTER, time, 0, "");
  }

  /** The reply comes so slowly. */
  public Fault throttle(long bytesPerSecond) {
    if (bytesPerSecond < 1) {
      throw new IllegalArgumentException("bytesPerSecond is " + bytesPerSecond);
    }
    return set(Kind.THROTTLE, Duration.ZERO, bytesPerSecond, "");
  }

  private Fault set(Kind kind, Duration time, long number, String text) {
    return set(new Action(kind, time, number, text, Map.of()));
  }

  private Fault set(Action action) {
    Fault fault = new Fault(which, nth, action);
    proxy.add(fault);
    return fault;
  }
}
