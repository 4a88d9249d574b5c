package io.dockeradvanced.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Records with revisions. */
final class RecordTable {
  private static final String COLUMNS = "SELECT kind, id, revision, json, updated FROM records ";

  private RecordTable() {}

  static Optional<StoredRecord> get(Session session, String kind, String id) throws SQLException {
    return session.first(COLUMNS + "WHERE kind = ? AND id = ?", RecordTable::read, kind, id);
  }

  static List<StoredRecord> list(Session session, String kind) throws SQLException {
    return session.list(COLUMNS + "WHERE kind = ? ORDER BY id", RecordTable::read, kind);
  }

  static void put(Session session, Batch.Put put, Instant now) throws SQLException {
    long at = now.toEpochMilli();
    int changed;
    if (put.expected() == Batch.ANY) {
      changed =
          session.update(
              "INSERT INTO records (kind, id, revision, json, updated) VALUES (?, ?, 1, ?, ?)"
                  + " ON CONFLICT (kind, id) DO UPDATE SET revision = records.revision + 1,"
                  + " json = excluded.json, updated = excluded.updated",
              put.kind(),
              put.id(),
              put.json(),
              at);
    } else if (put.expected() == 0) {
      changed =
          session.update(
              "INSERT INTO records (kind, id, revision, json, updated) VALUES (?, ?, 1, ?, ?)"
                  + " ON CONFLICT (kind, id) DO NOTHING",
              put.kind(),
              put.id(),
              put.json(),
              at);
    } else {
      changed =
          session.update(
              "UPDATE records SET revision = revision + 1, json = ?, updated = ?"
                  + " WHERE kind = ? AND id = ? AND revision = ?",
              put.json(),
              at,
              put.kind(),
              put.id(),
              put.expected());
    }
    if (changed == 0) {
      throw Conflicts.revision(
          put.kind(), put.id(), put.expected(), revision(session, put.kind(), put.id()));
    }
  }

  static void delete(Session session, Batch.Delete delete) throws SQLException {
    long there = revision(session, delete.kind(), delete.id());
    if (delete.expected() != Batch.ANY && delete.expected() != there) {
      throw Conflicts.revision(delete.kind(), delete.id(), delete.expected(), there);
    }
    session.update("DELETE FROM records WHERE kind = ? AND id = ?", delete.kind(), delete.id());
  }

  private static long revision(Session session, String kind, String id) throws SQLException {
    return session
        .first(
            "SELECT revision FROM records WHERE kind = ? AND id = ?",
            row -> row.getLong(1),
            kind,
            id)
        .orElse(0L);
  }

  private static StoredRecord read(ResultSet row) throws SQLException {
    return new StoredRecord(
        row.getString(1),
        row.getString(2),
        row.getLong(3),
        row.getString(4),
        Instant.ofEpochMilli(row.getLong(5)));
  }
}
