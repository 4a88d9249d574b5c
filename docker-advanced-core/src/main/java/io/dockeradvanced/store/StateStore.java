package io.dockeradvanced.store;

import static java.util.Objects.requireNonNull;

import io.dockeradvanced.Handle;
import io.dockeradvanced.internal.StateHome;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What must survive the process. Safe for use by many threads and, except for {@link #memory()}, by
 * many processes at once.
 *
 * <p>A write is durable when its call returns: it survives kill -9 of the process and, on the JDBC
 * stores, a power cut. Every call may throw {@link StoreFailed}.
 */
public interface StateStore extends Handle {

  /** A store that lives and dies with the process; for tests. */
  static StateStore memory() {
    return memory(Clock.systemUTC());
  }

  /** As {@link #memory()}, with a clock of yours; leases end and events happen by it. */
  static StateStore memory(Clock clock) {
    return new MemoryStore(clock);
  }

  /**
   * The store behind a JDBC URL. The schema is created or upgraded on the first use, not here.
   *
   * <ul>
   *   <li>{@code jdbc:sqlite:PATH} or {@code jdbc:sqlite:file:URI}, with {@code
   *       ?busy_timeout=MILLIS} for how long to wait while another process writes; 10 s unless set.
   *   <li>{@code jdbc:postgresql://HOST:PORT/DATABASE}, with the parameters of its driver. Needs
   *       {@code org.postgresql:postgresql} and {@code com.zaxxer:HikariCP} on the class path. The
   *       password is taken from the URL, else from the environment's {@code PGPASSWORD}, else from
   *       {@code .pgpass}.
   * </ul>
   *
   * <p>Leases end and events happen by the clock of this machine with SQLite, by that of the server
   * with PostgreSQL: several machines need one clock.
   */
  static StateStore jdbc(String url) {
    return new JdbcStore(StoreUrl.parse(url, null, null));
  }

  /** As {@link #jdbc(String)}, with a clock of yours; leases end and events happen by it. */
  static StateStore jdbc(String url, Clock clock) {
    return new JdbcStore(StoreUrl.parse(url, requireNonNull(clock, "clock is null"), null));
  }

  /**
   * As {@link #jdbc(String)}, for a server that wants a password.
   *
   * <pre>{@code
   * StateStore.jdbc("jdbc:postgresql://db.example.org/docker", "da", () -> vault.read("da"));
   * }</pre>
   *
   * @param password asked for whenever a connection is opened, so that it may change
   */
  static StateStore jdbc(String url, String user, Supplier<String> password) {
    Login login =
        new Login(
            requireNonNull(user, "user is null"), requireNonNull(password, "password is null"));
    return new JdbcStore(StoreUrl.parse(url, null, login));
  }

  /** A SQLite store in this file; missing parent directories are created with mode 0700. */
  static StateStore file(Path database) {
    return JdbcStore.open(database);
  }

  /**
   * The SQLite store of this user: {@code docker-advanced/state.db} under {@code $XDG_STATE_HOME},
   * {@code ~/.local/state} where that is not set, {@code %LOCALAPPDATA%} on Windows.
   */
  static StateStore ofUser() {
    return file(StateHome.directory().resolve("state.db"));
  }

  // ---- records

  /** The record with this kind and id. */
  Optional<StoredRecord> get(String kind, String id);

  /** All records of a kind, ordered by id, code point by code point. */
  List<StoredRecord> list(String kind);

  // ---- events

  /** The events of a stream with a sequence above {@code after}, oldest first. */
  List<StoredEvent> events(String stream, long after, int limit);

  /**
   * Events of all streams of a kind in [from, to), oldest first; those of the same millisecond by
   * stream and sequence. Where many write at once, one may appear a moment after another that is
   * younger.
   */
  List<StoredEvent> events(String kind, Instant from, Instant to, int limit);

  // ---- the one way to write records and events

  /**
   * Does everything in the batch, or nothing.
   *
   * @throws StoreConflict when a record has another revision than the batch expects, or a lease it
   *     requires is no longer held
   */
  void write(Batch batch);

  // ---- leases

  /**
   * Takes the lease {@code name} for {@code owner}, unless somebody else holds it. Taking a lease
   * again that the owner already holds renews it under the same token; taking it after its end
   * gives a new token, to the same owner too.
   *
   * @return the lease, or empty while another owner's has not ended
   */
  Optional<Lease> acquire(String name, String owner, Duration ttl);

  /** Extends a lease; empty when it was lost (ended and taken by another owner, or released). */
  Optional<Lease> renew(Lease lease, Duration ttl);

  /** Gives a lease back; does nothing when it was lost before. */
  void release(Lease lease);

  /** Who holds the lease now. */
  Optional<Lease> lease(String name);

  // ---- blobs

  /**
   * Keeps the bytes and answers their name, {@code sha256:<hex>}. The same bytes are kept once. At
   * most 64 MiB.
   */
  String putBlob(byte[] content);

  /** The bytes of this name, compared with it when they are read. */
  Optional<byte[]> blob(String digest);

  /** Removes the bytes of this name; false when they were not there. */
  boolean deleteBlob(String digest);

  // ---- time series

  /** Adds points, in any order; a point at a time that is there already replaces it. */
  void append(String series, List<SeriesPoint> points);

  /** The points in [from, to), oldest first. */
  List<SeriesPoint> range(String series, Instant from, Instant to);

  /** Removes all points before {@code before}; whole chunks at a time, so some may stay a while. */
  void trim(String series, Instant before);
}
