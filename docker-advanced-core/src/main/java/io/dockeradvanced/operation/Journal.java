package io.dockeradvanced.operation;

import io.dockeradvanced.Actor;
import io.dockeradvanced.store.Batch;
import io.dockeradvanced.store.StateStore;
import io.dockeradvanced.store.StoredEvent;
import io.dockeradvanced.store.StoredRecord;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The write-ahead journal of one operation: a record that says how it stands, and events that say
 * how it came to this. Whatever may hold a secret is encrypted. Every write demands the lease, so a
 * process that lost it cannot write any more.
 *
 * <p>Event types, format 1: {@code plan}, {@code intent}, {@code memory}, {@code wait}, {@code
 * done}, {@code paused}, {@code answer}, {@code cancel}, {@code committed}, {@code undoing}, {@code
 * undo-intent}, {@code undone}, {@code resumed}, {@code end}. Others are skipped: a newer release
 * may write more.
 */
final class Journal {
  /** The kind of the records of operations that have not ended, and of the streams of all. */
  static final String KIND = "operation";

  /** The kind of the records of those that have ended; see {@link Records}. */
  static final String ENDED = "operation-ended";

  private static final int PAGE = 500;

  private final Vault vault;
  private final Clock clock;
  private final String id;
  private final Hold hold;
  private volatile Data summary;
  private long revision; // written by one thread at a time, as the outcome is

  /** Entries that can wait for the next write; null when there are none. */
  private final AtomicReference<@Nullable Batch> later = new AtomicReference<>();

  private Journal(Vault vault, Clock clock, String id, Hold hold, Data summary, long revision) {
    this.vault = vault;
    this.clock = clock;
    this.id = id;
    this.hold = hold;
    this.summary = summary;
    this.revision = revision;
  }

  /** The stream of an operation; its lease has the same name. */
  static String stream(String id) {
    return KIND + "/" + id;
  }

  /** Writes the plan down; nothing has happened yet. */
  static Journal begin(Vault vault, Clock clock, String id, PlanData plan, Actor actor, Hold hold) {
    Data summary =
        Data.of("format", 1)
            .with("id", id)
            .with("plan", plan.id())
            .with("kind", plan.kind())
            .with("title", plan.title())
            .with("host", plan.host())
            .with("hostUri", plan.hostUri())
            .with("subject", plan.subject())
            .with("scope", plan.scope())
            .with("actor", actor.name())
            .with("outcome", Outcome.RUNNING.name())
            .with("message", "")
            .with("created", clock.instant().toString());
    Journal journal = new Journal(vault, clock, id, hold, summary, 1);
    String sealed = vault.seal(plan.toFullJson(), context(journal.stream(), "plan", ""));
    hold.write(
        hold.batch()
            .put(KIND, id, 0, summary.toJson())
            .append(journal.stream(), "plan", Data.of("sealed", sealed).toJson()));
    return journal;
  }

  /** Goes on with what another process began. */
  static Journal resume(Vault vault, Clock clock, StoredRecord record, Hold hold) {
    return new Journal(
        vault, clock, record.id(), hold, Data.parse(record.json()), record.revision());
  }

  /** Several entries that become durable together, after what waits. */
  Entries entries() {
    return new Entries();
  }

  /** Keeps the outcome in the record, together with an event. */
  void outcome(Outcome outcome, String message, String event) {
    outcome(outcome, message, event, Data.of("message", message));
  }

  /** Says that everything is to be undone; from here on it is. */
  void undoing(UndoCause cause) {
    outcome(Outcome.UNDOING, cause.text(), "undoing", cause.toData());
  }

  private void outcome(Outcome outcome, String message, String event, Data content) {
    Data next =
        summary
            .with("outcome", outcome.name())
            .with("message", message)
            .with("updated", clock.instant().toString());
    Batch batch = entries().batch;
    // With the revision: after an end of which the store could not say whether it was written,
    // nothing may follow that has the operation open again.
    if (outcome.isEnd()) {
      batch.delete(KIND, id, revision).put(ENDED, id, Batch.ANY, next.toJson());
    } else {
      batch.put(KIND, id, revision, next.toJson());
    }
    hold.write(batch.append(stream(), event, content.toJson()));
    summary = next;
    revision++;
  }

