package io.dockeradvanced.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.dockeradvanced.Actor;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.store.Batch;
import io.dockeradvanced.store.StateStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Operations that somebody cancels who knows their id. */
@Timeout(60)
class CancelByIdTest extends RunFixture {
  private static final Actor BOB = Actor.of("bob");
  private static final String UNDONE =
      "fake: 'make things' was cancelled by bob; everything was undone";

  private final CountDownLatch here = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);

  /** The events of this type in the journal. */
  private List<Data> events(Operation<?> operation, String type) {
    return world.store.events(Journal.stream(operation.id()), 0, 1000).stream()
        .filter(event -> event.type().equals(type))
        .map(event -> Data.parse(event.json()))
        .toList();
  }

  private void assertUndoneByBob(Operation<?> first, Operation<?> cancelled) {
    OperationFailed failed = failure(cancelled);
    assertThat(failed.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(failed).hasMessage(UNDONE);
    assertThat(cancelled.id()).isEqualTo(first.id());
    assertThat(info(first).outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(info(first).message()).isEqualTo(UNDONE.substring("fake: ".length()));
    assertThat(events(first, "undoing"))
        .extracting(event -> event.text("message"), event -> event.text("actor"))
        .containsExactly(tuple("cancelled by bob", "bob"));
    assertThat(world.objects()).isEmpty();
    assertThat(world.engine.locks()).isEmpty();
    assertThat(world.store.lease(Journal.stream(first.id()))).isEmpty();
    assertThat(another().operations().recover()).isEmpty();
  }

  private Operation<String> paused() {
    world.asks("ask");
    Operation<String> operation = start(FakeStep.step("a"), FakeStep.step("ask", "a"));
    assertThat(failure(operation).outcome()).isEqualTo(Outcome.PAUSED);
    return operation;
  }

  /** Stands at b, a is done, when its owner closes. */
  private Operation<String> interrupted() {
    FakeProcess closing = impatient();
    world.hold("b", here, new CountDownLatch(1));
    Operation<String> operation =
        closing
            .operations()
            .start(FakePlan.of(closing, FakeStep.step("a"), FakeStep.step("b", "a")));
    await(here);
    closing.close();
    assertThat(failure(operation).outcome()).isEqualTo(Outcome.INTERRUPTED);
    world.behaviours.clear();
    return operation;
  }

  @Test
  void cancel_runningHere_tellsTheRun() {
    world.hold("b", here, go);
    Operation<String> operation = start(FakeStep.step("a"), FakeStep.step("b", "a"));
    await(here);
    assertThat(process.operations().cancel(operation.id(), BOB)).isSameAs(operation);
    go.countDown();
    assertUndoneByBob(operation, operation);
    assertThat(events(operation, "cancel"))
        .extracting(event -> event.text("actor"))
        .containsExactly("bob");
    assertThat(world.changes()).containsExactly("+a", "+b", "-b", "-a");
  }

  @Test
  void cancel_paused_isUndone() {
    Operation<String> operation = paused();
    FakeProcess other = another();
    assertUndoneByBob(operation, other.operations().cancel(operation.id(), BOB));
    assertThat(world.changes()).containsExactly("+a", "-a");
    assertThatThrownBy(() -> other.operations().decide(operation.id(), "go", "yes", BOB))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("fake: operation %s has ended: ROLLED_BACK", operation.id());
  }

  @Test
  void cancel_pausedByAnEarlierRelease_isUndone() {
    String id = FixtureJournal.load(world.store, "format-1-paused.journal", "unix:///fake.sock");
    world.make(id + "/a");
    assertThat(failure(process.operations().cancel(id, BOB))).hasMessage(UNDONE);
    assertThat(world.changes()).containsExactly("+a", "-a");
  }

  @Test
  void cancel_interrupted_isUndone() {
    Operation<String> operation = interrupted();
    assertUndoneByBob(operation, process.operations().cancel(operation.id(), BOB));
    assertThat(world.changes()).containsExactly("+a", "-a");
  }

  @Test
  void cancel_heldByAnotherProcess_isRefusedUntilThatIsDead() {
    Operation<String> operation = interrupted();
    ProcessName self = ProcessName.self();
    String stream = Journal.stream(operation.id());
    world.store.acquire(stream, self + "/machine/1", Duration.ofSeconds(30)).orElseThrow();
    assertThatThrownBy(() -> process.operations().cancel(operation.id(), BOB))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "fake: operation %s is run by process %s/machine/1; cancel it there, or when the lease"
                + " of that process has ended",
            operation.id(), self);
    assertThat(world.objects()).containsExactly("a");
    assertThat(events(operation, "undoing")).isEmpty();

    world.clock.forward(Duration.ofSeconds(31));
    String dead = new ProcessName(self.pid(), self.started() + 1, self.system()) + "/machine/2";
    world.store.acquire(stream, dead, Duration.ofSeconds(30)).orElseThrow();
    assertUndoneByBob(operation, process.operations().cancel(operation.id(), BOB));
  }

  @Test
  void cancel_runningInAnotherProcess_leavesItAlone() {
    world.hold("b", here, go);
    Operation<String> operation = start(FakeStep.step("a"), FakeStep.step("b", "a"));
    await(here);
    FakeProcess other = another();
    assertThatThrownBy(() -> other.operations().cancel(operation.id(), BOB))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is run by process " + ProcessName.self());
    go.countDown();
    assertThat(operation.await()).isEqualTo("made 2");
  }

  @Test
  void cancel_pastTheCommit_isRefusedAndItIsFinished() {
    world.hold("z", here, go);
    Operation<String> operation = start(FakeStep.step("a"), FakeStep.step("z", "a").finish());
    await(here);
    assertThatThrownBy(() -> process.operations().cancel(operation.id(), BOB))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "fake: operation %s is past its commit: it is not undone any more, only finished;"
                + " recover does that if its process is dead",
            operation.id());
    go.countDown();
    assertThat(operation.await()).isEqualTo("made 2");
    assertThat(events(operation, "cancel")).isEmpty();
    assertThatThrownBy(() -> process.operations().cancel(operation.id(), BOB))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("fake: operation %s has ended: DONE", operation.id());
  }

  @Test
  void cancel_interruptedPastTheCommit_isRefusedAndRecoverFinishes() {
    world.fail("z", new DockerAdvancedException("fake: z is stuck"));
    Operation<String> operation = start(FakeStep.step("a"), FakeStep.step("z", "a").finish());
    assertThat(failure(operation).outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThatThrownBy(() -> process.operations().cancel(operation.id(), BOB))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is past its commit");
    assertThat(world.store.lease(Journal.stream(operation.id()))).isEmpty();
    world.behaviours.clear();
    assertThat(another().operations().recover())
        .extracting(Recovery::outcome)
        .containsExactly(Outcome.DONE);
    assertThat(world.objects()).containsExactly("a", "z");
  }

  @Test
  void cancel_undoneAlready_goesOnWithThat() {
    world.fail("b", new DockerAdvancedException("fake: b is broken"));
    world.onUndo(
        "b",
        context -> {
          here.countDown();
          go.await();
          return Optional.empty();
        });
    Operation<String> operation = start(FakeStep.step("a"), FakeStep.step("b", "a"));
    await(here);
    assertThat(process.operations().cancel(operation.id(), BOB)).isSameAs(operation);
    go.countDown();
    assertThat(failure(operation)).hasMessageContaining("failed: b is broken; everything was");
    assertThat(events(operation, "cancel")).isEmpty();
  }

  @Test
  void cancel_couldNotBeUndone_triesAgain() {
    world.fail("b", new DockerAdvancedException("fake: b is broken"));
    world.onUndo(
        "a",
        context -> {
          throw new DockerAdvancedException("fake: still in use");
        });
    Operation<String> operation = start(FakeStep.step("a"), FakeStep.step("b", "a"));
    assertThat(failure(operation).outcome()).isEqualTo(Outcome.UNDO_FAILED);
    world.undoings.clear();
    Operation<?> again = another().operations().cancel(operation.id(), BOB);
    assertThat(failure(again))
        .hasMessage("fake: 'make things' failed: b is broken; everything was undone");
    assertThat(world.objects()).isEmpty();
  }

  @Test
  void cancel_processGoesBeforeItCanUndo_recoverUndoes() {
    FakeProcess closing = impatient();
    world.hold("b", here, new CountDownLatch(1));
    Operation<String> operation =
        closing
            .operations()
            .start(FakePlan.of(closing, FakeStep.step("a"), FakeStep.step("b", "a")));
    await(here);
    assertThat(closing.operations().cancel(operation.id(), BOB)).isSameAs(operation);
    closing.close();
    assertThat(failure(operation).outcome()).isEqualTo(Outcome.INTERRUPTED);
    assertThat(events(operation, "undoing")).isEmpty();
    world.behaviours.clear();
    assertThat(process.operations().recover())
        .extracting(Recovery::outcome, Recovery::message)
        .containsExactly(tuple(Outcome.ROLLED_BACK, UNDONE.substring("fake: ".length())));
    assertThat(world.changes()).containsExactly("+a", "-a");
  }

  @Test
  void cancel_lockIsHeldByAnother_staysToBeUndone() {
    Operation<String> operation = paused();
    world.hold("c", here, go);
    FakeProcess other = new FakeProcess(world, new DyingStore(StateStore.memory()));
    try (other) {
      Operation<String> holder = other.operations().start(FakePlan.of(other, FakeStep.step("c")));
      await(here);
      Operation<?> cancelled = process.operations().cancel(operation.id(), BOB);
      assertThat(failure(cancelled).outcome()).isEqualTo(Outcome.INTERRUPTED);
      assertThat(world.objects()).containsExactly("a");
      go.countDown();
      holder.await();
    }
    assertThatThrownBy(() -> process.operations().decide(operation.id(), "go", "yes", BOB))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "fake: operation %s takes no more decisions: it was cancelled by bob, and is undone",
            operation.id());
    assertThat(process.operations().recover())
        .extracting(Recovery::outcome)
        .containsExactly(Outcome.ROLLED_BACK);
    assertThat(world.objects()).containsExactly("c");
  }

  @Test
  void cancel_codeIsMissing_changesNothing() {
    Operation<String> operation = paused();
    Data plan = Data.parse(FakePlan.fixed("p", Step.of("a", "no.such", 1)).data().toFullJson());
    String id = "other";
    String sealed =
        Operations.vault(process.owner()).seal(plan.toJson(), Journal.stream(id) + " plan ");
    Data summary =
        Data.parse(world.store.get(Journal.KIND, operation.id()).orElseThrow().json())
            .with("id", id);
    world.store.write(
        new Batch()
            .put(Journal.KIND, id, 0, summary.toJson())
            .append(Journal.stream(id), "plan", Data.of("sealed", sealed).toJson()));
    assertThatThrownBy(() -> process.operations().cancel(id, BOB))
        .isInstanceOf(DockerAdvancedException.class)
        .hasMessageContaining("no code for steps of kind 'no.such'");
    assertThat(world.store.events(Journal.stream(id), 1, 9)).isEmpty();
    assertThat(world.store.lease(Journal.stream(id))).isEmpty();
  }

  @Test
  void cancel_unknownOrOfAnotherHost_isRefused() {
    assertThatThrownBy(() -> process.operations().cancel("none", BOB))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("fake: no operation none");
    String elsewhere =
        FixtureJournal.load(world.store, "format-1-paused.journal", "unix:///other.sock");
    assertThatThrownBy(() -> process.operations().cancel(elsewhere, BOB))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("fake: no operation " + elsewhere);
  }
}
