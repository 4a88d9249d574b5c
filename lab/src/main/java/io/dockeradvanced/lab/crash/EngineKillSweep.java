package io.dockeradvanced.lab.crash;

import io.dockeradvanced.lab.Frozen;
import io.dockeradvanced.lab.Invariants;
import io.dockeradvanced.lab.OwnEngine;
import io.dockeradvanced.lab.Waiting;
import io.dockeradvanced.lab.fault.FaultProxy;
import io.dockeradvanced.lab.fault.FaultRule;
import io.dockeradvanced.lab.fault.ProxiedCall;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * Kills the engine itself with SIGKILL while it does one call after the other, and starts it again
 * on the same data - or freezes it until the change has given up; then recovers, and asserts what
 * must hold.
 */
public final class EngineKillSweep extends Sweep {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration QUIET = Duration.ofSeconds(1);

  private final OwnEngine own;
  private final boolean frozen;
  private final AtomicInteger recovered = new AtomicInteger();

  private EngineKillSweep(Class<? extends CrashScenario> type, OwnEngine own, boolean frozen) {
    super(type, own.engine());
    this.own = own;
    this.frozen = frozen;
  }

  public static EngineKillSweep of(Class<? extends CrashScenario> type, OwnEngine own) {
    return new EngineKillSweep(type, own, false);
  }

  /** It stands still instead of being killed. */
  public static EngineKillSweep frozen(Class<? extends CrashScenario> type, OwnEngine own) {
    return new EngineKillSweep(type, own, true);
  }

  /**
   * Tries all calls that change something.
   *
   * @throws AssertionError with all of them that did not survive
   */
  public void run() throws InterruptedException {
    all = true;
    this.<Killing>each(Integer.MAX_VALUE, what(), (lane, i) -> lane.killAt(i + 1));
    report(
        frozen ? "engine frozen for a while" : "engine killed and started again",
        "%d left to recover".formatted(recovered.get()));
    finish();
  }

  private String what() {
    return frozen ? "engine frozen" : "engine killed";
  }

  @Override
  int lanes() {
    return 1;
  }

  @Override
  Lane lane() {
    return new Killing();
  }

  private final class Killing extends Lane {
    private final FaultProxy proxy = FaultProxy.before(own.engine().uri());

    @Override
    String uri() {
      return proxy.uri();
    }

    boolean killAt(int call) throws Exception {
      CrashSite site = site();
      scenario.prepare(site);
      proxy.reset();
      FaultRule.Fault begun = proxy.on(ProxiedCall::isWrite).nth(call).pass();
      CompletableFuture<Claim> act =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return scenario.act(site);
                } catch (Exception e) {
                  throw new CompletionException(e);
                }
              });
      Waiting.until(LIMIT, () -> begun.hits() > 0 || act.isDone());
      boolean reached = begun.hits() > 0;
      if (reached && frozen) {
        try (Frozen still = own.freeze()) {
          Waiting.assertSoon("the change gives up", LIMIT, act::isDone);
        }
        awaitQuiet();
      } else if (reached) {
        own.kill();
        proxy.dropConnections();
        own.restart();
      }
      Waiting.assertSoon("the change ends", LIMIT, act::isDone);
      try {
        List<Claim> left = scenario.recover(site);
        if (!left.isEmpty()) {
          recovered.incrementAndGet();
        }
        // The engine itself starts again what ran when it was killed.
        Waiting.until(LIMIT, () -> allRun(site));
        check(act.join(), left);
      } catch (Exception | AssertionError e) {
        throw new AssertionError("%s during call %d, %s".formatted(what(), call, site), e);
      }
      return reached;
    }

    /** What the engine had been sent it does once it goes on, though nobody waits for it. */
    private void awaitQuiet() {
      AtomicReference<String> seen = new AtomicReference<>("");
      AtomicLong since = new AtomicLong();
      Waiting.assertSoon(
          "the engine has done what it was sent",
          LIMIT,
          () -> {
            String now =
                own.engine().docker().listContainersCmd().withShowAll(true).exec().stream()
                    .map(container -> container.getId() + " " + container.getState())
                    .collect(Collectors.joining(", "));
            if (!now.equals(seen.getAndSet(now)) || since.get() == 0) {
              since.set(System.nanoTime());
            }
            return System.nanoTime() - since.get() > QUIET.toNanos();
          });
    }

    private boolean allRun(CrashSite site) {
      return Invariants.of(site.engine().docker(), site.name()).containers().values().stream()
          .allMatch(container -> Boolean.TRUE.equals(container.getState().getRunning()));
    }

    @Override
    public void close() throws Exception {
      try {
        super.close();
      } finally {
        proxy.close();
      }
    }
  }
}
