package io.dockeradvanced.operation;

import io.dockeradvanced.Cancelled;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
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

  private record Answered(String node) implements Signal {}

  private record Stop() implements Signal {}

  private final Executor executor;
  private final ScheduledExecutorService scheduler;
  private final Clock clock;
  private final int parallelism;
  private final Work work;

  private final BlockingQueue<Signal> inbox = new LinkedBlockingQueue<>();
  private final Map<String, Set<String>> waitsFor = new HashMap<>();
  private final Map<String, List<String>> allows = new HashMap<>();

  /**
   * What a node allowed goes before what is ready from the beginning: one container starts while
   * the next is created, which keeps processor and disk of the engine busy at once.
   */
  private final Deque<String> ready = new ArrayDeque<>();

  private final Set<String> open = new HashSet<>();
  private final Interrupts threads = new Interrupts();
  private final Map<String, ScheduledFuture<?>> waiting = new HashMap<>();
  private final Set<String> paused = new HashSet<>();
  private int running;
  private boolean stopped;
  private boolean failed;
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
    if (parallelism < 1) {
      throw new IllegalArgumentException("parallelism is " + parallelism);
    }
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
    Map<String, StepResult> results = new LinkedHashMap<>();
    turn(done, results);
    while (running > 0 || (!waiting.isEmpty() && !stopped && !failed)) {
      done.clear();
      results.clear();
      for (Signal signal : next()) {
        take(signal, done, results);
      }
      turn(done, results);
    }
    waiting.values().forEach(timer -> timer.cancel(false));
    if (broken != null) {
      throw broken;
    }
    if (stopped) {
      return End.STOPPED;
    }
    if (failed) {
      return End.FAILED;
    }
    if (!paused.isEmpty()) {
      return End.PAUSED;
    }
    if (!open.isEmpty()) {
      throw new IllegalStateException("these nodes wait for each other: " + open);
    }
    return End.ALL_DONE;
  }

  /**
   * Begins nothing more; may be called by any thread. What runs may end by itself for a while: a
   * call that is cut may still run in the engine, and then nobody knows what it did. Then it is
   * interrupted.
   */
  void stop(Duration patience) {
    threads.close();
    inbox.add(new Stop());
    try {
      scheduler.schedule(threads::interrupt, patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      threads.interrupt();
    }
  }

  /** Lets a paused node be asked again; does nothing when the drive has ended. */
  void answered(String node) {
    inbox.add(new Answered(node));
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
      waiting.remove(again.node());
      ready.addFirst(again.node());
    } else if (signal instanceof Answered answered) {
      if (paused.remove(answered.node())) {
        ready.add(answered.node());
      }
    } else if (signal instanceof Ended ended) {
      running--;
      if (ended.problem() != null) {
        failed(ended.node(), ended.problem());
      } else if (ended.result() != null) {
        results.put(ended.node(), ended.result());
        if (ended.result() instanceof StepResult.Wait wait) {
          wait(ended.node(), wait);
        } else if (ended.result() instanceof StepResult.Pause) {
          paused.add(ended.node());
        } else {
          done.add(ended.node());
          release(ended.node());
        }
      }
    }
  }

  private void failed(String node, Throwable problem) {
    if (work.failed(node, problem)) {
      release(node);
    } else {
      failed = true;
    }
  }

  private void wait(String node, StepResult.Wait wait) {
    // Rounded up, so that nobody is asked before the time. What is years away is asked tomorrow.
    long millis =
        Math.min(
            TimeUnit.DAYS.toMillis(1),
            Duration.between(clock.instant(), wait.until()).plusNanos(999_999).toMillis());
    try {
      waiting.put(
          node,
          scheduler.schedule(
              () -> inbox.add(new Again(node)), Math.max(1, millis), TimeUnit.MILLISECONDS));
    } catch (RejectedExecutionException e) {
      breakOff(e);
    }
  }

  private void breakOff(RuntimeException problem) {
    broken = broken == null ? problem : broken;
    stopped = true;
  }

  private void release(String node) {
    open.remove(node);
    List<String> allowed = new ArrayList<>();
    for (String next : allows.getOrDefault(node, List.of())) {
      Set<String> before = waitsFor.getOrDefault(next, Set.of());
      before.remove(node);
      if (before.isEmpty()) {
        allowed.add(next);
      }
    }
    for (int i = allowed.size() - 1; i >= 0; i--) {
      ready.addFirst(allowed.get(i));
    }
  }

  private void turn(List<String> done, Map<String, StepResult> results) {
    List<String> beginning = new ArrayList<>();
    stopped |= threads.isClosed();
    while (!stopped && !failed && running + beginning.size() < parallelism && !ready.isEmpty()) {
      beginning.add(ready.remove());
    }
    try {
      if (!done.isEmpty() || !results.isEmpty() || !beginning.isEmpty()) {
        work.turn(done, results, beginning);
      }
    } catch (RuntimeException e) {
      // Without a journal nothing may begin; what runs is waited for.
      breakOff(e);
      return;
    }
    for (String node : beginning) {
      begin(node);
    }
  }

  private void begin(String node) {
    running++;
    try {
      executor.execute(() -> execute(node));
    } catch (RejectedExecutionException e) {
      // The owner is closed.
      running--;
      breakOff(e);
    } catch (Error e) {
      // No memory for a thread: the node has not begun, the others have.
      inbox.add(new Ended(node, null, e));
    }
  }

  private void execute(String node) {
    StepResult result = null;
    Throwable problem = null;
    try {
      if (!threads.enter()) {
        throw new Cancelled("stopped before it began", null);
      }
      result = work.work(node);
    } catch (Throwable e) {
      problem = e;
    } finally {
      threads.leave();
    }
    inbox.add(new Ended(node, result, problem));
  }
}
