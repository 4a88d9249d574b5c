package io.dockeradvanced.lab.crash;

import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.lab.LabFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What kills and faults have in common: points are tried one after the other, on sites of their
 * own; one that fails is reported with all others at the end, and its site is given up.
 */
abstract class Sweep {
  static final long SEED = Long.getLong("da.seed", 20261126);

  /** More say nothing new, and without an end nobody hears of them. */
  private static final int MOST_FAILURES = 20;

  private final Class<? extends CrashScenario> type;
  private final LabEngine engine;
  private final String version;
  private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger tried = new AtomicInteger();

  /** All points; else a few. */
  boolean all = Boolean.getBoolean("da.full");

  /** Whether the results stand in the report; not those of tests of the sweeps themselves. */
  boolean reports = true;

  private String where = "";
  private Consumer<CrashSite> sites = site -> {};

  private long began = System.nanoTime();
  private int reported;
  final List<Reliability.Line> lines = new ArrayList<>();

  Sweep(Class<? extends CrashScenario> type, LabEngine engine) {
    this.type = type;
    this.engine = engine;
    // Now, while it is known to answer: one that is killed may be away when the report is written.
    this.version = engine.version();
  }

  /**
   * @param where what is special about the sites, for the report
   * @param sites says it to each, by {@link CrashSite#set}
   */
  final void on(String where, Consumer<CrashSite> sites) {
    this.where = where;
    this.sites = sites;
  }

  private String title() {
    String title = CrashChild.scenario(type).title();
    return where.isEmpty() ? title : title + ", " + where;
  }

  /** Where one lane plays; a scenario of its own. */
  abstract class Lane implements AutoCloseable {
    final CrashScenario scenario = CrashChild.scenario(type);
    @Nullable CrashSite site;
    private final List<CrashSite> givenUp = new ArrayList<>();

    abstract String uri() throws IOException;

    CrashSite site() throws IOException {
      CrashSite there = site;
      if (there == null) {
        Path directory = Files.createTempDirectory("crash").toRealPath();
        there =
            new CrashSite(
                uri(), engine.uniqueName("crash"), directory, JournalProbe.counting(), engine);
        sites.accept(there);
        site = there;
      }
      return there;
    }

    /**
     * Looks at what stands there, and whether it is what was said.
     *
     * @param acted what the change said; {@link Claim#OPEN} for one that was killed
     * @param recovered what was said of each change that was recovered then
     */
    void check(Claim acted, List<Claim> recovered) throws Exception {
      if (acted != Claim.OPEN && !recovered.isEmpty()) {
        throw new AssertionError(
            "it said that it is %s, and yet there was something to recover".formatted(acted));
      }
      Claim said = recovered.isEmpty() ? acted : recovered.get(recovered.size() - 1);
      Claim found = scenario.check(site());
      if (said != Claim.OPEN && said != found) {
        throw new AssertionError("it said that it is %s, but it is %s".formatted(said, found));
      }
    }

    /** What the change says when nothing interrupts it. */
    Claim usual() {
      return scenario.actFails() ? Claim.UNDONE : Claim.DONE;
    }

    /** Gives the site up; the next point gets a new one. */
    void leave() {
      if (site != null) {
        givenUp.add(site);
      }
      site = null;
    }

    @Override
    public void close() throws Exception {
      leave();
      Exception failed = null;
      for (CrashSite there : givenUp) {
        try (AutoCloseable files = () -> LabFiles.delete(there.directory())) {
          scenario.clean(there);
        } catch (Exception | AssertionError e) {
          Exception one = new Exception(there + " was not cleaned", e);
          if (failed == null) {
            failed = one;
          } else {
            failed.addSuppressed(one);
          }
        }
      }
      if (failed != null) {
        throw failed;
      }
    }
  }

  abstract Lane lane() throws IOException;

  /** How many points are tried at once: they wait more than they work. */
  int lanes() {
    return all ? 4 : 2;
  }

  /** One point; answers false when there was none with this number. */
  interface Try<L> {
    boolean point(L lane, int index) throws Exception;
  }

  /**
   * Tries all points from 0 on until there is none any more.
   *
   * @param most how many, if there are so many
   */
  @SuppressWarnings("unchecked") // a sweep knows its lanes
  <L extends Lane> void each(int most, String what, Try<L> work) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    AtomicInteger missing = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    List<Lane> lanes = new CopyOnWriteArrayList<>();
    for (int i = 0; i < lanes(); i++) {
      Thread thread =
          new Thread(
              () -> {
                try {
                  L lane = (L) lane();
                  lanes.add(lane);
                  // How often a process writes differs from run to run, by one or two.
                  while (missing.get() < 2 * lanes() && failures.size() < MOST_FAILURES) {
                    int index = next.getAndIncrement();
                    if (index >= most) {
                      break;
                    }
                    one(lane, index, what, work, missing);
                  }
                } catch (Exception | AssertionError e) {
                  failures.add("%s: a lane: %s".formatted(what, Texts.of(e)));
                }
              },
              "crash-lane-" + i);
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    // Not before: what one has begun to build has no name yet, and looks like rubbish of another.
    for (Lane lane : lanes) {
      try {
        lane.close();
      } catch (Exception | AssertionError e) {
        failures.add("%s: the end of a lane: %s".formatted(what, Texts.of(e)));
      }
    }
  }

  private <L extends Lane> void one(
      L lane, int index, String what, Try<L> work, AtomicInteger missing) throws Exception {
    try {
      if (work.point(lane, index)) {
        tried.incrementAndGet();
        missing.set(0);
        if (all && reports) {
          System.out.printf("[reliability] %s, %s: point %d survived%n", title(), what, index + 1);
        }
      } else {
        missing.incrementAndGet();
      }
    } catch (Exception | AssertionError e) {
      tried.incrementAndGet();
      failures.add("%s: %s".formatted(what, Texts.of(e)));
      lane.leave();
    }
  }

  /** Writes a line of the report about what was tried since the last one. */
  void report(String kind, String detail) {
    int fresh = failures.size() - reported;
    // The end of a lane may fail as well.
    int failed = Math.min(fresh, tried.get());
    if (!all && fresh == 0 && tried.get() == 0) {
      failures.add("%s: no point of the sample was reached".formatted(kind));
    }
    reported = failures.size();
    long now = System.nanoTime();
    Reliability.Line line =
        new Reliability.Line(
            title(), kind, all, tried.getAndSet(0), failed, detail, (now - began) / 1e9, version);
    began = now;
    lines.add(line);
    if (reports) {
      Reliability.add(line);
    }
  }

  /**
   * The end of it all.
   *
   * @throws AssertionError with all points that failed
   */
  void finish() {
    if (!failures.isEmpty()) {
      throw new AssertionError(
          "%d points did not survive:%n%s"
              .formatted(failures.size(), String.join(System.lineSeparator(), failures)));
    }
  }
}
