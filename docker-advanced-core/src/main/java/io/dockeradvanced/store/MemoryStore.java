package io.dockeradvanced.store;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** A store that ends with the process. One lock for everything: nothing here waits. */
final class MemoryStore implements StateStore {
  private static final Comparator<StoredEvent> BY_TIME =
      Comparator.comparing(StoredEvent::at)
          .thenComparing(StoredEvent::stream, MemoryStore::compare)
          .thenComparingLong(StoredEvent::sequence);

  private final Clock clock;
  private final Map<String, TreeMap<String, StoredRecord>> records = new HashMap<>();
  private final Map<String, List<StoredEvent>> streams = new HashMap<>();
  private final Map<String, Lease> leases = new HashMap<>();

  /** How long each lease lasts. */
  private final Map<String, Duration> lasts = new HashMap<>();

  private final Map<String, byte[]> blobs = new HashMap<>();
  private final Map<String, TreeMap<Long, Double>> series = new HashMap<>();
  private boolean closed;

  MemoryStore(Clock clock) {
    this.clock = clock;
  }

  @Override
  public synchronized Optional<StoredRecord> get(String kind, String id) {
    open();
    return Optional.ofNullable(kind(Limits.name(kind, "kind")).get(Limits.name(id, "id")));
  }

  @Override
  public synchronized List<StoredRecord> list(String kind) {
    open();
    return List.copyOf(kind(Limits.name(kind, "kind")).values());
  }

  @Override
  public synchronized List<StoredEvent> events(String stream, long after, int limit) {
    open();
    return streams.getOrDefault(Limits.stream(stream), List.of()).stream()
        .filter(event -> event.sequence() > after)
        .limit(Limits.limit(limit))
        .toList();
  }

  @Override
  public synchronized List<StoredEvent> events(String kind, Instant from, Instant to, int limit) {
    open();
    String prefix = Limits.name(kind, "kind") + "/";
    return streams.values().stream()
        .flatMap(List::stream)
        .filter(event -> event.stream().startsWith(prefix))
        .filter(event -> !event.at().isBefore(from) && event.at().isBefore(to))
        .sorted(BY_TIME)
        .limit(Limits.limit(limit))
        .toList();
  }

  @Override
  public synchronized void write(Batch batch) {
    open();
    Instant now = now();
    Deque<Runnable> undo = new ArrayDeque<>();
    try {
      for (Batch.Write write : batch.writes()) {
        if (write instanceof Batch.Put put) {
          put(put, now, undo);
        } else if (write instanceof Batch.Delete delete) {
          delete(delete, undo);
        } else if (write instanceof Batch.Append append) {
          append(append, now, undo);
        } else if (write instanceof Batch.DeleteEvents delete) {
          deleteEvents(delete.stream(), undo);
        } else if (write instanceof Batch.Require require) {
          require(require.lease(), now);
        }
      }
    } catch (StoreConflict e) {
      undo.forEach(Runnable::run);
      throw e;
    }
  }

  private void put(Batch.Put put, Instant now, Deque<Runnable> undo) {
    long revision = expect(put.kind(), put.id(), put.expected()) + 1;
    replace(
        put.kind(),
        put.id(),
        Optional.of(new StoredRecord(put.kind(), put.id(), revision, put.json(), now)),
        undo);
  }

  private void delete(Batch.Delete delete, Deque<Runnable> undo) {
    expect(delete.kind(), delete.id(), delete.expected());
    replace(delete.kind(), delete.id(), Optional.empty(), undo);
  }

  private long expect(String kind, String id, long expected) {
    StoredRecord there = kind(kind).get(id);
    long revision = there == null ? 0 : there.revision();
    if (expected != Batch.ANY && expected != revision) {
      throw Conflicts.revision(kind, id, expected, revision);
    }
    return revision;
  }

  private void replace(String kind, String id, Optional<StoredRecord> by, Deque<Runnable> undo) {
    Map<String, StoredRecord> all = kind(kind);
    StoredRecord before = all.remove(id);
    by.ifPresent(now -> all.put(id, now));
    undo.push(
        () -> {
          all.remove(id);
          if (before != null) {
            all.put(id, before);
          }
        });
  }

  private void append(Batch.Append append, Instant now, Deque<Runnable> undo) {
    List<StoredEvent> stream = streams.computeIfAbsent(append.stream(), s -> new ArrayList<>());
    Instant last = stream.isEmpty() ? now : stream.get(stream.size() - 1).at();
    stream.add(
        new StoredEvent(
            append.stream(),
            stream.size() + 1,
            append.type(),
            append.json(),
            last.isAfter(now) ? last : now));
    undo.push(() -> stream.remove(stream.size() - 1));
  }

  private void deleteEvents(String stream, Deque<Runnable> undo) {
    List<StoredEvent> before = streams.remove(stream);
    if (before != null) {
      undo.push(() -> streams.put(stream, before));
    }
  }

