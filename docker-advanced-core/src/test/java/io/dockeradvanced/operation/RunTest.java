package io.dockeradvanced.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dockeradvanced.Actor;
import io.dockeradvanced.Cancelled;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.LockHeld;
import io.dockeradvanced.StalePlan;
import io.dockeradvanced.TimedOut;
import io.dockeradvanced.lab.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RunTest {
  private final FakeWorld world = new FakeWorld();
  private final FakeProcess process = new FakeProcess(world);
  private final List<AutoCloseable> open = new ArrayList<>(List.of(process));

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private FakeProcess another() {
    FakeProcess other = new FakeProcess(world);
    open.add(other);
    return other;
  }

  private FakeProcess impatient() {
    FakeProcess other = new FakeProcess(world, new DyingStore(world.store), Duration.ZERO);
    open.add(other);
    return other;
  }

  private Operation<String> start(Step.Builder... steps) {
    return process.operations().start(FakePlan.of(process, steps));
  }

  private static OperationFailed failure(Operation<?> operation) {
    return catchThrowableOfType(OperationFailed.class, operation::await);
  }

  private OperationInfo info(Operation<?> operation) {
    return process.operations().find(operation.id()).orElseThrow();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  // ---- the good way

  @Test
  void start_plan_isDoneAndLeavesNoLock() {
    Operation<String> operation = start(FakeStep.step("a"), FakeStep.step("b", "a"));
    assertThat(operation.await()).isEqualTo("made 2");
    assertThat(operation.outcome()).isEqualTo(Outcome.DONE);
    assertThat(operation.progress()).isEqualTo(1.0);
    assertThat(world.objects()).containsExactly("a", "b");
    assertThat(world.engine.locks()).isEmpty();
    assertThat(info(operation).outcome()).isEqualTo(Outcome.DONE);
    assertThat(info(operation).actor()).isEqualTo("tester");
    assertThat(world.store.lease("operation/" + operation.id())).isEmpty();
    assertThat(process.operations().running(operation.id())).isEmpty();
  }

  @Test
  void start_resultCannotBeRead_isDoneAllTheSame() {
    world.resultProblem = new DockerAdvancedException("fake: no status");
    Operation<String> operation = start(FakeStep.step("a"));
    OperationFailed failed = failure(operation);
    assertThat(failed.outcome()).isEqualTo(Outcome.DONE);
    assertThat(failed)
        .hasMessage("fake: 'make things' is done, but what it led to could not be read: no status");
    assertThat(info(operation).outcome()).isEqualTo(Outcome.DONE);
  }

  @Test
  void start_planOfAnotherHost_isRefused() {
    Plan<String> plan = FakePlan.fixed("p", FakeStep.step("a"));
    assertThat(process.operations().start(plan).await()).isEqualTo("made 1");
    PlanData d = plan.data();
    PlanData other =
        new PlanData(
            d.id(),
            d.kind(),
            d.title(),
            d.host(),
            "unix:///other.sock",
            d.subject(),
            d.scope(),
            d.created(),
            d.fingerprint(),
            d.changes(),
            d.gaps(),
            d.warnings(),
            d.steps(),
            1,
            d.digests());
    assertThatThrownBy(() -> process.operations().start((Plan<String>) () -> other))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void start_worldMoved_isRefusedAndNothingChanged() {
    Plan<String> plan = FakePlan.of(process, FakeStep.step("a"));
    world.fingerprint = "moved";
    Operation<String> operation = process.operations().start(plan);
    assertThatThrownBy(operation::await).isInstanceOf(StalePlan.class);
    assertThat(operation.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(world.changes()).isEmpty();
    assertThat(world.engine.locks()).isEmpty();
    assertThat(process.operations().recover()).isEmpty();
  }

  @Test
  void start_lockIsHeld_namesTheHolder() {
    CountDownLatch here = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    world.hold("a", here, go);
    Operation<String> first = start(FakeStep.step("a"));
    await(here);
    FakeProcess other = another();
    Operation<String> second =
        other.operations().start(FakePlan.of(other, FakeStep.step("b")), Actor.of("bob"));
    assertThatThrownBy(second::await)
        .isInstanceOf(LockHeld.class)
        .hasMessageContaining("tester (operation " + first.id());
    go.countDown();
    first.await();
    assertThat(world.objects()).containsExactly("a");
  }

  @Test
  void start_stepKindIsUnknown_changesAndWritesNothing() {
    Plan<String> plan = FakePlan.of(process, Step.of("a", "no.such", 1));
    assertThatThrownBy(() -> process.operations().start(plan)).hasMessageContaining("no.such");
    assertThat(process.operations().list()).isEmpty();
  }

  @Test
  void apply_stepOfAnOlderVersion_isUpgraded() {
    AtomicBoolean upgraded = new AtomicBoolean();
    world.on(
        "a",
        context -> {
          upgraded.set(context.step().target().endsWith("(upgraded)"));
          return Optional.empty();
        });
    start(Step.of("a", FakeStep.KIND, 1).target("old")).await();
    assertThat(upgraded).isTrue();
  }

  @Test
  void start_stepOfANewerVersion_isRefused() {
    Plan<String> plan = FakePlan.of(process, Step.of("a", FakeStep.KIND, 3));
    assertThatThrownBy(() -> process.operations().start(plan)).hasMessageContaining("version 3");
  }

  // ---- failure and undo

  @Test
  void fail_undoesInReverseOrder() {
    world.fail("c", new DockerAdvancedException("fake: c is broken"));
    Operation<String> operation =
        start(FakeStep.step("a"), FakeStep.step("b", "a"), FakeStep.step("c", "b"));
    OperationFailed failed = failure(operation);
    assertThat(failed.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(failed).hasMessage("fake: 'make things' failed: c is broken; everything was undone");
    assertThat(world.changes()).containsExactly("+a", "+b", "-b", "-a");
    assertThat(world.engine.locks()).isEmpty();
    assertThat(process.operations().recover()).isEmpty();
  }

  @Test
  void fail_othersThatRunAreAskedToStop() {
    CountDownLatch here = new CountDownLatch(1);
    world.on(
        "long",
        context -> {
          here.countDown();
          while (true) {
            context.checkCancelled();
            Thread.onSpinWait();
          }
        });
    world.on(
        "bad",
        context -> {
          here.await();
          throw new DockerAdvancedException("bad");
        });
    OperationFailed failed = failure(start(FakeStep.step("long"), FakeStep.step("bad")));
    assertThat(failed).hasMessageContaining("failed: bad;");
  }

  @Test
  void undoFails_isToldAndRecoverTriesAgain() {
    world.fail("b", new DockerAdvancedException("b"));
    world.onUndo(
        "a",
        context -> {
          throw new DockerAdvancedException("fake: still in use");
        });
    Operation<String> operation = start(FakeStep.step("a"), FakeStep.step("b", "a"));
    OperationFailed failed = failure(operation);
    assertThat(failed.outcome()).isEqualTo(Outcome.UNDO_FAILED);
    assertThat(failed).hasMessageContaining("object a: still in use; run recover");
    assertThat(process.operations().recover())
        .extracting(Recovery::outcome)
        .containsExactly(Outcome.UNDO_FAILED);
    world.undoings.clear();
    assertThat(another().operations().recover())
        .extracting(Recovery::outcome)
        .containsExactly(Outcome.ROLLED_BACK);
    assertThat(world.objects()).isEmpty();
    assertThat(process.operations().recover()).isEmpty();
    assertThat(world.engine.locks()).isEmpty();
  }

  @Test
  void undo_engineAwayForAMoment_isTriedAgain() {
    world.fail("b", new DockerAdvancedException("b"));
    AtomicInteger times = new AtomicInteger();
    world.onUndo(
        "a",
        context -> {
          if (times.incrementAndGet() < 3) {
            throw new io.dockeradvanced.UnreachableHost("fake", "fake: away", null, false);
          }
          return Optional.empty();
        });
    assertThat(failure(start(FakeStep.step("a"), FakeStep.step("b", "a"))).outcome())
        .isEqualTo(Outcome.ROLLED_BACK);
    assertThat(times).hasValue(3);
  }

  @Test
  void finishFails_staysCommittedAndRecoverFinishes() {
    world.fail("z", new DockerAdvancedException("fake: z is stuck"));
    Operation<String> operation =
        start(
            FakeStep.step("a"), FakeStep.step("z", "a").finish(), FakeStep.step("y", "z").finish());
    OperationFailed failed = failure(operation);
    assertThat(failed.outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(info(operation).outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(world.objects()).containsExactly("a");
    world.behaviours.clear();
    assertThat(another().operations().recover())
        .extracting(Recovery::outcome)
        .containsExactly(Outcome.DONE);
    assertThat(world.objects()).containsExactly("a", "y", "z");
    assertThat(world.changes()).containsExactly("+a", "+z", "+y");
  }

  // ---- cancel

  @Test
  void cancel_whileAStepRuns_letsItEndAndUndoes() {
    CountDownLatch here = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    world.hold("b", here, go);
    Operation<String> operation =
        start(FakeStep.step("a"), FakeStep.step("b", "a"), FakeStep.step("c", "b"));
    await(here);
    operation.cancel();
    go.countDown();
    OperationFailed failed = failure(operation);
    assertThat(failed.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(failed).hasMessage("fake: 'make things' was cancelled; everything was undone");
    assertThat(world.changes()).containsExactly("+a", "+b", "-b", "-a");
  }

  @Test
  void cancel_beforeTheLock_changesNothing() {
    CountDownLatch started = new CountDownLatch(1);
    Plan<String> plan = FakePlan.of(process, FakeStep.step("a"));
    Operation<String> operation;
    synchronized (world.engine) { // the lock has to wait
      operation = process.operations().start(plan);
      operation.cancel();
      started.countDown();
    }
    assertThat(failure(operation).outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(world.changes()).isEmpty();
    assertThat(world.engine.locks()).isEmpty();
  }

  @Test
  void cancel_afterTheCommit_doesNothing() {
    CountDownLatch here = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    world.hold("z", here, go);
    Operation<String> operation = start(FakeStep.step("a"), FakeStep.step("z", "a").finish());
    await(here);
    operation.cancel();
    go.countDown();
    assertThat(operation.await()).isEqualTo("made 2");
  }

  @Test
  void cancel_duringTheUndo_doesNotStopIt() {
    CountDownLatch here = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    world.fail("b", new DockerAdvancedException("b"));
    world.onUndo(
        "b",
        context -> {
          here.countDown();
          go.await();
          return Optional.empty();
        });
    Operation<String> operation = start(FakeStep.step("a"), FakeStep.step("b", "a"));
    await(here);
    assertThat(operation.outcome()).isEqualTo(Outcome.UNDOING);
    operation.cancel();
    go.countDown();
    assertThat(failure(operation).outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(world.objects()).isEmpty();
  }

  @Test
  void cancel_whileAStepWaits_endsAtOnce() {
    CountDownLatch here = new CountDownLatch(1);
    world.on(
        "a",
        context -> {
          here.countDown();
          return Optional.of(
              StepResult.waitUntil(context.clock().instant().plusSeconds(3600), "slowly"));
        });
    Operation<String> operation = start(FakeStep.step("a"));
    await(here);
    operation.cancel();
    assertThat(failure(operation).outcome()).isEqualTo(Outcome.ROLLED_BACK);
  }

  @Test
  void await_interrupted_undoesAndKeepsTheFlag() throws Exception {
    CountDownLatch here = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    world.hold("a", here, go);
    Operation<String> operation = start(FakeStep.step("a"), FakeStep.step("b", "a"));
    CompletableFuture<String> seen = new CompletableFuture<>();
    CompletableFuture<Throwable> cause = new CompletableFuture<>();
    Thread waiting =
        new Thread(
            () -> {
              try {
                operation.await();
                seen.complete("no exception");
              } catch (Cancelled e) {
                cause.complete(e.getCause());
                seen.complete(e.getMessage() + " " + Thread.currentThread().isInterrupted());
              }
            });
    waiting.start();
    await(here);
    waiting.interrupt();
    // It cancels first, and then joins the end.
    Waiting.assertSoon(
        "the interrupt has cancelled",
        Duration.ofSeconds(30),
        () ->
            Arrays.stream(waiting.getStackTrace()).anyMatch(f -> f.getMethodName().equals("join")));
    go.countDown();
    assertThat(seen.get())
        .isEqualTo(
            "fake: the thread waiting for 'make things' was interrupted; everything was undone true");
    assertThat(cause.get())
        .isInstanceOfSatisfying(
            OperationFailed.class, f -> assertThat(f.outcome()).isEqualTo(Outcome.ROLLED_BACK));
    assertThat(world.objects()).isEmpty();
  }

  @Test
  void await_limit_givesUpWaitingOnly() {
    CountDownLatch here = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    world.hold("a", here, go);
    Operation<String> operation = start(FakeStep.step("a"));
    assertThatThrownBy(() -> operation.await(Duration.ofMillis(20))).isInstanceOf(TimedOut.class);
    go.countDown();
    assertThat(operation.await(Duration.ofSeconds(30))).isEqualTo("made 1");
  }

  // ---- losing what is held

  @Test
  void lockRemovedByAForeignHand_stopsWithoutUndoing() {
    world.on(
        "a",
        context -> {
          world.engine.removeAll();
          return Optional.empty();
        });
    Operation<String> operation = start(FakeStep.step("a"), FakeStep.step("b", "a"));
    OperationFailed failed = failure(operation);
    assertThat(failed.outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(failed)
        .hasMessageContaining("docker-advanced-lock-things was removed or taken by somebody else");
    assertThat(world.changes()).containsExactly("+a");
    assertThat(another().operations().recover())
        .extracting(Recovery::outcome)
        .containsExactly(Outcome.DONE);
    assertThat(world.objects()).containsExactly("a", "b");
  }

  @Test
  void lockLostDuringTheUndo_stopsTheUndo() {
    world.fail("b", new DockerAdvancedException("b"));
    world.onUndo(
        "b",
        context -> {
          world.engine.removeAll();
          return Optional.empty();
        });
    Operation<String> operation = start(FakeStep.step("a"), FakeStep.step("b", "a"));
    assertThat(failure(operation).outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(world.objects()).containsExactly("a");
    assertThat(process.operations().recover())
        .extracting(Recovery::outcome)
        .containsExactly(Outcome.ROLLED_BACK);
    assertThat(world.objects()).isEmpty();
  }

  @Test
  void storeAway_runStandsStillAndCanBeRecovered() {
    world.on(
        "a",
        context -> {
          process.store().away(true);
          return Optional.empty();
        });
    Operation<String> operation = start(FakeStep.step("a"), FakeStep.step("b", "a"));
    assertThat(failure(operation).outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(world.changes()).containsExactly("+a");
    assertThat(world.engine.locks()).isEmpty();
    process.store().away(false);
    world.behaviours.clear();
    world.clock.forward(Duration.ofSeconds(31));
    assertThat(process.operations().recover())
        .extracting(Recovery::outcome)
        .containsExactly(Outcome.DONE);
    assertThat(world.changes()).containsExactly("+a", "+b");
  }

  @Test
  void leaseEndedWhileAsleep_isTakenUpAgain() {
    world.on(
        "a",
        context -> {
          world.clock.forward(Duration.ofMinutes(5));
          return Optional.empty();
        });
    assertThat(start(FakeStep.step("a"), FakeStep.step("b", "a")).await()).isEqualTo("made 2");
  }

  @Test
  void leaseTakenByAnother_stopsTheRun() {
    CountDownLatch here = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger first = new AtomicInteger();
    world.on(
        "a",
        context -> {
          if (first.getAndIncrement() == 0) {
            here.countDown();
            go.await();
          }
          return Optional.empty();
        });
    Operation<String> operation = start(FakeStep.step("a"), FakeStep.step("b", "a"));
    await(here);
    world.clock.forward(Duration.ofMinutes(5));
    assertThat(another().operations().recover())
        .extracting(Recovery::outcome)
        .containsExactly(Outcome.DONE);
    go.countDown();
    assertThat(failure(operation).outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(info(operation).outcome()).isEqualTo(Outcome.DONE);
    assertThat(world.changes()).containsExactly("+a", "+b");
  }

  // ---- closing and recovering

  @Test
  void close_leavesItResumable() {
    FakeProcess closing = impatient();
    CountDownLatch here = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    world.hold("b", here, never);
    Operation<String> operation =
        closing
            .operations()
            .start(FakePlan.of(closing, FakeStep.step("a"), FakeStep.step("b", "a")));
    await(here);
    closing.close();
    OperationFailed failed = failure(operation);
    assertThat(failed.outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(failed.retryable()).isTrue();
    assertThat(info(operation).outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(world.store.lease("operation/" + operation.id())).isEmpty();
    assertThatThrownBy(() -> closing.operations().start(FakePlan.of(process, FakeStep.step("c"))))
        .isInstanceOf(IllegalStateException.class);
    world.behaviours.clear();
    assertThat(process.operations().recover())
        .extracting(Recovery::outcome)
        .containsExactly(Outcome.DONE);
    assertThat(world.changes()).containsExactly("+a", "+b");
  }

  @Test
  void close_duringTheUndo_leavesItResumable() {
    FakeProcess closing = impatient();
    CountDownLatch here = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    world.fail("b", new DockerAdvancedException("b"));
    world.onUndo(
        "b",
        context -> {
          here.countDown();
          never.await();
          return Optional.empty();
        });
    Operation<String> operation =
        closing
            .operations()
            .start(FakePlan.of(closing, FakeStep.step("a"), FakeStep.step("b", "a")));
    await(here);
    closing.close();
    assertThat(failure(operation).outcome()).isEqualTo(Outcome.INTERRUPTED);
    world.undoings.clear();
    assertThat(process.operations().recover())
        .extracting(Recovery::outcome)
        .containsExactly(Outcome.ROLLED_BACK);
    assertThat(world.changes()).containsExactly("+a", "-a");
  }

  @Test
  void recover_twoAtOnce_oneDoesIt() throws Exception {
    FakeProcess closing = impatient();
    CountDownLatch here = new CountDownLatch(1);
    world.hold("a", here, new CountDownLatch(1));
    closing.operations().start(FakePlan.of(closing, FakeStep.step("a"), FakeStep.step("b", "a")));
    await(here);
    closing.close();
    world.behaviours.clear();
    List<FakeProcess> rivals = List.of(another(), another(), process, process);
    List<CompletableFuture<List<Recovery>>> all =
        rivals.stream()
            .map(rival -> CompletableFuture.supplyAsync(() -> rival.operations().recover()))
            .toList();
    int done = 0;
    for (CompletableFuture<List<Recovery>> one : all) {
      done += (int) one.get().stream().filter(r -> r.outcome() == Outcome.DONE).count();
    }
    assertThat(done).isEqualTo(1);
    assertThat(world.changes()).containsExactly("+a", "+b");
  }

  @Test
  void recover_whileItRunsHere_leavesItAlone() {
    CountDownLatch here = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    world.hold("a", here, go);
    Operation<String> operation = start(FakeStep.step("a"));
    await(here);
    assertThat(process.operations().recover())
        .extracting(Recovery::outcome)
        .containsExactly(Outcome.RUNNING);
    go.countDown();
    operation.await();
    assertThat(world.changes()).containsExactly("+a");
  }

  @Test
  void recover_codeIsMissing_leavesItAsItIs() {
    Data summary =
        Data.of("format", 1)
            .with("id", "old")
            .with("plan", "p")
            .with("kind", FakePlan.KIND)
            .with("title", "make things")
            .with("host", "fake")
            .with("hostUri", "unix:///fake.sock")
            .with("subject", "things")
            .with("scope", "things")
            .with("actor", "tester")
            .with("outcome", "RUNNING")
            .with("message", "")
            .with("created", "2026-01-02T03:04:05Z");
    PlanData plan = FakePlan.fixed("p", Step.of("a", "of.another.module", 1)).data();
    String sealed =
        Operations.vault(process.owner()).seal(plan.toFullJson(), "operation/old plan ");
    world.store.write(
        new io.dockeradvanced.store.Batch()
            .put("operation", "old", 0, summary.toJson())
            .append("operation/old", "plan", Data.of("sealed", sealed).toJson()));
    List<Recovery> recoveries = process.operations().recover();
    assertThat(recoveries).extracting(Recovery::outcome).containsExactly(Outcome.RUNNING);
    assertThat(recoveries.get(0).message())
        .startsWith(
            "'make things' was left as it is: no code for steps of kind 'of.another.module'");
    assertThat(world.store.lease("operation/old")).isEmpty();
  }

  @Test
  void recover_storeAndHosts_needNothingElse() {
    FakeProcess closing = impatient();
    CountDownLatch here = new CountDownLatch(1);
    world.hold("a", here, new CountDownLatch(1));
    closing.operations().start(FakePlan.of(closing, FakeStep.step("a")));
    await(here);
    closing.close();
    world.behaviours.clear();
    FakeProcess fresh =
        new FakeProcess(world, new DyingStore(io.dockeradvanced.store.StateStore.memory()));
    open.add(fresh);
    assertThat(Operations.recover(world.store, List.of(fresh)))
        .extracting(Recovery::outcome)
        .containsExactly(Outcome.DONE);
  }

  // ---- waits and decisions

  @Test
  void wait_longOne_isKeptAcrossARestart() {
    FakeProcess closing = impatient();
    CountDownLatch here = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    Instant until = world.clock.instant().plusSeconds(1000);
    world.on(
        "a",
        context -> {
          asked.incrementAndGet();
          return context.clock().instant().isBefore(until)
              ? Optional.of(StepResult.waitUntil(until, "a canary"))
              : Optional.empty();
        });
    CountDownLatch listening = new CountDownLatch(1);
    world.on(
        "first",
        context -> {
          listening.await();
          return Optional.empty();
        });
    Operation<String> operation =
        closing
            .operations()
            .start(FakePlan.of(closing, FakeStep.step("first"), FakeStep.step("a", "first")));
    operation.listen(
        event -> {
          if (event instanceof OperationEvent.StepWaiting) {
            here.countDown();
          }
        });
    listening.countDown();
    await(here);
    closing.close();
    assertThat(operation.outcome()).isEqualTo(Outcome.INTERRUPTED);

    FakeProcess again = impatient();
    Operation<?> resumed =
        OperationsCore.of(again.owner()).resume(again, info(operation)).orElseThrow();
    assertThatThrownBy(() -> resumed.await(Duration.ofMillis(200))).isInstanceOf(TimedOut.class);
    again.close();
    int before = asked.get();
    world.clock.forward(Duration.ofSeconds(2000));
    assertThat(process.operations().recover())
        .extracting(Recovery::outcome)
        .containsExactly(Outcome.DONE);
    assertThat(before).isEqualTo(1);
    assertThat(asked).hasValue(2);
  }

  @Test
  void remember_isThereAfterARestart() {
    FakeProcess closing = impatient();
    CountDownLatch here = new CountDownLatch(1);
    CompletableFuture<String> found = new CompletableFuture<>();
    world.on(
        "a",
        context -> {
          if (context.memory().isEmpty()) {
            assertThat(context.repeated()).isFalse();
            context.remember(Data.of("since", "yesterday"));
            here.countDown();
            new CountDownLatch(1).await();
          }
          found.complete(context.memory().text("since") + " " + context.repeated());
          return Optional.empty();
        });
    closing.operations().start(FakePlan.of(closing, FakeStep.step("a")));
    await(here);
    closing.close();
    process.operations().recover();
    assertThat(found.join()).isEqualTo("yesterday true");
  }

  @Test
  void pause_standsWithoutLockUntilSomebodyDecides() {
    world.on(
        "ask",
        context ->
            context.answer("promote").isPresent()
                ? Optional.empty()
                : Optional.of(StepResult.pause("promote", "is it well?")));
    Operation<String> operation = start(FakeStep.step("a"), FakeStep.step("ask", "a"));
    OperationFailed failed = failure(operation);
    assertThat(failed.outcome()).isEqualTo(Outcome.PAUSED);
    assertThat(failed)
        .hasMessage("fake: 'make things' waits for a decision: 'promote' for object ask");
    assertThat(world.engine.locks()).isEmpty();
    FakeProcess other = another();
    assertThat(other.operations().recover()).isEmpty();
    assertThatThrownBy(
            () -> other.operations().decide(operation.id(), "demote", "yes", Actor.of("bob")))
        .hasMessageContaining("does not wait for the decision 'demote'");
    assertThat(other.operations().decide(operation.id(), "promote", "yes", Actor.of("bob")).await())
        .isEqualTo("made 2");
    assertThat(world.changes()).containsExactly("+a", "+ask");
    assertThatThrownBy(
            () -> other.operations().decide(operation.id(), "promote", "yes", Actor.of("bob")))
        .hasMessageContaining("has ended: DONE");
  }

  @Test
  void decide_whileOtherStepsRun_goesOnInTheSameRun() {
    CountDownLatch here = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch paused = new CountDownLatch(1);
    world.hold("long", here, go);
    world.on(
        "ask",
        context -> {
          here.await();
          return context.answer("promote").isPresent()
              ? Optional.empty()
              : Optional.of(StepResult.pause("promote", "is it well?"));
        });
    Operation<String> operation = start(FakeStep.step("long"), FakeStep.step("ask"));
    operation.listen(
        event -> {
          if (event instanceof OperationEvent.Paused) {
            paused.countDown();
          }
        });
    await(here);
    await(paused);
    Operation<?> same =
        process.operations().decide(operation.id(), "promote", "yes", Actor.of("bob"));
    assertThat(same).isSameAs(operation);
    go.countDown();
    assertThat(operation.await()).isEqualTo("made 2");
  }

  @Test
  void decide_fromTheListenerOfThePause_isNeverTooEarly() {
    for (int i = 0; i < 30; i++) {
      FakeWorld own = new FakeWorld();
      try (FakeProcess here = new FakeProcess(own)) {
        own.on(
            "ask",
            context ->
                context.answer("go").isPresent()
                    ? Optional.empty()
                    : Optional.of(StepResult.pause("go", "?")));
        CompletableFuture<Object> end = new CompletableFuture<>();
        CountDownLatch listening = new CountDownLatch(1);
        own.on(
            "first",
            context -> {
              listening.await();
              return Optional.empty();
            });
        Operation<String> operation =
            here.operations()
                .start(FakePlan.of(here, FakeStep.step("first"), FakeStep.step("ask", "first")));
        operation.listen(
            event -> {
              if (event instanceof OperationEvent.Paused) {
                try {
                  end.complete(
                      here.operations()
                          .decide(operation.id(), "go", "yes", Actor.of("bob"))
                          .await());
                } catch (RuntimeException e) {
                  end.completeExceptionally(e);
                }
              }
            });
        listening.countDown();
        assertThat(end.join()).isEqualTo("made 2");
      }
    }
  }
}
