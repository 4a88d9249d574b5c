package io.dockeradvanced.operation;

import io.dockeradvanced.Cancelled;
import io.dockeradvanced.Handle;
import io.dockeradvanced.TimedOut;
import io.dockeradvanced.host.DockerHost;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.DoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * One operation in this process: what users see of it, and what its steps share. What happens in
 * which order is the matter of {@link Course}. Thread-safe.
 */
final class Run implements Operation<Object> {
  private final OperationsCore core;
  private final String id;
  private final DockerHost host;
  private final Hold hold;
  private final Journal journal;
  private final Journal.Story story;
  private final String actor;
  private final boolean resumed;
  private final Steering steering;
  private final Events events;
  private final CompletableFuture<Object> end = new CompletableFuture<>();

  private final Object turn = new Object();
  private boolean deaf; // guarded by turn: an answer is for a later process
  private volatile Outcome outcome = Outcome.RUNNING;

  Run(
      OperationsCore core,
      String id,
      DockerHost host,
      Hold hold,
      Journal journal,
      Journal.Story story,
      String actor,
      boolean resumed) {
    this.core = core;
    this.id = id;
    this.host = host;
    this.hold = hold;
    this.journal = journal;
    this.story = story;
    this.actor = actor;
    this.resumed = resumed;
    this.steering = new Steering(story.committed);
    this.events = new Events(story.steps.values(), core.executor());
  }

  // ---- Operation

  @Override
  public String id() {
    return id;
  }

  @Override
  public PlanData plan() {
    return story.plan;
  }

  @Override
  public Outcome outcome() {
    return outcome;
  }

  @Override
  public double progress() {
    return events.progress();
  }

  @Override
  public Handle listen(Consumer<OperationEvent> listener) {
    return events.add(listener);
  }

  @Override
  public void cancel() {
    steering.cancel(UndoCause.cancelledHere());
  }

  @Override
  public Object await() {
    try {
      return end.get();
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (ExecutionException e) {
      throw rethrown(e);
    }
  }

  @Override
  public Object await(Duration limit) {
    try {
      return end.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (TimeoutException e) {
      throw new TimedOut(
          "%s: '%s' has not ended within %s; it goes on as operation %s"
              .formatted(host.name(), story.plan.title(), limit, id));
    } catch (ExecutionException e) {
      throw rethrown(e);
    }
  }

  private Cancelled interrupted(InterruptedException e) {
    cancel();
    end.handle((result, problem) -> 0).join();
    Thread.currentThread().interrupt();
    return new Cancelled(
        "%s: the thread waiting for '%s' was interrupted; %s"
            .formatted(host.name(), story.plan.title(), words(outcome)),
        e);
  }

  private static String words(Outcome outcome) {
    return switch (outcome) {
      case ROLLED_BACK -> "everything was undone";
      case DONE -> "it was too late to undo, and everything is done";
      default -> "it stands at " + outcome + ", and recover goes on with it";
    };
  }

  private static RuntimeException rethrown(ExecutionException e) {
    if (e.getCause() instanceof RuntimeException known) {
      // The stack of the caller helps more than that of a pool thread.
      known.addSuppressed(new IllegalStateException("awaited here"));
      return known;
    }
    return new IllegalStateException(e.getCause());
  }

  // ---- what the owner does with it

  /** Does it all, on the calling thread; whoever awaits it goes on at the end. */
  void execute(Runnable gone) {
    Ending ending;
    Course course = new Course(this);
    try {
      ending = course.run();
    } catch (Throwable e) {
      ending = course.interrupted(e);
    }
    outcome = ending.outcome();
    hold.release();
    gone.run();
    finish(ending);
  }

  private void finish(Ending ending) {
    tell(p -> new OperationEvent.Finished(id, p, ending.outcome(), ending.message()));
    RuntimeException problem = ending.problem();
    if (problem == null) {
      end.complete(ending.result());
    } else {
      end.completeExceptionally(problem);
    }
  }

  /** Ends when everything has ended; never exceptionally. */
  CompletableFuture<?> ended() {
    return end.handle((result, problem) -> 0);
  }

  // ---- decisions

  /** A step waits for a decision. */
  void paused(StepState state, String decision) {
    synchronized (turn) {
      state.pause(decision);
    }
  }

  /** Hands over an answer that is in the journal; false when a later run has to read it there. */
  boolean answer(StepState state, String decision, String answer) {
    synchronized (turn) {
      if (deaf) {
        return false;
      }
      state.answer(decision, answer);
    }
    steering.answered(state.step.id());
    return true;
  }

  /** Whether a step still waits for an answer; if so, none is taken from now on. */
  boolean closeDecisions() {
    synchronized (turn) {
      deaf = story.steps.values().stream().anyMatch(state -> state.pausedFor != null);
      return deaf;
    }
  }

  // ---- what the course of the run and its steps need

  Steering steering() {
    return steering;
  }

  void beginUndo() {
    steering.beginUndo();
    outcome = Outcome.UNDOING;
    events.stand();
  }

  void checkLock() {
    hold.check();
  }

  void tell(DoubleFunction<OperationEvent> event) {
    events.tell(event);
  }

  StepState state(String step) {
    StepState state = story.steps.get(step);
    if (state == null) {
      throw new IllegalStateException("no step " + step);
    }
    return state;
  }

  Map<String, StepState> states() {
    return Collections.unmodifiableMap(story.steps);
  }

  Hold hold() {
    return hold;
  }

  Journal journal() {
    return journal;
  }

  Journal.Story story() {
    return story;
  }

  OperationsCore core() {
    return core;
  }

  DockerHost host() {
    return host;
  }

  boolean resumed() {
    return resumed;
  }

  /** Who holds the lock, for others to read. */
  String holder() {
    return "%s (operation %s, process %s)".formatted(actor, id, core.process());
  }

  String reason(@Nullable Throwable problem) {
    return Reason.of(problem, host.name());
  }
}
