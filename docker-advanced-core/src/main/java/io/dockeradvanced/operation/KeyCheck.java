package io.dockeradvanced.operation;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.store.Batch;
import io.dockeradvanced.store.StateStore;
import io.dockeradvanced.store.StoreConflict;
import io.dockeradvanced.store.StoredRecord;
import java.util.Optional;

/**
 * Sees to it that all who share a store encrypt with the same key: else none could recover what the
 * other left. The first one leaves a keyed digest in the store, from which nobody can guess the
 * key. Thread-safe.
 */
final class KeyCheck {
  private static final String KIND = "journal-key";
  private static final String ID = "digest";

  private final Vault vault;
  private volatile boolean done;

  KeyCheck(Vault vault) {
    this.vault = vault;
  }

  /**
   * Looks once.
   *
   * @throws DockerAdvancedException when the store belongs to another key
   */
  void check(StateStore store) {
    if (done) {
      return;
    }
    String mine = Data.of("digest", vault.digest("the key of a journal")).toJson();
    Optional<StoredRecord> there = store.get(KIND, ID);
    if (there.isEmpty()) {
      try {
        store.write(new Batch().put(KIND, ID, 0, mine));
      } catch (StoreConflict e) {
        // Another one came first at this very moment.
        there = store.get(KIND, ID);
      }
    }
    if (there.isPresent() && !there.get().json().equals(mine)) {
      throw new DockerAdvancedException(
          ("the journal in %s was written with another key; give that key (a SecretSource, or with"
                  + " da the option --key FILE), or use another store")
              .formatted(store));
    }
    done = true;
  }
}
