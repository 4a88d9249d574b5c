package io.dockeradvanced.lab.crash;

import io.dockeradvanced.lab.LabEngine;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Kills a process with SIGKILL before and after every write of its journal, lets another one
 * recover, and asserts what must hold. Then kills at every write of the process that recovers, too,
 * and lets a third one recover. How many writes there are it finds out by itself. Last it kills at
 * moments between the writes, when the engine is at work.
 *
 * <p>With {@code -Dda.full=true} all of them; else a few, chosen by {@code -Dda.seed}. {@code
 * -Dda.point="before 17"} tries one of them alone.
 */
public final class KillSweep extends Sweep {
  private static final int SAMPLE = Integer.getInteger("da.points", 1);
  private static final @Nullable String POINT = System.getProperty("da.point");

  /** So often any change writes at least, or there about. */
  private static final int GUESS = 10;

  private static final int MOMENTS = 20;
  private static final int MOST_MICROS = 40_000;

  private final LabEngine engine;
  private final Class<? extends CrashScenario> type;
  private final AtomicInteger mostWrites = new AtomicInteger();

  /** How often a process wrote that recovered from a kill at this point. */
  private final Map<KillPoint, Integer> recoveries = new ConcurrentHashMap<>();

  private KillSweep(Class<? extends CrashScenario> type, LabEngine engine) {
    super(type, engine);
    this.type = type;
    this.engine = engine;
  }

  public static KillSweep of(Class<? extends CrashScenario> type, LabEngine engine) {
    return new KillSweep(type, engine);
  }

  /**
   * On sites of a certain kind.
   *
   * @param where what is special about them, for the report
   * @param sites says it to each site, by {@link CrashSite#set}
   */
  public KillSweep at(String where, Consumer<CrashSite> sites) {
    on(where, sites);
    return this;
  }

  /**
   * Tries the points.
   *
   * @throws AssertionError with all of them that did not survive
   */
  public void run() throws InterruptedException {
    if (POINT != null) {
      String[] words = POINT.split(" ");
      KillPoint point = new KillPoint(Integer.parseInt(words[1]), words[0].equals("after"));
      this.<Killing>each(1, "killed " + point, (lane, i) -> lane.killAt(point));
      finish();
      return;
    }
    if (all) {
      this.<Killing>each(
          Integer.MAX_VALUE, "killed", (lane, i) -> lane.killAt(KillPoint.number(i)));
      report("killed at every write", "%d writes".formatted(mostWrites.get()));
    }
    int most = recoveries.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    this.<Killing>each(
        all ? 2 * most : SAMPLE,
        "killed, and killed again while it recovered",
        (lane, i) -> lane.killTwice(i));
    report("killed again at every write of recover", all ? "%d writes".formatted(most) : "");
    this.<Killing>each(
        all ? MOMENTS : SAMPLE, "killed at a moment", (lane, i) -> lane.killAtAMoment(i));
    report("killed at moments that nobody chose", "");
    finish();
  }

  /** Between writes, when the engine is at work. */
  private KillPoint moment(int number) {
    int known = mostWrites.get();
    KillPoint write = any(known == 0 ? GUESS : known, 11 * number + 5);
    return new KillPoint(
        write.write(), write.after(), new Random(SEED + number).nextInt(MOST_MICROS));
  }

  /** The same for the same seed and number. */
  private static KillPoint any(int most, int number) {
    Random random = new Random(SEED * 31 + number);
    random.nextInt();
    return new KillPoint(1 + random.nextInt(most), random.nextBoolean());
  }

  @Override
  Lane lane() {
    return new Killing();
  }

  private final class Killing extends Lane {
    private @Nullable ChildProcess spare;

    @Override
    String uri() {
      return engine.uri();
    }

    boolean killAt(KillPoint point) throws Exception {
      return named(
          "killed " + point,
          () -> {
            ChildProcess.Ended acted = killed(false, point, true);
            int writes = recovered(acted.claim().orElse(Claim.OPEN));
            if (acted.reached()) {
              recoveries.put(point, writes);
            }
            return acted.reached();
          });
    }

