package io.dockeradvanced.store;

/** Counts in a record by compare-and-set. */
final class Counters {
  private Counters() {}

  static void increment(StateStore store, String kind, String id) {
    while (true) {
      StoredRecord last = store.get(kind, id).orElseThrow();
      String next = "" + (Integer.parseInt(last.json()) + 1);
      try {
        store.write(new Batch().put(kind, id, last.revision(), next));
        return;
      } catch (StoreConflict e) {
        // somebody was faster: again
      }
    }
  }
}
