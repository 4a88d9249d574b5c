package io.dockeradvanced.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.Actor;
import io.dockeradvanced.store.StoredRecord;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Journals that earlier releases left behind; see {@link FixtureJournal}. */
class OldJournalTest {
  private final FakeWorld world = new FakeWorld();
  private final FakeProcess process = new FakeProcess(world);

  @AfterEach
  void close() {
    process.close();
  }

  private String load(String name) {
    return FixtureJournal.load(world.store, name, process.uri().toString());
  }

  @Test
  void format1_interruptedForward_isFinished() {
    String id = load("format-1-forward.journal");
    world.make(id + "/a");
    AtomicReference<String> seen = new AtomicReference<>();
    world.on(
        "b",
        context -> {
          seen.set(
              "%s, %s, %s"
                  .formatted(
                      context.memory().text("seen"),
                      context.answer("promote").orElse("no answer"),
                      context.step().secret().text("password")));
          return Optional.empty();
        });
    assertThat(process.operations().recover())
        .extracting(Recovery::outcome)
        .containsExactly(Outcome.DONE);
    assertThat(world.changes()).containsExactly("+a", "+b", "+c", "+d", "+e");
    assertThat(seen).hasValue("by b, yes, hunter2");
    assertThat(process.operations().recover()).isEmpty();
  }

  @Test
  void format1_interruptedUndo_isUndone() {
    String id = load("format-1-undoing.journal");
    world.make(id + "/a");
    assertThat(process.operations().recover())
        .extracting(Recovery::outcome)
        .containsExactly(Outcome.ROLLED_BACK);
    assertThat(world.changes()).containsExactly("+a", "-a");
  }

  @Test
  void format1_ended_isFoundAndListedAndMovesWhenSomebodyRecovers() {
    String id = load("format-1-done.journal");
    StoredRecord before = world.store.get(Journal.KIND, id).orElseThrow();
    OperationInfo info = process.operations().find(id).orElseThrow();
    assertThat(info.outcome()).isEqualTo(Outcome.DONE);
    assertThat(process.operations().list()).containsExactly(info);
    assertThat(world.store.get(Journal.KIND, id)).contains(before);

    assertThat(process.operations().recover()).isEmpty();
    assertThat(world.store.list(Journal.KIND)).isEmpty();
    assertThat(world.store.get(Journal.ENDED, id).orElseThrow().json()).isEqualTo(before.json());
    assertThat(process.operations().find(id)).contains(info);
    assertThat(process.operations().list()).containsExactly(info);
    assertThat(Journal.read(world.store, Operations.vault(process.owner()), id).committed).isTrue();
    assertThat(world.changes()).isEmpty();
  }

  @Test
  void format1_paused_canBeDecided() {
    String id = load("format-1-paused.journal");
    world.make(id + "/a");
    assertThat(process.operations().recover()).isEmpty();
    process.operations().decide(id, "promote", "yes", Actor.of("bob")).await();
    assertThat(world.changes()).containsExactly("+a", "+b", "+c");
  }

  @Test
  void format1_journal_showsNoSecretWithoutTheKey() {
    String id = load("format-1-forward.journal");
    assertThat(world.store.get(Journal.KIND, id).toString()).doesNotContain("hunter2");
    assertThat(world.store.events("operation/" + id, 0, 99).toString())
        .doesNotContain("hunter2")
        .doesNotContain("by b");
  }
}
