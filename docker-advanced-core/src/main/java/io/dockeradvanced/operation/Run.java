package io.dockeradvanced.operation;

import io.dockeradvanced.Cancelled;
import io.dockeradvanced.Handle;
import io.dockeradvanced.StalePlan;
import io.dockeradvanced.TimedOut;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.store.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One operation in this process: takes the lock, checks the plan, drives the steps forward,
 * commits, tidies up - or undoes what was done.
 */
final class Run implements Operation<Object> {
  private static final Logger LOG = LoggerFactory.getLogger(Operations.class);
  private static final int UNDO_TRIES = 6;

  private final OperationsCore core;
  private final String id;
  private final DockerHost host;
  private final Journal journal;
  private final Journal.Story story;
  private final String actor;
  private final boolean resumed;
  private final Listeners listeners;
  private final CompletableFuture<Object> end = new CompletableFuture<>();
  private final Map<String, Integer> undoTries = new HashMap<>();
  private final double totalWeight;

  private volatile Outcome outcome;
  private volatile Lease lease;
  private volatile boolean cancelled;
  private volatile boolean suspended;
  private volatile boolean undoing;
  private volatile @Nullable Drive drive;
  private volatile @Nullable EngineLock lock;
  private @Nullable Throwable firstFailure;

  Run(
      OperationsCore core,
      String id,
      DockerHost host,
      Journal journal,
      Journal.Story story,
      String actor,
      Lease lease,
      boolean resumed) {
    this.core = core;
    this.id = id;
    this.host = host;
    this.journal = journal;
    this.story = story;
    this.actor = actor;
    this.lease = lease;
    this.resumed = resumed;
    this.outcome = Outcome.RUNNING;
    this.listeners = new Listeners(core.executor());
    this.totalWeight = Math.max(1, story.plan.steps().stream().mapToInt(Step::weight).sum());
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
    double done = 0;
    for (StepState state : story.steps.values()) {
      done += state.step.weight() * state.fraction;
    }
    return Math.min(1, done / totalWeight);
  }

  @Override
  public Handle listen(Consumer<OperationEvent> listener) {
    return listeners.add(listener);
  }

  @Override
  public void cancel() {
    cancelled = true;
    stopForward();
  }

  /** Leaves the operation as it stands in the journal, for recover. */
  void suspend() {
    suspended = true;
    Drive current = drive;
    if (current != null) {
      current.stop();
    }
  }

  private void stopForward() {
    Drive current = drive;
    if (current != null && !undoing && !story.committed) {
      current.stop();
    }
  }

  @Override
  public Object await() {
    try {
      return end.get();
    } catch (InterruptedException e) {
      cancel();
      end.handle((result, problem) -> 0).join();
      Thread.currentThread().interrupt();
      throw new Cancelled(
          "the thread waiting for '%s' was interrupted; %s"
              .formatted(story.plan.title(), describe(outcome)),
          e);
    } catch (ExecutionException e) {
      throw rethrow(e);
    }
  }

  @Override
  public Object await(Duration limit) {
    try {
      return end.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      cancel();
      end.handle((result, problem) -> 0).join();
      Thread.currentThread().interrupt();
      throw new Cancelled("interrupted; " + describe(outcome), e);
    } catch (TimeoutException e) {
      throw new TimedOut(
          "'%s' has not ended within %s; it goes on as operation %s"
              .formatted(story.plan.title(), limit, id));
    } catch (ExecutionException e) {
      throw rethrow(e);
    }
  }

  private static RuntimeException rethrow(ExecutionException e) {
    if (e.getCause() instanceof RuntimeException known) {
      // The stack of the caller helps more than that of a pool thread.
      known.addSuppressed(new IllegalStateException("awaited here"));
      return known;
    }
    return new IllegalStateException(e.getCause());
  }

  CompletableFuture<Object> end() {
    return end;
  }

  // ---- the life of an operation

