package io.dockeradvanced.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/** Events in streams. */
final class EventTable {
  private static final String COLUMNS = "SELECT stream, sequence, type, json, at FROM events ";

  /** In one statement: on a server each costs a round trip. */
  private static final String APPEND =
      "INSERT INTO events (stream, sequence, kind, type, json, at)"
          + " SELECT ?, COALESCE(last.sequence, 0) + 1, ?, ?, ?,"
          // A clock that was set back must not turn the order around.
          + " CASE WHEN last.at > ? THEN last.at ELSE ? END"
          + " FROM (SELECT 1 AS one) AS always LEFT JOIN"
          + " (SELECT sequence, at FROM events WHERE stream = ? ORDER BY sequence DESC LIMIT 1)"
          + " AS last ON always.one = 1";

  private EventTable() {}

  static void append(Session session, Batch.Append append, Instant now) throws SQLException {
    long at = now.toEpochMilli();
    session.update(
        APPEND,
        append.stream(),
        Limits.kindOf(append.stream()),
        append.type(),
        append.json(),
        at,
        at,
        append.stream());
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
