package io.dockeradvanced.store;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * Writes that happen together or not at all. A builder for one thread; order is kept.
 *
 * <pre>{@code
 * store.write(new Batch()
 *     .put("operation", id, 0, json)              // must not exist yet
 *     .append("operation/" + id, "started", json)
 *     .require(lease));
 * }</pre>
 */
public final class Batch {
  /** Revision for {@link #put}: whatever stands there is replaced. */
  public static final long ANY = -1;

  sealed interface Write {}

  record Put(String kind, String id, long expected, String json) implements Write {}

  record Delete(String kind, String id, long expected) implements Write {}

  record Append(String stream, String type, String json) implements Write {}

  record DeleteEvents(String stream) implements Write {}

  record Require(Lease lease) implements Write {}

  private final List<Write> writes = new ArrayList<>();

  /**
   * Writes a record.
   *
   * @param expected the revision that must stand there; 0 for none, {@link #ANY} for no matter
   */
  public Batch put(String kind, String id, long expected, String json) {
    writes.add(
        new Put(
            Limits.name(kind, "kind"),
            Limits.name(id, "id"),
            Limits.revision(expected),
            Limits.json(json)));
    return this;
  }

  /** Removes a record; {@code expected} as in {@link #put}. */
  public Batch delete(String kind, String id, long expected) {
    writes.add(
        new Delete(Limits.name(kind, "kind"), Limits.name(id, "id"), Limits.revision(expected)));
    return this;
  }

  /**
   * Adds an event at the end of a stream.
   *
   * @param stream {@code kind/id}
   */
  public Batch append(String stream, String type, String json) {
    writes.add(new Append(Limits.stream(stream), Limits.name(type, "type"), Limits.json(json)));
    return this;
  }

  /**
   * Removes all events of a stream, for good; does nothing when it has none. What is appended
   * afterwards is its first event again.
   *
   * @param stream {@code kind/id}
   */
  public Batch deleteEvents(String stream) {
    writes.add(new DeleteEvents(Limits.stream(stream)));
    return this;
  }

  /** Refuses the whole batch unless this lease is still held with this token. */
  public Batch require(Lease lease) {
    writes.add(new Require(requireNonNull(lease, "lease is null")));
    return this;
  }

  /** Adds what another batch holds, in its order. */
  public Batch addAll(Batch other) {
    writes.addAll(other.writes);
    return this;
  }

  public boolean isEmpty() {
    return writes.isEmpty();
  }

  List<Write> writes() {
    return List.copyOf(writes);
  }
}