  /** Does it all, on the calling thread. */
  void execute() {
    Duration ttl = core.leaseTtl();
    ScheduledFuture<?> renewal =
        core.scheduler()
            .scheduleWithFixedDelay(
                () -> core.executor().execute(this::renew),
                ttl.toMillis() / 3,
                ttl.toMillis() / 3,
                TimeUnit.MILLISECONDS);
    try {
      lock =
          EngineLock.acquire(Engine.of(host), core.clock(), ttl, story.plan.scope(), id, holder());
      if (!resumed) {
        checkFresh();
      }
      tell(
          new OperationEvent.Started(
              id, progress(), story.plan.title(), story.plan.steps().size(), resumed));
      live();
    } catch (EngineLock.Lost e) {
      interrupted(e);
    } catch (RuntimeException e) {
      // Only what comes before the first step, or from the store, gets here.
      if (story.steps.values().stream().noneMatch(StepState::touched)) {
        nothingDone(e);
      } else {
        interrupted(e);
      }
    } finally {
      renewal.cancel(false);
      releaseLease();
    }
  }

  private void live() {
    if (story.undoing == null && !story.committed) {
      if (cancelled) {
        undo("cancelled");
        return;
      }
      switch (forward(Step.Phase.APPLY)) {
        case ALL_DONE -> {
          journal.outcome(Outcome.RUNNING, "", "committed");
          story.committed = true;
          tell(new OperationEvent.Committed(id, progress()));
        }
        case PAUSED -> {
          paused();
          return;
        }
        case STOPPED -> {
          if (suspended) {
            interrupted(null);
          } else {
            undo("cancelled");
          }
          return;
        }
        case FAILED -> {
          if (firstFailure instanceof EngineLock.Lost lost) {
            interrupted(lost);
          } else {
            undo(reason(firstFailure));
          }
          return;
        }
      }
    }
    if (story.undoing != null) {
      undo(story.undoing);
      return;
    }
    switch (forward(Step.Phase.FINISH)) {
      case ALL_DONE -> done();
      case PAUSED -> paused();
      case STOPPED, FAILED -> interrupted(firstFailure);
    }
  }

  private Drive.End forward(Step.Phase phase) {
    List<String> nodes = new ArrayList<>();
    Map<String, List<String>> after = new HashMap<>();
    for (StepState state : story.steps.values()) {
      if (state.mark == StepState.Mark.DONE) {
        state.fraction = 1;
      } else if (state.step.phase() == phase) {
        nodes.add(state.step.id());
        after.put(state.step.id(), List.copyOf(state.step.after()));
      }
    }
    return drive(new Forward(this), nodes, after, story.plan.parallelism());
  }

  private void undo(String reason) {
    undoing = true;
    if (story.undoing == null) {
      journal.outcome(Outcome.UNDOING, reason, "undoing");
      story.undoing = reason;
    }
    outcome = Outcome.UNDOING;
    tell(new OperationEvent.Undoing(id, progress(), reason));
    List<String> nodes = new ArrayList<>();
    Map<String, List<String>> after = new HashMap<>();
    for (StepState state : story.steps.values()) {
      if (state.touched() && state.step.phase() == Step.Phase.APPLY) {
        nodes.add(0, state.step.id());
        for (String before : state.step.after()) {
          after.computeIfAbsent(before, k -> new ArrayList<>()).add(state.step.id());
        }
      }
    }
    Backward work = new Backward(this, UNDO_TRIES, undoTries);
    Drive.End how = drive(work, nodes, after, story.plan.parallelism());
    if (how == Drive.End.STOPPED && suspended) {
      interrupted(null);
    } else if (work.problems().isEmpty() && how == Drive.End.ALL_DONE) {
      release();
      finish(
          Outcome.ROLLED_BACK,
          "'%s' failed and everything was undone: %s".formatted(story.plan.title(), reason));
    } else {
      release();
      finish(
          Outcome.UNDO_FAILED,
          "'%s' failed (%s), and not everything could be undone: %s; run recover to try again"
              .formatted(story.plan.title(), reason, String.join("; ", work.problems())));
    }
  }

  private Drive.End drive(
      Drive.Work work, List<String> nodes, Map<String, List<String>> after, int parallelism) {
    Drive next = new Drive(core.executor(), core.scheduler(), core.clock(), parallelism, work);
    drive = next;
    if (suspended || (cancelled && !undoing && !story.committed)) {
      next.stop();
    }
    try {
      return next.run(nodes, after);
    } finally {
      drive = null;
    }
  }

  // ---- ends

