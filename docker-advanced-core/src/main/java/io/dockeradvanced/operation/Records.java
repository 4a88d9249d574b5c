package io.dockeradvanced.operation;

import io.dockeradvanced.store.Batch;
import io.dockeradvanced.store.StateStore;
import io.dockeradvanced.store.StoreConflict;
import io.dockeradvanced.store.StoreFailed;
import io.dockeradvanced.store.StoredRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of operations in a store. Those that have ended stand under a kind of their own, so
 * that whoever looks for what is left to do reads that and nothing else.
 *
 * <p>A record moves once, in the batch that ends its operation, and never back. So whoever looks
 * under the first kind and then under the second misses none.
 */
final class Records {
  private static final Logger LOG = LoggerFactory.getLogger(Operations.class);

  /** How many are moved at most by one look: the first start after an upgrade must not be slow. */
  private static final int MOVED_AT_ONCE = 500;

  private static final int UUID_LENGTH = 36;

  private final StateStore store;

  Records(StateStore store) {
    this.store = store;
  }

  Optional<OperationInfo> find(String id) {
    return store
        .get(Journal.KIND, id)
        .or(() -> store.get(Journal.ENDED, id))
        .map(record -> OperationInfo.parse(record.json()));
  }

  /** Whether it is known here, and nothing is left to do of it. */
  boolean hasEnded(String id) {
    // It is what a label on the engine says, and that may be anything.
    return id.length() == UUID_LENGTH
        && find(id).filter(info -> info.outcome().isEnd()).isPresent();
  }

  /** All operations, oldest first. */
  List<OperationInfo> all() {
    Map<String, OperationInfo> all = new LinkedHashMap<>();
    for (String kind : List.of(Journal.KIND, Journal.ENDED)) {
      for (StoredRecord record : store.list(kind)) {
        // One that ends between the two looks is seen by both; the later one is right.
        all.put(record.id(), OperationInfo.parse(record.json()));
      }
    }
    return sorted(all.values().stream().toList());
  }

  /** Those that have not ended, oldest first. */
  List<OperationInfo> open() {
    List<OperationInfo> open = new ArrayList<>();
    List<StoredRecord> ended = new ArrayList<>();
    for (StoredRecord record : store.list(Journal.KIND)) {
      OperationInfo info = OperationInfo.parse(record.json());
      if (info.outcome().isEnd()) {
        ended.add(record);
      } else {
        open.add(info);
      }
    }
    if (!ended.isEmpty()) {
      move(ended);
    }
    return sorted(open);
  }

  /** Moves what was left here before ended operations had a kind of their own. */
  private void move(List<StoredRecord> ended) {
    Batch batch = new Batch();
    for (StoredRecord record : ended.subList(0, Math.min(MOVED_AT_ONCE, ended.size()))) {
      // Nobody writes to one that has ended, so that its revision is guard enough.
      batch
          .delete(Journal.KIND, record.id(), record.revision())
          .put(Journal.ENDED, record.id(), Batch.ANY, record.json());
    }
    try {
      store.write(batch);
    } catch (StoreConflict e) {
      LOG.debug("another process moves the records of ended operations", e);
    } catch (StoreFailed e) {
      // They are where they were, and are seen as ended there too.
      LOG.warn("the records of ended operations could not be moved: {}", e.getMessage());
    }
  }

  private static List<OperationInfo> sorted(List<OperationInfo> operations) {
    return operations.stream().sorted(Comparator.comparing(OperationInfo::created)).toList();
  }
}
