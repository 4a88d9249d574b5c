package io.dockeradvanced.lab.crash;

import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.lab.fault.FaultProxy;
import io.dockeradvanced.lab.fault.FaultRule;
import io.dockeradvanced.lab.fault.ProxiedCall;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Lets a change meet a fault at every call that changes something on the engine, one after the
 * other; then recovers, and asserts what must hold. How many calls there are it finds out by
 * itself.
 *
 * <p>With {@code -Dda.full=true} all of them; else a few, chosen by {@code -Dda.seed}.
 */
public final class FaultSweep extends Sweep {
  private static final int SAMPLE = Integer.getInteger("da.points", 1);
  private static final Duration AWAY = Duration.ofSeconds(2);

  /** So many calls any change makes at least, or there about. */
  private static final int GUESS = 8;

  /** What happens to the call. */
  public enum Kind {
    /** The engine does it, and its reply is lost. */
    REPLY_CUT,
    /** The engine never hears of it. */
    REQUEST_CUT,
    /** The engine says that it has failed. */
    ANSWERED_500,
    /** Every connection breaks, and the engine is away for two seconds. */
    ENGINE_AWAY,
    /** The engine does it; then as {@link #ENGINE_AWAY}. */
    ENGINE_AWAY_AFTER,
    /** No answer ever comes. Only calls with the usual deadline. */
    STALLED;

    String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  private final LabEngine engine;
  private final Kind kind;
  private final AtomicInteger through = new AtomicInteger();
  private final AtomicInteger undone = new AtomicInteger();
  private final AtomicInteger recovered = new AtomicInteger();
  private final AtomicInteger calls = new AtomicInteger();

  private FaultSweep(Class<? extends CrashScenario> type, LabEngine engine, Kind kind) {
    super(type, engine);
    this.engine = engine;
    this.kind = kind;
  }

  public static FaultSweep of(Class<? extends CrashScenario> type, LabEngine engine, Kind kind) {
    return new FaultSweep(type, engine, kind);
  }

  /**
   * Tries the calls.
   *
   * @throws AssertionError with all of them that did not survive
   */
  public void run() throws InterruptedException {
    this.<Faulty>each(
        all ? Integer.MAX_VALUE : SAMPLE,
        kind.words(),
        (lane, i) -> all ? lane.meet(i + 1) : lane.meetAny(i));
    report(
        kind.words(),
        "%d went through, %d failed and were undone, %d left to recover"
            .formatted(through.get(), undone.get(), recovered.get()));
    finish();
  }

  private int any(int number) {
    Random random = new Random(SEED * 31 + kind.ordinal() * 7L + number);
    random.nextInt();
    int known = calls.get();
    return 1 + random.nextInt(known == 0 ? GUESS : known);
  }

  /** Calls that have longer than the usual deadline would stall for minutes. */
  private Predicate<ProxiedCall> which() {
    return kind != Kind.STALLED
        ? ProxiedCall::isWrite
        : call ->
            call.isWrite()
                && !call.method().equals("DELETE")
                && !call.path().endsWith("/stop")
                && !call.path().equals("/build")
                && !call.path().endsWith("/archive");
  }

  private FaultRule.Fault set(FaultProxy proxy, int call) {
    FaultRule rule = proxy.on(which()).nth(call);
    return switch (kind) {
      case REPLY_CUT -> rule.cutReply();
      case REQUEST_CUT -> rule.cutRequest();
      case ANSWERED_500 -> rule.answer(500, "{\"message\":\"a fault of the test\"}");
      case ENGINE_AWAY -> rule.away(AWAY);
      case ENGINE_AWAY_AFTER -> rule.awayAfter(AWAY);
      case STALLED -> rule.stall();
    };
  }

  /** With an engine that does not answer there is nothing to do but wait. */
  @Override
  int lanes() {
    boolean waits = kind == Kind.ENGINE_AWAY || kind == Kind.ENGINE_AWAY_AFTER;
    return all && (waits || kind == Kind.STALLED) ? 2 * super.lanes() : super.lanes();
  }

  @Override
  Lane lane() {
    return new Faulty();
  }

  private final class Faulty extends Lane {
    private final FaultProxy proxy = FaultProxy.before(engine.uri());

    @Override
    String uri() {
      return proxy.uri();
    }

    @Override
    CrashSite site() throws IOException {
      CrashSite there = super.site();
      there.set("stalls", Boolean.toString(kind == Kind.STALLED));
      return there;
    }

    boolean meetAny(int number) throws Exception {
      int guess = any(number);
      if (meet(guess)) {
        return true;
      }
      // What was beyond the last call has told which that is.
      return meet(any(number));
    }

    boolean meet(int call) throws Exception {
      CrashSite site = site();
      String what = "%s at call %d, %s".formatted(kind.words(), call, site);
      try {
        scenario.prepare(site);
        proxy.reset();
        FaultRule.Fault fault = set(proxy, call);
        Claim claim = scenario.act(site);
        if (fault.hits() == 0 && claim != usual()) {
          throw new AssertionError("without a fault it is %s by itself".formatted(claim));
        }
        String met =
            proxy.calls().stream()
                .filter(c -> !c.fault().isEmpty())
                .map(ProxiedCall::toString)
                .findFirst()
                .orElse("");
        what += ": " + met;
        calls.accumulateAndGet(fault.matches(), Math::max);
        proxy.reset();
        proxy.up();
        List<Claim> left = scenario.recover(site);
        check(claim, left);
        if (fault.hits() == 0) {
          return false;
        }
        (!left.isEmpty() ? recovered : claim == Claim.DONE ? through : undone).incrementAndGet();
        return true;
      } catch (Exception | AssertionError e) {
        throw new AssertionError(what, e);
      }
    }

    @Override
    public void close() throws Exception {
      proxy.reset();
      proxy.up();
      try {
        super.close();
      } finally {
        proxy.close();
      }
    }
  }
}