    boolean killAtAMoment(int number) throws Exception {
      KillPoint guess = moment(number);
      if (killAt(guess)) {
        return true;
      }
      // What was beyond the last write has told where that is.
      return killAt(moment(number));
    }

    /** In the whole, points are known whose recoveries are long enough; else one is guessed. */
    boolean killTwice(int number) throws Exception {
      KillPoint second = all ? KillPoint.number(number) : any(GUESS / 2, 5 * number + 2);
      List<KillPoint> firsts = new ArrayList<>();
      recoveries.forEach(
          (point, writes) -> {
            if (writes >= second.write()) {
              firsts.add(point);
            }
          });
      firsts.sort(Comparator.comparing(KillPoint::toString));
      Collections.shuffle(firsts, new Random(SEED + number));
      boolean reached = false;
      // How often a process writes differs from run to run, by one or two.
      for (int i = 0; i < 3 && !reached; i++) {
        KillPoint first = i < firsts.size() ? firsts.get(i) : any(GUESS >> i, 7 * number + i);
        reached = killTwice(first, second);
      }
      return reached || (!all && killTwice(new KillPoint(3, false), new KillPoint(1, false)));
    }

    private boolean killTwice(KillPoint first, KillPoint second) throws Exception {
      return named(
          "killed %s, and again %s of its recovery".formatted(first, second),
          () -> {
            ChildProcess.Ended acted = killed(false, first, true);
            ChildProcess.Ended again = killed(true, second, false);
            recovered(
                again.reached() ? Claim.OPEN : again.claim().or(acted::claim).orElse(Claim.OPEN));
            return again.reached();
          });
    }

    private interface Course {
      boolean run() throws Exception;
    }

    private boolean named(String what, Course course) throws Exception {
      try {
        return course.run();
      } catch (Exception | AssertionError e) {
        throw new AssertionError("%s, %s".formatted(what, site), e);
      }
    }

    /** It reached the point, or came to its end. */
    private ChildProcess.Ended killed(boolean recovers, KillPoint point, boolean prepares)
        throws Exception {
      if (prepares) {
        scenario.prepare(site());
      }
      try (ChildProcess child = next()) {
        ChildProcess.Ended ended = child.run(job(recovers, point));
        if (!recovers && !ended.reached()) {
          mostWrites.accumulateAndGet(ended.writes(), Math::max);
        }
        if (ended.kind() == ChildProcess.Kind.FAILED) {
          throw new AssertionError(
              "%s failed by itself: %s".formatted(recovers ? "recover" : "act", ended.message()));
        }
        if (!point.freezes()) {
          LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(point.micros()));
        }
        child.kill();
        boolean usual = ended.claim().equals(Optional.of(usual()));
        if (!recovers && !ended.reached() && !usual) {
          throw new AssertionError(
              "nobody killed it, and it is %s by itself".formatted(ended.claims()));
        }
        return ended;
      }
    }

    /**
     * Recovers, and checks; also what came to its end.
     *
     * @return how often the recovery wrote
     */
    private int recovered(Claim before) throws Exception {
      int writes;
      List<Claim> claims;
      try (ChildProcess child = next()) {
        ChildProcess.Ended ended = child.run(job(true, KillPoint.NEVER));
        writes = ended.writes();
        claims = ended.claims();
        if (ended.kind() != ChildProcess.Kind.DONE) {
          throw new AssertionError("recover failed: " + ended.message());
        }
      }
      check(before, claims);
      return writes;
    }

    private CrashChild.Job job(boolean recovers, KillPoint point) throws IOException {
      CrashSite here = site();
      return new CrashChild.Job(
          type.getName(), recovers, here.uri(), here.name(), here.directory(), point);
    }

    /** The one that was started ahead; a process takes its time to begin. */
    private ChildProcess next() throws IOException {
      ChildProcess child = spare == null ? ChildProcess.start() : spare;
      spare = ChildProcess.start();
      return child;
    }

    @Override
    public void close() throws Exception {
      if (spare != null) {
        spare.close();
      }
      super.close();
    }
  }
}
