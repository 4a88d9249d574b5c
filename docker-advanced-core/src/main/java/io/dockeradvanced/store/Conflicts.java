package io.dockeradvanced.store;

/** The sentences of {@link StoreConflict}, the same for every store. */
final class Conflicts {
  private Conflicts() {}

  static StoreConflict revision(String kind, String id, long expected, long there) {
    return new StoreConflict(
        kind + " " + id + " " + state(there) + " but " + wanted(expected) + "; read it again");
  }

  static StoreConflict lease(Lease lease) {
    return new StoreConflict(
        "the lease "
            + lease.name()
            + " is no longer held by "
            + lease.owner()
            + " with token "
            + lease.token()
            + "; acquire it again and read what has changed");
  }

  private static String state(long there) {
    return there == 0 ? "does not exist" : "has revision " + there;
  }

  private static String wanted(long expected) {
    return expected == 0 ? "must not exist yet" : "revision " + expected + " was expected";
  }
}