  private void require(Lease lease, Instant now) {
    Lease held = leases.get(lease.name());
    if (held == null
        || !held.until().isAfter(now)
        || held.token() != lease.token()
        || !held.owner().equals(lease.owner())) {
      throw Conflicts.lease(lease);
    }
  }

  @Override
  public synchronized Optional<Lease> acquire(String name, String owner, Duration ttl) {
    open();
    Limits.name(name, "lease");
    Limits.name(owner, "owner");
    Instant now = now();
    Lease last = leases.get(name);
    long token = last == null ? 1 : last.token() + 1;
    if (last != null && last.until().isAfter(now)) {
      if (!last.owner().equals(owner)) {
        shorten(last, now);
        return Optional.empty();
      }
      token = last.token();
    }
    Lease lease = new Lease(name, owner, token, Limits.plus(now, Limits.ttl(ttl)));
    leases.put(name, lease);
    lasts.put(name, ttl);
    return Optional.of(lease);
  }

  /** Of a lease that was written before the clock was set back; as in {@link LeaseTable}. */
  private void shorten(Lease lease, Instant now) {
    Instant latest = Limits.plus(now, Objects.requireNonNull(lasts.get(lease.name())));
    if (lease.until().isAfter(latest)) {
      leases.put(lease.name(), new Lease(lease.name(), lease.owner(), lease.token(), latest));
    }
  }

  @Override
  public synchronized Optional<Lease> renew(Lease lease, Duration ttl) {
    open();
    if (!last(lease)) {
      return Optional.empty();
    }
    Instant until = Limits.plus(now(), Limits.ttl(ttl));
    Lease renewed = new Lease(lease.name(), lease.owner(), lease.token(), until);
    leases.put(lease.name(), renewed);
    lasts.put(lease.name(), ttl);
    return Optional.of(renewed);
  }

  @Override
  public synchronized void release(Lease lease) {
    open();
    if (last(lease)) {
      // Stays without owner: the token must go on growing.
      leases.put(lease.name(), new Lease(lease.name(), "", lease.token(), Instant.EPOCH));
    }
  }

  private boolean last(Lease lease) {
    Lease last = leases.get(Objects.requireNonNull(lease, "lease is null").name());
    return last != null && last.token() == lease.token() && last.owner().equals(lease.owner());
  }

  @Override
  public synchronized Optional<Lease> lease(String name) {
    open();
    return Optional.ofNullable(leases.get(Limits.name(name, "lease")))
        .filter(lease -> lease.until().isAfter(now()));
  }

  @Override
  public synchronized String putBlob(byte[] content) {
    open();
    String digest = BlobTable.digest(Limits.blob(content));
    blobs.putIfAbsent(digest, content.clone());
    return digest;
  }

  @Override
  public synchronized Optional<byte[]> blob(String digest) {
    open();
    return Optional.ofNullable(blobs.get(Limits.name(digest, "digest"))).map(byte[]::clone);
  }

  @Override
  public synchronized boolean deleteBlob(String digest) {
    open();
    return blobs.remove(Limits.name(digest, "digest")) != null;
  }

  @Override
  public synchronized void append(String name, List<SeriesPoint> points) {
    open();
    TreeMap<Long, Double> sorted = new TreeMap<>();
    points.forEach(point -> sorted.put(Limits.millis(point.at()), point.value()));
    series.computeIfAbsent(Limits.name(name, "series"), s -> new TreeMap<>()).putAll(sorted);
  }

  @Override
  public synchronized List<SeriesPoint> range(String name, Instant from, Instant to) {
    open();
    long first = Limits.bound(from);
    long end = Limits.bound(to);
    TreeMap<Long, Double> points = series.get(Limits.name(name, "series"));
    if (points == null || first >= end) {
      return List.of();
    }
    return points.subMap(first, end).entrySet().stream()
        .map(point -> new SeriesPoint(Instant.ofEpochMilli(point.getKey()), point.getValue()))
        .toList();
  }

  @Override
  public synchronized void trim(String name, Instant before) {
    open();
    TreeMap<Long, Double> points = series.get(Limits.name(name, "series"));
    if (points != null) {
      points.headMap(Limits.bound(before)).clear();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
  }

  @Override
  public String toString() {
    return "the state store in memory";
  }

  private void open() {
    if (closed) {
      throw new StoreFailed(this + " is closed", null);
    }
  }

  private Map<String, StoredRecord> kind(String kind) {
    return records.computeIfAbsent(kind, k -> new TreeMap<>(MemoryStore::compare));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** By code point, which is the order of UTF-8 and so that of the databases. */
  private static int compare(String left, String right) {
    return Arrays.compare(left.codePoints().toArray(), right.codePoints().toArray());
  }
}
