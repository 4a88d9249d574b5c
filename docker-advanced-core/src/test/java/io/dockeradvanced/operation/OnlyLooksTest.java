package io.dockeradvanced.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.DockerAdvancedException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Steps that only look cost the journal no write of their own. */
class OnlyLooksTest extends RunFixture {
  private static final String LOOK = "{\"step\":\"look\"";

  private final AtomicReference<List<String>> atTheLook = new AtomicReference<>(List.of());
  private int writesAtTheLook;

  private List<String> journal(String id) {
    return world.store.events(Journal.stream(id), 0, 100).stream()
        .map(event -> event.type() + (event.json().startsWith(LOOK) ? " look" : ""))
        .toList();
  }

  private void looksAtTheJournal() {
    world.on(
        "look",
        context -> {
          atTheLook.set(journal(context.operation()));
          writesAtTheLook = process.store().writes();
          return Optional.empty();
        });
  }

  @Test
  void look_beginsBeforeItIsWritten_andIsWrittenWithTheNext() {
    looksAtTheJournal();
    Operation<String> operation =
        start(FakeStep.step("a"), FakeLook.step("look", "a"), FakeStep.step("b", "look"));
    operation.await();

    assertThat(atTheLook.get()).containsExactly("plan", "intent");
    assertThat(journal(operation.id()))
        .containsExactly(
            "plan",
            "intent",
            "done",
            "intent look",
            "done look",
            "intent",
            "done",
            "committed",
            "end");
  }

  @Test
  void lookAtTheEnd_isWrittenWithTheCommit() {
    looksAtTheJournal();
    Operation<String> operation = start(FakeStep.step("a"), FakeLook.step("look", "a"));
    operation.await();

    assertThat(journal(operation.id()))
        .containsExactly("plan", "intent", "done", "intent look", "done look", "committed", "end");
    assertThat(process.store().writes() - writesAtTheLook).as("commit and end").isEqualTo(2);
  }

  @Test
  void lookThatFails_isWrittenBeforeTheUndoing() {
    world.fail("look", new DockerAdvancedException("fake: it does not look well"));
    Operation<String> operation = start(FakeStep.step("a"), FakeLook.step("look", "a"));

    assertThat(failure(operation).outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(journal(operation.id())).startsWith("plan", "intent", "done", "intent look");
    assertThat(world.objects()).isEmpty();
  }

  /** What is asked for in the middle must be found by whoever answers, in whatever process. */
  @Test
  void lookThatPauses_isWrittenAtOnce() {
    world.asks("look");
    Operation<String> operation = start(FakeStep.step("a"), FakeLook.step("look", "a"));

    assertThat(failure(operation).outcome()).isEqualTo(Outcome.PAUSED);
    assertThat(journal(operation.id())).contains("intent look", "paused look");
  }
}
