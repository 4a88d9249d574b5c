package io.dockeradvanced.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

class DriveProperties {
  private static final ExecutorService EXECUTOR = Executors.newCachedThreadPool();
  private static final ScheduledExecutorService SCHEDULER =
      Executors.newSingleThreadScheduledExecutor();

  @AfterContainer
  static void end() {
    EXECUTOR.shutdownNow();
    SCHEDULER.shutdownNow();
  }

  /** A random graph, and what happened to it. */
  private static final class Graph implements Drive.Work {
    final List<String> nodes = new ArrayList<>();
    final Map<String, List<String>> after = new HashMap<>();
    final Set<String> bad = new HashSet<>();
    final Set<String> waits = new HashSet<>();
    final Set<String> waited = new HashSet<>();
    final List<String> ended = new ArrayList<>();
    final List<String> begun = new ArrayList<>();
    final List<String> wrong = new ArrayList<>();
    final AtomicInteger running = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();
    boolean goOn;
    boolean failed;

    Graph(Random random, int size, double failures) {
      for (int i = 0; i < size; i++) {
        String node = "n" + i;
        List<String> before = new ArrayList<>();
        for (int j = 0; j < i; j++) {
          if (random.nextInt(i) < 2) {
            before.add("n" + j);
          }
        }
        nodes.add(node);
        after.put(node, before);
        if (random.nextDouble() < failures) {
          bad.add(node);
        } else if (random.nextInt(6) == 0) {
          waits.add(node);
        }
      }
    }

    @Override
    public void turn(List<String> done, Map<String, StepResult> results, List<String> beginning) {
      ended.addAll(done);
      for (String node : beginning) {
        if (failed && !goOn) {
          wrong.add(node + " begins after a failure");
        }
        for (String before : after.get(node)) {
          if (!ended.contains(before) && !(goOn && bad.contains(before))) {
            wrong.add(node + " begins before the end of " + before);
          }
        }
        begun.add(node);
      }
    }

    @Override
    public StepResult work(String node) {
      most.accumulateAndGet(running.incrementAndGet(), Math::max);
      try {
        synchronized (waited) {
          if (waits.contains(node) && waited.add(node)) {
            return StepResult.waitUntil(Instant.now().plusMillis(1), "a little");
          }
        }
        if (bad.contains(node)) {
          throw new IllegalStateException(node);
        }
        Thread.yield();
        return StepResult.done();
      } finally {
        running.decrementAndGet();
      }
    }

    @Override
    public boolean failed(String node, Throwable problem) {
      failed = true;
      return goOn;
    }

    Drive.End drive(int parallelism) {
      return new Drive(EXECUTOR, SCHEDULER, Clock.systemUTC(), parallelism, this).run(nodes, after);
    }
  }

  @Property(tries = 200)
  void run_anyGraph_doesEachNodeOnceAfterThoseItWaitsFor(
      @ForAll long seed,
      @ForAll @IntRange(min = 0, max = 40) int size,
      @ForAll @IntRange(min = 1, max = 9) int parallelism) {
    Graph graph = new Graph(new Random(seed), size, 0);
    assertThat(graph.drive(parallelism)).isEqualTo(Drive.End.ALL_DONE);
    assertThat(graph.wrong).isEmpty();
    assertThat(graph.ended).containsExactlyInAnyOrderElementsOf(graph.nodes);
    assertThat(graph.begun).hasSize(size + graph.waits.size());
    assertThat(graph.most.get()).isLessThanOrEqualTo(parallelism);
  }

  @Property(tries = 200)
  void run_oneFails_beginsNothingMore(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 40) int size,
      @ForAll @IntRange(min = 1, max = 9) int parallelism) {
    Graph graph = new Graph(new Random(seed), size, 0.2);
    Drive.End end = graph.drive(parallelism);
    assertThat(end).isEqualTo(graph.failed ? Drive.End.FAILED : Drive.End.ALL_DONE);
    assertThat(graph.failed).isEqualTo(!graph.bad.isEmpty());
    assertThat(graph.wrong).isEmpty();
    assertThat(graph.running.get()).isZero();
    assertThat(graph.most.get()).isLessThanOrEqualTo(parallelism);
  }

  @Property(tries = 200)
  void run_failuresThatAreGonePast_reachesEveryNode(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 40) int size,
      @ForAll @IntRange(min = 1, max = 9) int parallelism) {
    Graph graph = new Graph(new Random(seed), size, 0.3);
    graph.goOn = true;
    assertThat(graph.drive(parallelism)).isEqualTo(Drive.End.ALL_DONE);
    assertThat(graph.wrong).isEmpty();
    assertThat(graph.ended.size() + graph.bad.size()).isEqualTo(size);
  }

  @Property(tries = 200)
  void stop_atAnyMoment_endsAndLeavesNothingRunning(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 30) int size,
      @ForAll @IntRange(min = 1, max = 6) int parallelism,
      @ForAll @IntRange(min = 0, max = 30) int moment) {
    Graph graph = new Graph(new Random(seed), size, 0);
    AtomicInteger turns = new AtomicInteger();
    Drive[] drive = new Drive[1];
    Drive.Work stopping =
        new Drive.Work() {
          @Override
          public void turn(
              List<String> ended, Map<String, StepResult> results, List<String> beginning) {
            graph.turn(ended, results, beginning);
          }

          @Override
          public StepResult work(String node) {
            if (turns.getAndIncrement() == moment) {
              drive[0].stop(Duration.ZERO);
            }
            return graph.work(node);
          }

          @Override
          public boolean failed(String node, Throwable problem) {
            return false;
          }
        };
    drive[0] = new Drive(EXECUTOR, SCHEDULER, Clock.systemUTC(), parallelism, stopping);
    Drive.End end = drive[0].run(graph.nodes, graph.after);
    assertThat(end).isEqualTo(turns.get() > moment ? Drive.End.STOPPED : Drive.End.ALL_DONE);
    assertThat(graph.wrong).isEmpty();
    assertThat(graph.running.get()).isZero();
  }
}
