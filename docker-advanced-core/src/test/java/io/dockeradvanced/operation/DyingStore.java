package io.dockeradvanced.operation;

import io.dockeradvanced.store.Batch;
import io.dockeradvanced.store.Lease;
import io.dockeradvanced.store.SeriesPoint;
import io.dockeradvanced.store.StateStore;
import io.dockeradvanced.store.StoreFailed;
import io.dockeradvanced.store.StoredEvent;
import io.dockeradvanced.store.StoredRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A way to a store that ends for good before or after one of its writes. */
final class DyingStore implements StateStore {
  private final StateStore store;
  private final int last;
  private final boolean after;
  private final Set<String> listed = ConcurrentHashMap.newKeySet();
  private int writes;
  private int doubtful;
  private volatile Runnable reading = () -> {};
  private volatile boolean dead;
  private volatile boolean away;

  DyingStore(StateStore store) {
    this(store, 0, false);
  }

  /**
   * @param last the number of the last write; 0 for none
   * @param after whether that write still happens
   */
  DyingStore(StateStore store, int last, boolean after) {
    this.store = store;
    this.last = last;
    this.after = after;
  }

  boolean isDead() {
    return dead;
  }

  void die() {
    dead = true;
  }

  /** Fails until told otherwise, as a full disk does. */
  void away(boolean now) {
    away = now;
  }

  /** The write of this number happens, and is said to have failed. */
  synchronized void doubt(int number) {
    doubtful = number;
  }

  /** Done before each read of events. */
  void whileReading(Runnable what) {
    reading = what;
  }

  /** The kinds of records that were listed since the last call of this. */
  Set<String> listed() {
    Set<String> now = Set.copyOf(listed);
    listed.clear();
    return now;
  }

  synchronized int writes() {
    return writes;
  }

  private StateStore alive() {
    if (dead || away) {
      throw new StoreFailed("the store is away", null);
    }
    return store;
  }

  @Override
  public synchronized void write(Batch batch) {
    alive();
    boolean end = ++writes == last;
    if (end && !after) {
      dead = true;
      alive();
    }
    store.write(batch);
    if (writes == doubtful) {
      throw new StoreFailed("the disk did not say whether it wrote", null);
    }
    if (end) {
      dead = true;
      alive();
    }
  }

  @Override
  public Optional<StoredRecord> get(String kind, String id) {
    return alive().get(kind, id);
  }

  @Override
  public List<StoredRecord> list(String kind) {
    listed.add(kind);
    return alive().list(kind);
  }

  @Override
  public List<StoredEvent> events(String stream, long after, int limit) {
    reading.run();
    return alive().events(stream, after, limit);
  }

  @Override
  public List<StoredEvent> events(String kind, Instant from, Instant to, int limit) {
    return alive().events(kind, from, to, limit);
  }

  @Override
  public Optional<Lease> acquire(String name, String owner, Duration ttl) {
    return alive().acquire(name, owner, ttl);
  }

  @Override
  public Optional<Lease> renew(Lease lease, Duration ttl) {
    return alive().renew(lease, ttl);
  }

  @Override
  public void release(Lease lease) {
    alive().release(lease);
  }

  @Override
  public Optional<Lease> lease(String name) {
    return alive().lease(name);
  }

  @Override
  public String putBlob(byte[] content) {
    return alive().putBlob(content);
  }

  @Override
  public Optional<byte[]> blob(String digest) {
    return alive().blob(digest);
  }

  @Override
  public boolean deleteBlob(String digest) {
    return alive().deleteBlob(digest);
  }

  @Override
  public void append(String series, List<SeriesPoint> points) {
    alive().append(series, points);
  }

  @Override
  public List<SeriesPoint> range(String series, Instant from, Instant to) {
    return alive().range(series, from, to);
  }

  @Override
  public void trim(String series, Instant before) {
    alive().trim(series, before);
  }

  @Override
  public void close() {}
}
