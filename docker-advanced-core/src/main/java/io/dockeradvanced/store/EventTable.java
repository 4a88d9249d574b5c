package io.dockeradvanced.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Events in streams. */
final class EventTable {
  private static final String COLUMNS = "SELECT stream, sequence, type, json, at FROM events ";

  private record End(long sequence, long at) {}

  private EventTable() {}

  static void append(Session session, Batch.Append append, Instant now) throws SQLException {
    Optional<End> end =
        session.first(
            "SELECT sequence, at FROM events WHERE stream = ? ORDER BY sequence DESC LIMIT 1",
            row -> new End(row.getLong(1), row.getLong(2)),
            append.stream());
    session.update(
        "INSERT INTO events (stream, sequence, kind, type, json, at) VALUES (?, ?, ?, ?, ?, ?)",
        append.stream(),
        end.map(End::sequence).orElse(0L) + 1,
        Limits.kindOf(append.stream()),
        append.type(),
        append.json(),
        // A clock that was set back must not turn the order around.
        Math.max(now.toEpochMilli(), end.map(End::at).orElse(Long.MIN_VALUE)));
  }

  static void delete(Session session, Batch.DeleteEvents delete) throws SQLException {
    session.update("DELETE FROM events WHERE stream = ?", delete.stream());
  }

  static List<StoredEvent> stream(Session session, String stream, long after, int limit)
      throws SQLException {
    return session.list(
        COLUMNS + "WHERE stream = ? AND sequence > ? ORDER BY sequence LIMIT ?",
        EventTable::read,
        stream,
        after,
        limit);
  }

  static List<StoredEvent> kind(Session session, String kind, long from, long to, int limit)
      throws SQLException {
    return session.list(
        COLUMNS + "WHERE kind = ? AND at >= ? AND at < ? ORDER BY at, stream, sequence LIMIT ?",
        EventTable::read,
        kind,
        from,
        to,
        limit);
  }

  private static StoredEvent read(ResultSet row) throws SQLException {
    return new StoredEvent(
        row.getString(1),
        row.getLong(2),
        row.getString(3),
        row.getString(4),
        Instant.ofEpochMilli(row.getLong(5)));
  }
}
