package io.dockeradvanced.store;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Points in chunks that do not overlap. A chunk takes every new point from its own first one up to
 * the first of the next chunk; the earliest chunk takes what comes before it as well. A chunk that
 * gets too long is split.
 */
final class SeriesTable {
  static final int CHUNK = 512;

  private record Chunk(long first, SortedMap<Long, Double> points) {}

  private SeriesTable() {}

  static void append(Session session, String series, NavigableMap<Long, Double> points)
      throws SQLException {
    NavigableMap<Long, Double> left = new TreeMap<>(points);
    while (!left.isEmpty()) {
      long at = left.firstKey();
      Optional<Chunk> chunk = chunkFor(session, series, at);
      Optional<Long> next =
          session.first(
              "SELECT first_at FROM series_chunks WHERE series = ? AND first_at > ?"
                  + " ORDER BY first_at LIMIT 1",
              row -> row.getLong(1),
              series,
              Math.max(at, chunk.map(Chunk::first).orElse(at)));
      NavigableMap<Long, Double> some = next.isPresent() ? left.headMap(next.get(), false) : left;
      merge(session, series, chunk, new TreeMap<>(some), next.isEmpty());
      some.clear();
    }
  }

  private static Optional<Chunk> chunkFor(Session session, String series, long at)
      throws SQLException {
    String columns = "SELECT first_at, content FROM series_chunks WHERE series = ? ";
    Session.Row<Chunk> read = row -> new Chunk(row.getLong(1), SeriesChunk.decode(row.getBytes(2)));
    Optional<Chunk> before =
        session.first(
            columns + "AND first_at <= ? ORDER BY first_at DESC LIMIT 1", read, series, at);
    return before.isPresent()
        ? before
        : session.first(columns + "ORDER BY first_at LIMIT 1", read, series);
  }

  private static void merge(
      Session session,
      String series,
      Optional<Chunk> chunk,
      SortedMap<Long, Double> points,
      boolean newest)
      throws SQLException {
    SortedMap<Long, Double> all = chunk.map(Chunk::points).orElseGet(TreeMap::new);
    boolean growsAtTheEnd = newest && (all.isEmpty() || points.firstKey() > all.lastKey());
    all.putAll(points);
    if (chunk.isPresent()) {
      session.update(
          "DELETE FROM series_chunks WHERE series = ? AND first_at = ?",
          series,
          chunk.get().first());
    }
    // What comes in order fills one chunk after the other; what comes late leaves room on both
    // sides, lest the next late point split again.
    int chunks = (all.size() + CHUNK - 1) / CHUNK;
    int each = growsAtTheEnd ? CHUNK : (all.size() + chunks - 1) / chunks;
    SortedMap<Long, Double> part = new TreeMap<>();
    for (var point : all.entrySet()) {
      part.put(point.getKey(), point.getValue());
      if (part.size() == each) {
        insert(session, series, part);
        part.clear();
      }
    }
    if (!part.isEmpty()) {
      insert(session, series, part);
    }
  }

  private static void insert(Session session, String series, SortedMap<Long, Double> points)
      throws SQLException {
    session.update(
        "INSERT INTO series_chunks (series, first_at, last_at, content) VALUES (?, ?, ?, ?)",
        series,
        points.firstKey(),
        points.lastKey(),
        SeriesChunk.encode(points));
  }

  static List<SeriesPoint> range(Session session, String series, long from, long to)
      throws SQLException {
    List<byte[]> chunks =
        session.list(
            "SELECT content FROM series_chunks WHERE series = ? AND first_at < ? AND first_at >="
                + " COALESCE((SELECT MAX(first_at) FROM series_chunks WHERE series = ? AND"
                + " first_at <= ?), ?) ORDER BY first_at",
            row -> row.getBytes(1),
            series,
            to,
            series,
            from,
            from);
    List<SeriesPoint> found = new ArrayList<>();
    for (byte[] chunk : chunks) {
      SeriesChunk.decode(chunk)
          .subMap(from, to)
          .forEach((at, value) -> found.add(new SeriesPoint(Instant.ofEpochMilli(at), value)));
    }
    return found;
  }

  static void trim(Session session, String series, long before) throws SQLException {
    session.update("DELETE FROM series_chunks WHERE series = ? AND last_at < ?", series, before);
  }
}
