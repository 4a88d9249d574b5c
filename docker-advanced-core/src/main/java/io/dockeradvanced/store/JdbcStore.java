package io.dockeradvanced.store;

import io.dockeradvanced.store.Session.Work;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** A store in a database; see {@link Database} for which. Opened on the first use. */
final class JdbcStore implements StateStore {
  private final Database database;
  private final Clock clock;
  private final Writer writer;
  private final Readers readers;

  JdbcStore(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
    this.writer = new Writer(database, new Schema(database, Schema.STEPS));
    this.readers = new Readers(database);
  }

  static JdbcStore open(String url, Clock clock) {
    return new JdbcStore(StoreUrl.parse(url), clock);
  }

  static JdbcStore open(Path file, Clock clock) {
    return new JdbcStore(new Sqlite(file, StoreUrl.BUSY), clock);
  }

  @Override
  public Optional<StoredRecord> get(String kind, String id) {
    Limits.name(kind, "kind");
    Limits.name(id, "id");
    return read(session -> RecordTable.get(session, kind, id));
  }

  @Override
  public List<StoredRecord> list(String kind) {
    Limits.name(kind, "kind");
    return read(session -> RecordTable.list(session, kind));
  }

  @Override
  public List<StoredEvent> events(String stream, long after, int limit) {
    Limits.stream(stream);
    Limits.limit(limit);
    return read(session -> EventTable.stream(session, stream, after, limit));
  }

  @Override
  public List<StoredEvent> events(String kind, Instant from, Instant to, int limit) {
    Limits.name(kind, "kind");
    Limits.limit(limit);
    long first = Limits.bound(from);
    long end = Limits.bound(to);
    return read(session -> EventTable.kind(session, kind, first, end, limit));
  }

  @Override
  public void write(Batch batch) {
    List<Batch.Write> writes = batch.writes();
    if (!writes.isEmpty()) {
      writer.write(
          session -> {
            Instant now = now();
            for (Batch.Write write : writes) {
              if (write instanceof Batch.Put put) {
                RecordTable.put(session, put, now);
              } else if (write instanceof Batch.Delete delete) {
                RecordTable.delete(session, delete);
              } else if (write instanceof Batch.Append append) {
                EventTable.append(session, append, now);
              } else if (write instanceof Batch.DeleteEvents delete) {
                EventTable.delete(session, delete);
              } else if (write instanceof Batch.Require require) {
                LeaseTable.require(session, require.lease(), now);
              }
            }
            return true;
          });
    }
  }

  @Override
  public Optional<Lease> acquire(String name, String owner, Duration ttl) {
    Limits.name(name, "lease");
    Limits.name(owner, "owner");
    Limits.ttl(ttl);
    return writer.write(session -> LeaseTable.acquire(session, name, owner, ttl, now()));
  }

  @Override
  public Optional<Lease> renew(Lease lease, Duration ttl) {
    Objects.requireNonNull(lease, "lease is null");
    Limits.ttl(ttl);
    return writer.write(session -> LeaseTable.renew(session, lease, ttl, now()));
  }

  @Override
  public void release(Lease lease) {
    Objects.requireNonNull(lease, "lease is null");
    writer.write(
        session -> {
          LeaseTable.release(session, lease);
          return true;
        });
  }

  @Override
  public Optional<Lease> lease(String name) {
    Limits.name(name, "lease");
    return read(session -> LeaseTable.holder(session, name, now()));
  }

  @Override
  public String putBlob(byte[] content) {
    String digest = BlobTable.digest(Limits.blob(content));
    return writer.write(session -> BlobTable.put(session, digest, content));
  }

  @Override
  public Optional<byte[]> blob(String digest) {
    Limits.name(digest, "digest");
    Optional<byte[]> content = read(session -> BlobTable.get(session, digest));
    if (content.isPresent() && !BlobTable.digest(content.get()).equals(digest)) {
      throw new StoreFailed(
          "the blob "
              + digest
              + " in "
              + database.name()
              + " is damaged; delete it and put it again",
          null);
    }
    return content;
  }

  @Override
  public boolean deleteBlob(String digest) {
    Limits.name(digest, "digest");
    return writer.write(session -> BlobTable.delete(session, digest));
  }

  @Override
  public void append(String series, List<SeriesPoint> points) {
    Limits.name(series, "series");
    TreeMap<Long, Double> sorted = new TreeMap<>();
    points.forEach(point -> sorted.put(Limits.millis(point.at()), point.value()));
    if (!sorted.isEmpty()) {
      writer.write(
          session -> {
            SeriesTable.append(session, series, sorted);
            return true;
          });
    }
  }

  @Override
  public List<SeriesPoint> range(String series, Instant from, Instant to) {
    Limits.name(series, "series");
    long first = Limits.bound(from);
    long end = Limits.bound(to);
    return first >= end
        ? List.of()
        : read(session -> SeriesTable.range(session, series, first, end));
  }

  @Override
  public void trim(String series, Instant before) {
    Limits.name(series, "series");
    long end = Limits.bound(before);
    writer.write(
        session -> {
          SeriesTable.trim(session, series, end);
          return true;
        });
  }

  @Override
  public void close() {
    readers.close();
    writer.close();
  }

  @Override
  public String toString() {
    return database.name();
  }

  private <T> T read(Work<T> work) {
    writer.prepare();
    return readers.read(work);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
