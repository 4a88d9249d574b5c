package io.dockeradvanced.store;

import io.dockeradvanced.store.Session.Work;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A store in a database; see {@link Database} for which. Opened on the first use. */
final class JdbcStore implements StateStore {
  private final Database database;
  private final Writer writer;
  private final Readers readers;

  JdbcStore(Database database) {
    this.database = database;
    this.writer = new Writer(database, new Schema(database, Schema.STEPS));
    this.readers = new Readers(database);
  }

  static JdbcStore open(Path file) {
    return new JdbcStore(new Sqlite(file, StoreUrl.BUSY, Clock.systemUTC()));
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
          names(writes),
          (session, now) -> {
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

  /** A record, its stream and its lease go by one name where they belong to one thing. */
  private static Set<String> names(List<Batch.Write> writes) {
    Set<String> names = new HashSet<>();
    for (Batch.Write write : writes) {
      if (write instanceof Batch.Put put) {
        names.add(put.kind() + "/" + put.id());
      } else if (write instanceof Batch.Delete delete) {
        names.add(delete.kind() + "/" + delete.id());
      } else if (write instanceof Batch.Append append) {
        names.add(append.stream());
      } else if (write instanceof Batch.DeleteEvents delete) {
        names.add(delete.stream());
      } else if (write instanceof Batch.Require require) {
        names.add(require.lease().name());
      }
    }
    return names;
  }

  @Override
  public Optional<Lease> acquire(String name, String owner, Duration ttl) {
    Limits.name(name, "lease");
    Limits.name(owner, "owner");
    Limits.ttl(ttl);
    return writer.write(
        List.of(name), (session, now) -> LeaseTable.acquire(session, name, owner, ttl, now));
  }

  @Override
  public Optional<Lease> renew(Lease lease, Duration ttl) {
    Objects.requireNonNull(lease, "lease is null");
    Limits.ttl(ttl);
    return writer.write(
        List.of(lease.name()), (session, now) -> LeaseTable.renew(session, lease, ttl, now));
  }

  @Override
  public void release(Lease lease) {
    Objects.requireNonNull(lease, "lease is null");
    writer.write(
        List.of(lease.name()),
        (session, now) -> {
          LeaseTable.release(session, lease);
          return true;
        });
  }

  @Override
  public Optional<Lease> lease(String name) {
    Limits.name(name, "lease");
    return read(session -> LeaseTable.holder(session, name, database.now(session)));
  }

  @Override
  public String putBlob(byte[] content) {
    String digest = BlobTable.digest(Limits.blob(content));
    return writer.write(List.of(digest), (session, now) -> BlobTable.put(session, digest, content));
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
    return writer.write(List.of(digest), (session, now) -> BlobTable.delete(session, digest));
  }

  @Override
  public void append(String series, List<SeriesPoint> points) {
    Limits.name(series, "series");
    TreeMap<Long, Double> sorted = new TreeMap<>();
    points.forEach(point -> sorted.put(Limits.millis(point.at()), point.value()));
    if (!sorted.isEmpty()) {
      writer.write(
          List.of(series),
          (session, now) -> {
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
        List.of(series),
        (session, now) -> {
          SeriesTable.trim(session, series, end);
          return true;
        });
  }

  @Override
  public void close() {
    readers.close();
    writer.close();
    database.close();
  }

  @Override
  public String toString() {
    return database.name();
  }

  private <T> T read(Work<T> work) {
    writer.prepare();
    return readers.read(work);
  }
}
