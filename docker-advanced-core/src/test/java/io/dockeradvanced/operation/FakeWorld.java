package io.dockeradvanced.operation;

import io.dockeradvanced.store.StateStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** What outlives the processes of a test: the engine, the store, and objects that steps make. */
final class FakeWorld {
  final MovableClock clock = new MovableClock();
  final MemoryEngine engine = new MemoryEngine(clock);
  final StateStore store;

  /** What a step does in between, by its id. */
  final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();

  final Map<String, Behaviour> undoings = new ConcurrentHashMap<>();

  /** What stands there now, by the mark of the step that made it. */
  private final Map<String, String> objects = new TreeMap<>();

  /** Every change in order, such as {@code +a} and {@code -a}. */
  private final List<String> changes = new ArrayList<>();

  private final Set<String> running = new HashSet<>();
  private int most;
  private int ids;
  volatile String fingerprint = "";
  volatile RuntimeException resultProblem;

  interface Behaviour {
    /** Answers empty to let the step do its usual work. */
    Optional<StepResult> act(StepContext context) throws Exception;
  }

  FakeWorld() {
    this.store = StateStore.memory(clock);
  }

  FakeWorld(java.util.function.Function<MovableClock, StateStore> store) {
    this.store = store.apply(clock);
  }

  synchronized String make(String mark) {
    if (objects.containsKey(mark)) {
      throw new IllegalStateException(mark + " is there already");
    }
    changes.add("+" + mark.substring(mark.indexOf('/') + 1));
    objects.put(mark, "object-" + ++ids);
    return objects.get(mark);
  }

  synchronized Optional<String> find(String mark) {
    return Optional.ofNullable(objects.get(mark));
  }

  synchronized void remove(String mark) {
    if (objects.remove(mark) != null) {
      changes.add("-" + mark.substring(mark.indexOf('/') + 1));
    }
  }

  /** The ids of the steps whose objects stand there. */
  synchronized Set<String> objects() {
    Set<String> steps = new java.util.TreeSet<>();
    objects.keySet().forEach(mark -> steps.add(mark.substring(mark.indexOf('/') + 1)));
    return steps;
  }

  synchronized List<String> changes() {
    return List.copyOf(changes);
  }

  synchronized void enter(String step) {
    running.add(step);
    most = Math.max(most, running.size());
  }

  synchronized void leave(String step) {
    running.remove(step);
  }

  synchronized int most() {
    return most;
  }

  FakeWorld on(String step, Behaviour behaviour) {
    behaviours.put(step, behaviour);
    return this;
  }

  FakeWorld onUndo(String step, Behaviour behaviour) {
    undoings.put(step, behaviour);
    return this;
  }

  /** The step stands in its work until {@code until}; {@code here} tells that it does. */
  FakeWorld hold(String step, CountDownLatch here, CountDownLatch until) {
    return on(
        step,
        context -> {
          here.countDown();
          until.await();
          return Optional.empty();
        });
  }

  /** The step waits for the decision {@code go} until it is answered. */
  FakeWorld asks(String step) {
    return on(
        step,
        context ->
            context.answer("go").isPresent()
                ? Optional.empty()
                : Optional.of(StepResult.pause("go", "is it well?")));
  }

  FakeWorld fail(String step, RuntimeException problem) {
    return on(
        step,
        context -> {
          throw problem;
        });
  }
}
