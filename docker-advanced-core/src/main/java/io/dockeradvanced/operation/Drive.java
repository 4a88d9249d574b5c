package io.dockeradvanced.operation;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs the nodes of a graph, at most so many at once, each after those it depends on.
 *
 * <p>One thread, the caller of {@link #run}, decides; the nodes run on the executor. What became
 * ready and what ended is told to the {@link Work} in groups, so that one write of the journal
 * serves many steps.
 */
final class Drive {
  /** What is to be done with the nodes. */
  interface Work {
    /** Called on the deciding thread before these nodes begin and after those ended. */
    void turn(List<String> ended, Map<String, StepResult> results, List<String> beginning);

    /** Does one node, on a thread of the executor. */
    StepResult work(String node);

    /** A node failed; whether to go on with what does not depend on it. Deciding thread. */
    boolean failed(String node, Throwable problem);
  }

  /** How a drive ended. */
  enum End {
    ALL_DONE,
    FAILED,
    PAUSED,
    STOPPED
  }

  private sealed interface Signal {}

  private record Ended(String node, @Nullable StepResult result, @Nullable Throwable problem)
      implements Signal {}

  private record Again(String node) implements Signal {}

  private record Stop() implements Signal {}

  private final Executor executor;
  private final ScheduledExecutorService scheduler;
  private final Clock clock;
  private final int parallelism;
  private final Work work;

  private final BlockingQueue<Signal> inbox = new LinkedBlockingQueue<>();
  private final Map<String, Set<String>> waitsFor = new HashMap<>();
  private final Map<String, List<String>> allows = new HashMap<>();
  private final Queue<String> ready = new ArrayDeque<>();
  private final Set<String> open = new HashSet<>();
  private final Map<String, Thread> threads = new HashMap<>();
  private int running;
  private int waiting;
  private boolean stopped;
  private boolean failed;
  private boolean paused;
  private @Nullable RuntimeException broken;

  Drive(
      Executor executor,
      ScheduledExecutorService scheduler,
      Clock clock,
      int parallelism,
      Work work) {
    this.executor = executor;
    this.scheduler = scheduler;
    this.clock = clock;
    this.parallelism = parallelism;
    this.work = work;
  }

  /**
   * @param nodes in an order to prefer
   * @param after what each node waits for; nodes not in {@code nodes} count as done
   * @throws RuntimeException what {@link Work#turn} threw, after the running nodes ended
   */
  End run(Collection<String> nodes, Map<String, List<String>> after) {
    open.addAll(nodes);
    for (String node : nodes) {
      Set<String> before = new HashSet<>(after.getOrDefault(node, List.of()));
      before.retainAll(open);
      waitsFor.put(node, before);
      before.forEach(b -> allows.computeIfAbsent(b, k -> new ArrayList<>()).add(node));
      if (before.isEmpty()) {
        ready.add(node);
      }
    }
    List<String> done = new ArrayList<>();
    Map<String, StepResult> results = new HashMap<>();
    turn(done, results);
    while (running > 0 || (waiting > 0 && !stopped && !failed)) {
      done.clear();
      results.clear();
      for (Signal signal : next()) {
        take(signal, done, results);
      }
      turn(done, results);
    }
    if (broken != null) {
      throw broken;
    }
    if (stopped) {
      return End.STOPPED;
    }
    if (failed) {
      return End.FAILED;
    }
    return paused ? End.PAUSED : End.ALL_DONE;
  }

  /** Begins nothing more, and interrupts what runs; may be called by any thread. */
  void stop() {
    inbox.add(new Stop());
    synchronized (threads) {
      threads.values().forEach(Thread::interrupt);
    }
  }

  private List<Signal> next() {
    List<Signal> signals = new ArrayList<>();
    while (true) {
      try {
        signals.add(inbox.take());
        inbox.drainTo(signals);
        return signals;
      } catch (InterruptedException e) {
        // Only stop() ends a drive: the deciding thread belongs to the run alone.
        continue;
      }
    }
  }

  private void take(Signal signal, List<String> done, Map<String, StepResult> results) {
    if (signal instanceof Stop) {
      stopped = true;
    } else if (signal instanceof Again again) {
      waiting--;
      ready.add(again.node());
    } else if (signal instanceof Ended ended) {
      running--;
      if (ended.problem() != null) {
        if (!work.failed(ended.node(), ended.problem())) {
          failed = true;
        } else {
          release(ended.node());
        }
      } else if (ended.result() instanceof StepResult.Wait wait) {
        results.put(ended.node(), wait);
        waiting++;
        Duration delay = Duration.between(clock.instant(), wait.until());
        scheduler.schedule(
            () -> inbox.add(new Again(ended.node())),
            Math.max(1, delay.toMillis()),
            TimeUnit.MILLISECONDS);
      } else if (ended.result() instanceof StepResult.Pause pause) {
        results.put(ended.node(), pause);
        paused = true;
      } else if (ended.result() != null) {
        results.put(ended.node(), ended.result());
        done.add(ended.node());
        release(ended.node());
      }
    }
  }

  private void release(String node) {
    open.remove(node);
    for (String next : allows.getOrDefault(node, List.of())) {
      Set<String> before = waitsFor.getOrDefault(next, Set.of());
      before.remove(node);
      if (before.isEmpty()) {
        ready.add(next);
      }
    }
  }

  private void turn(List<String> done, Map<String, StepResult> results) {
    List<String> beginning = new ArrayList<>();
    while (!stopped && !failed && running + beginning.size() < parallelism && !ready.isEmpty()) {
      beginning.add(ready.remove());
    }
    try {
      if (!done.isEmpty() || !results.isEmpty() || !beginning.isEmpty()) {
        work.turn(done, results, beginning);
      }
    } catch (RuntimeException e) {
      // Without a journal nothing may begin; what runs is waited for.
      broken = broken == null ? e : broken;
      stopped = true;
      return;
    }
    for (String node : beginning) {
      running++;
      executor.execute(() -> execute(node));
    }
  }

  private void execute(String node) {
    synchronized (threads) {
      threads.put(node, Thread.currentThread());
    }
    StepResult result = null;
    Throwable problem = null;
    try {
      result = work.work(node);
    } catch (Throwable e) {
      problem = e;
    }
    synchronized (threads) {
      threads.remove(node);
      // An interrupt by stop() must not reach the next task of this thread.
      Thread.interrupted();
    }
    inbox.add(new Ended(node, result, problem));
  }
}
