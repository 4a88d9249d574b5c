package io.dockeradvanced.operation;

import io.dockeradvanced.store.Batch;
import io.dockeradvanced.store.StateStore;
import io.dockeradvanced.store.StoreConflict;
import io.dockeradvanced.store.StoredRecord;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes from a store the ended operations that need not be kept. Thread-safe. */
final class Sweep {
  private static final Logger LOG = LoggerFactory.getLogger(Operations.class);

  /** At most so many at once, each time an operation ends: enough to catch up with any backlog. */
  private static final int AT_ONCE = 20;

  private final Retention retention;
  private final Clock clock;

  Sweep(Retention retention, Clock clock) {
    this.retention = retention;
    this.clock = clock;
  }

  /** Never fails: what an operation led to does not depend on it. */
  void run(Supplier<StateStore> from) {
    if (retention.equals(Retention.everything())) {
      return;
    }
    try {
      StateStore store = from.get();
      remove(store, retention.outdated(ended(store), clock.instant()));
    } catch (StoreConflict e) {
      LOG.debug("another process removes old operations", e);
    } catch (RuntimeException e) {
      LOG.warn("old operations could not be removed: {}", e.getMessage());
    }
  }

  private static List<Retention.Ended> ended(StateStore store) {
    List<Retention.Ended> ended = new ArrayList<>();
    for (StoredRecord record : store.list(Journal.ENDED)) {
      Data data = Data.parse(record.json());
      Instant at = Instant.parse(data.find("updated").orElseGet(() -> data.text("created")));
      ended.add(new Retention.Ended(record.id(), record.revision(), at));
    }
    return ended;
  }

  private static void remove(StateStore store, List<Retention.Ended> outdated) {
    if (outdated.isEmpty()) {
      return;
    }
    Batch batch = new Batch();
    for (Retention.Ended old : outdated.subList(0, Math.min(AT_ONCE, outdated.size()))) {
      batch.delete(Journal.ENDED, old.id(), old.revision()).deleteEvents(Journal.stream(old.id()));
    }
    store.write(batch);
    LOG.debug("removed old operations; {} were due", outdated.size());
  }
}
