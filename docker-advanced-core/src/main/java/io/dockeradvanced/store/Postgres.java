package io.dockeradvanced.store;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A schema on a PostgreSQL server, shared by many processes on many machines.
 *
 * <p><b>Transactions.</b> Each takes, before it reads anything, an advisory lock for every name it
 * reads or changes, and so sees what the last one on those names committed; those on other names
 * run beside it. That is all the isolation the store needs, since whatever a write looks at goes by
 * a name, and it costs one round trip. Serializable transactions would have to be repeated far more
 * often than they truly collide: neighbours in an index are one to them. The names fall into {@link
 * #STRIPES} locks, taken in order, so that nobody waits in a circle and the server's table of locks
 * cannot overflow. One who stops in the middle - frozen, or without network - loses transaction and
 * locks after 5 s.
 *
 * <p><b>Time.</b> Leases between machines need one clock: that of the server, unless one was given.
 *
 * <p><b>Lost commits.</b> Every writer keeps the number of its last transaction in {@code writers}.
 */
final class Postgres implements Database {
  static final int OLDEST = 12;
  static final int STRIPES = 256;

  /** The first key of our locks; programs that share the database lock others. */
  private static final int LOCKS = 0x0d0c_4e4a;

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration WRITER_KEPT = Duration.ofDays(1);
  private static final String MILLIS =
      "floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

  /** Those of the first version of the schema, which every later one has too. */
  private static final Set<String> TABLES =
      Set.of("records", "events", "leases", "blobs", "series_chunks", "writers", "schema_version");

  private final PostgresConnector connector;
  private final @Nullable Clock clock;
  private final Duration patience;

  /** Whether anything was ever committed by this one. */
  private volatile boolean written;

  private @Nullable PostgresPool pool; // guarded by this
  private boolean closed; // guarded by this

  Postgres(PostgresConnector connector, @Nullable Clock clock) {
    this(connector, clock, PATIENCE);
  }

  Postgres(PostgresConnector connector, @Nullable Clock clock, Duration patience) {
    this.connector = connector;
    this.clock = clock;
    this.patience = patience;
  }

  // ---- sessions

  @Override
  public Session open() throws SQLException {
    requirePool();
    Session session = new Session(connector.connect());
    try {
      requireUsable(session.connection().getMetaData(), OLDEST);
      requireUtf8(session);
      requireOwn(session);
      return session;
    } catch (SQLException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  @Override
  public Session openForReading() throws SQLException {
    return new Session(pool().connection());
  }

  @Override
  public int readers() {
    return PostgresPool.CONNECTIONS;
  }

  @Override
  public boolean keepsReaders() {
    return false;
  }

  private static void requirePool() {
    try {
      Class.forName("com.zaxxer.hikari.HikariDataSource", false, Postgres.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw Drivers.missing(PostgresPool.ARTIFACT, PostgresConnector.NEED, e);
    }
  }

  private synchronized PostgresPool pool() {
    if (closed) {
      throw new StoreFailed(name() + " is closed", null);
    }
    PostgresPool open = pool;
    if (open == null) {
      open = new PostgresPool(connector);
      pool = open;
    }
    return open;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (pool != null) {
      pool.close();
      pool = null;
    }
  }

  // ---- what the server must be like

  void requireUsable(DatabaseMetaData server, int oldest) throws SQLException {
    if (server.getDatabaseMajorVersion() < oldest) {
      throw new StoreFailed(
          name()
              + " is on PostgreSQL "
              + server.getDatabaseProductVersion()
              + ", which is too old; use "
              + oldest
              + " or newer",
          null);
    }
  }

  private void requireUtf8(Session session) throws SQLException {
    String encoding = session.first("SHOW server_encoding", row -> row.getString(1)).orElse("");
    if (!encoding.equals("UTF8")) {
      throw new StoreFailed(
          name()
              + " has the encoding "
              + encoding
              + "; create the database with ENCODING 'UTF8' TEMPLATE template0",
          null);
    }
  }

  /** All tables are ours, or all of ours are there and somebody added more. */
  @Override
  public void requireOwn(Session session) throws SQLException {
    Set<String> there =
        new TreeSet<>(
            session.list(
                "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()",
                row -> row.getString(1)));
    Set<String> missing = new HashSet<>(TABLES);
    missing.removeAll(there);
    boolean justBegun = there.equals(Set.of("schema_version")) && isBegun(session);
    if (there.isEmpty() || missing.isEmpty() || justBegun) {
      return;
    }
    throw new StoreFailed(
        name()
            + " belongs to another program, it has a table "
            + there.stream()
                .filter(t -> !TABLES.contains(t))
                .findFirst()
                .orElse(there.iterator().next())
            + "; give a database of its own, or a schema by ?currentSchema=NAME",
        null);
  }

  /** Whether our own upgrade has just made its first table, in this transaction. */
  private static boolean isBegun(Session session) throws SQLException {
    return !session.connection().getAutoCommit();
  }

  // ---- transactions

  @Override
  public Instant begin(Session session, Collection<String> names) throws SQLException {
    Set<Integer> stripes = new TreeSet<>();
    names.forEach(name -> stripes.add(Math.floorMod(name.hashCode(), STRIPES)));
    return lock(session, stripes);
  }

  @Override
  public void beginUpgrade(Session session) throws SQLException {
    lock(session, Set.of(STRIPES));
  }

  /** One row for each lock, in order; the time in the last is after all of them. */
  private Instant lock(Session session, Set<Integer> stripes) throws SQLException {
    session.connection().setAutoCommit(false);
    List<Long> times =
        session.list(
            "SELECT pg_advisory_xact_lock(?, stripe), "
                + MILLIS
                + " FROM unnest(CAST(? AS integer[])) AS stripe",
            row -> row.getLong(2),
            LOCKS,
            stripes.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}")));
    return clock == null ? Instant.ofEpochMilli(times.get(times.size() - 1)) : now(clock);
  }

  @Override
  public boolean mark(Session session, String writer, long number, Instant now)
      throws SQLException {
    // Waits for a transaction of this number that has not ended yet.
    int changed =
        session.update(
            "INSERT INTO writers (id, number, at) VALUES (?, ?, "
                + MILLIS
                + ") ON CONFLICT (id) DO UPDATE SET number = excluded.number, at = excluded.at"
                + " WHERE writers.number < excluded.number",
            writer,
            number);
    if (number == 1) {
      session.update(
          "DELETE FROM writers WHERE id IN (SELECT id FROM writers WHERE at < "
              + MILLIS
              + " - ? FOR UPDATE SKIP LOCKED)",
          WRITER_KEPT.toMillis());
    }
    return changed > 0;
  }

  @Override
  public void commit(Session session) throws SQLException {
    session.connection().commit();
    session.connection().setAutoCommit(true);
    written = true;
  }

  @Override
  public void rollback(Session session) throws SQLException {
    session.connection().rollback();
    session.connection().setAutoCommit(true);
  }

  @Override
  public Instant now(Session session) throws SQLException {
    if (clock != null) {
      return now(clock);
    }
    Optional<Long> time = session.first("SELECT " + MILLIS, row -> row.getLong(1));
    return Instant.ofEpochMilli(time.orElseThrow());
  }

  private static Instant now(Clock clock) {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  // ---- words

  @Override
  public String text() {
    return "TEXT COLLATE \"C\"";
  }

  @Override
  public String bytes() {
    return "BYTEA";
  }

  @Override
  public List<String> ownTables() {
    return List.of(
        "CREATE TABLE writers (id TEXT PRIMARY KEY, number BIGINT NOT NULL, at BIGINT NOT NULL)");
  }

  @Override
  public Fault fault(SQLException failure) {
    // Who let us write and does no more is a server that takes over, and is not there yet.
    return written && PostgresFaults.isReadOnly(failure)
        ? Fault.STARTING
        : PostgresFaults.fault(failure);
  }

  @Override
  public Duration patience() {
    return patience;
  }

  @Override
  public StoreFailed explain(SQLException failure) {
    return new StoreFailed(name() + PostgresFaults.sentence(failure), failure);
  }

  @Override
  public String name() {
    return connector.name();
  }
}