  private void done() {
    Object result = core.planKind(story.plan.kind()).result(story.plan, host);
    release();
    journal.outcome(Outcome.DONE, "", "end");
    outcome = Outcome.DONE;
    tell(new OperationEvent.Finished(id, progress(), Outcome.DONE, story.plan.title()));
    end.complete(result);
  }

  private void nothingDone(RuntimeException problem) {
    try {
      release();
      journal.outcome(Outcome.ROLLED_BACK, "nothing was changed: " + reason(problem), "end");
      outcome = Outcome.ROLLED_BACK;
    } catch (RuntimeException e) {
      problem.addSuppressed(e);
      outcome = Outcome.INTERRUPTED;
    }
    tell(new OperationEvent.Finished(id, progress(), outcome, reason(problem)));
    end.completeExceptionally(problem);
  }

  private void paused() {
    journal.outcome(Outcome.PAUSED, "", "end");
    release();
    outcome = Outcome.PAUSED;
    fail(Outcome.PAUSED, "'%s' waits for a decision".formatted(story.plan.title()));
  }

  private void interrupted(@Nullable Throwable why) {
    if (why != null) {
      firstFailure = why;
      LOG.warn("operation {} stands still and can be recovered: {}", id, reason(why));
    }
    if (!(why instanceof EngineLock.Lost)) {
      // Its step may go on elsewhere at once; the lock is for whoever recovers it.
      release();
    }
    fail(
        Outcome.INTERRUPTED,
        "'%s' was interrupted%s; recover finishes or undoes it"
            .formatted(story.plan.title(), why == null ? "" : ": " + reason(why)));
  }

  private void finish(Outcome how, String message) {
    journal.outcome(how, message, "end");
    fail(how, message);
  }

  private void fail(Outcome how, String message) {
    outcome = how;
    tell(new OperationEvent.Finished(id, progress(), how, message));
    end.completeExceptionally(
        new OperationFailed(host.name(), id, how, host.name() + ": " + message, firstFailure));
  }

  private void release() {
    EngineLock held = lock;
    if (held == null) {
      return;
    }
    try {
      held.release();
    } catch (RuntimeException e) {
      LOG.warn("the lock of operation {} could not be released; it ends by itself", id, e);
    }
  }

  private void releaseLease() {
    try {
      core.store().release(lease);
    } catch (RuntimeException e) {
      LOG.warn("the lease of operation {} could not be released; it ends by itself", id, e);
    }
  }

  // ---- what the drives need

  private void checkFresh() {
    String now = core.planKind(story.plan.kind()).fingerprint(story.plan, host);
    if (!now.equals(story.plan.fingerprint())) {
      throw new StalePlan(
          "%s: what '%s' was planned for has changed since; make a new plan"
              .formatted(host.name(), story.plan.title()));
    }
  }

  private void renew() {
    try {
      lease =
          core.store()
              .renew(lease, core.leaseTtl())
              .orElseThrow(() -> new IllegalStateException("the lease was taken by another"));
      EngineLock held = lock;
      if (held != null && !outcome.isEnd()) {
        held.renew();
      }
    } catch (RuntimeException e) {
      // The next check before a step, or the next write of the journal, stops the run if it must.
      LOG.warn("operation {} could not renew its lease: {}", id, e.getMessage());
    }
  }

  void failedWith(Throwable problem) {
    if (firstFailure == null) {
      firstFailure = problem;
    }
  }

  void checkLock() {
    EngineLock held = lock;
    if (held == null) {
      throw new IllegalStateException("operation " + id + " holds no lock");
    }
    held.check();
  }

  boolean stopping() {
    return suspended || (cancelled && !undoing && !story.committed);
  }

  void tell(OperationEvent event) {
    listeners.tell(event);
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

  Journal journal() {
    return journal;
  }

  OperationsCore core() {
    return core;
  }

  DockerHost host() {
    return host;
  }

  Lease lease() {
    return lease;
  }

  private String holder() {
    return "%s (operation %s, process %s)".formatted(actor, id, core.process());
  }

  static String reason(@Nullable Throwable problem) {
    if (problem == null) {
      return "unknown";
    }
    return problem.getMessage() == null ? problem.toString() : problem.getMessage();
  }

  private static String describe(Outcome outcome) {
    return switch (outcome) {
      case ROLLED_BACK -> "everything was undone";
      case DONE -> "it had been done already";
      default -> "it stands at " + outcome;
    };
  }
}