  private String stream() {
    return stream(id);
  }

  /** What a sealed text belongs to, so that none can be put in the place of another. */
  private static String context(String stream, String type, String step) {
    return stream + " " + type + " " + step;
  }

  /** Collects entries. For one thread. */
  final class Entries {
    private final Batch batch = hold.batch();
    private boolean any;

    private Entries() {
      Batch waiting = later.getAndSet(null);
      if (waiting != null) {
        batch.addAll(waiting);
        any = true;
      }
    }

    Entries add(String type, Step step, @Nullable Data secret) {
      Data entry = Data.of("step", step.id());
      if (secret != null) {
        entry =
            entry.with("sealed", vault.seal(secret.toJson(), context(stream(), type, step.id())));
      }
      batch.append(stream(), type, entry.toJson());
      any = true;
      return this;
    }

    Entries add(String type, Data entry) {
      batch.append(stream(), type, entry.toJson());
      any = true;
      return this;
    }

    void write() {
      if (any) {
        hold.write(batch);
      }
    }

    /**
     * Leaves them to the next write of the journal. For what a later process finds out by itself
     * when it is missing. Called by the deciding thread alone.
     */
    void writeLater() {
      if (any) {
        later.set(batch); // with what waited already
      }
    }
  }

  // ---- reading back

  /** What the journal says of an operation. */
  static final class Story {
    final PlanData plan;
    final Map<String, StepState> steps = new LinkedHashMap<>();
    volatile boolean committed;
    volatile @Nullable UndoCause undoing;

    Story(PlanData plan) {
      this.plan = plan;
      plan.steps().forEach(step -> steps.put(step.id(), new StepState(step)));
    }
  }

  static Story read(StateStore store, Vault vault, String id) {
    String stream = stream(id);
    List<StoredEvent> events = new ArrayList<>();
    List<StoredEvent> page;
    do {
      long after = events.isEmpty() ? 0 : events.get(events.size() - 1).sequence();
      page = store.events(stream, after, PAGE);
      events.addAll(page);
    } while (page.size() == PAGE);
    if (events.isEmpty() || !events.get(0).type().equals("plan")) {
      throw new IllegalStateException("operation " + id + " has no plan in its journal");
    }
    String plan = Data.parse(events.get(0).json()).text("sealed");
    Story story = new Story(PlanData.parse(vault.open(plan, context(stream, "plan", ""))));
    for (StoredEvent event : events) {
      replay(story, event, vault, stream);
    }
    return story;
  }

  private static void replay(Story story, StoredEvent event, Vault vault, String stream) {
    Data data = Data.parse(event.json());
    switch (event.type()) {
      case "committed" -> story.committed = true;
      case "undoing" -> story.undoing = UndoCause.fromData(data);
      case "cancel" -> {
        // Whoever took it promised to undo; the process ended before it could begin to.
        if (story.undoing == null) {
          story.undoing = UndoCause.cancelledBy(Actor.of(data.text("actor")));
        }
      }
      case "intent", "memory", "wait", "done", "undone", "paused", "answer" -> {
        StepState state = story.steps.get(data.text("step"));
        if (state == null) {
          throw new IllegalStateException(
              stream + " speaks of step '" + data.text("step") + "', which its plan does not have");
        }
        replayStep(state, event.type(), data, vault, stream);
      }
      default -> {
        // plan, undo-intent, resumed, end: nothing that a later process needs.
      }
    }
  }

  private static void replayStep(
      StepState state, String type, Data data, Vault vault, String stream) {
    String context = context(stream, type, state.step.id());
    switch (type) {
      case "intent" -> {
        state.mark = StepState.Mark.INTENT;
        state.repeated = true;
      }
      case "undone" -> state.mark = StepState.Mark.UNDONE;
      case "memory" -> state.memory = Data.parse(vault.open(data.text("sealed"), context));
      case "wait" -> state.notBefore = Instant.parse(data.text("until"));
      case "paused" -> state.pause(data.text("decision"));
      case "answer" -> state.answer(data.text("decision"), data.text("answer"));
      default -> {
        state.mark = StepState.Mark.DONE;
        state.fraction = 1;
        state.result = Data.parse(vault.open(data.text("sealed"), context));
      }
    }
  }
}
