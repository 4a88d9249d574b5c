package io.dockeradvanced.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;

/**
 * SQLite in one file. Write-ahead log, so that readers never wait; every commit is synced.
 *
 * <p>The driver is found by name: docker-advanced runs without it until a store is opened.
 */
class Sqlite implements Database {
  private static final int BUSY = 5;

  private static final int READERS = 8;

  private final Path file;
  private final Duration busy;
  private final Clock clock;

  Sqlite(Path file, Duration busy, Clock clock) {
    this.file = file.toAbsolutePath().normalize();
    this.busy = busy;
    this.clock = clock;
  }

  @Override
  public Session open() throws SQLException {
    PrivateFiles.prepare(file);
    Session session = connect();
    try {
      useWriteAheadLog(session);
      session.update("PRAGMA synchronous = FULL");
      session.update("PRAGMA foreign_keys = ON");
      session.update("PRAGMA temp_store = MEMORY");
      // A big blob must not leave a big log behind for ever.
      session.list("PRAGMA journal_size_limit = 33554432", row -> 0);
      return session;
    } catch (SQLException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  @Override
  public Session openForReading() throws SQLException {
    Session session = connect();
    try {
      session.update("PRAGMA query_only = ON");
      return session;
    } catch (SQLException | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  private Session connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("busy_timeout", Long.toString(busy.toMillis()));
    // As a URI, so that no character of the path means anything to the driver.
    String url = "jdbc:sqlite:" + file.toUri();
    try {
      Connection connection =
          Drivers.load("org.sqlite.JDBC", "org.xerial:sqlite-jdbc", "a SQLite store")
              .connect(url, properties);
      if (connection == null) {
        throw new StoreFailed("the SQLite driver does not take the path " + file, null);
      }
      return new Session(connection);
    } catch (LinkageError e) {
      throw new StoreFailed(
          "the native library of org.xerial:sqlite-jdbc cannot be loaded;"
              + " set -Dorg.sqlite.tmpdir to a directory that allows execution",
          e);
    }
  }

  /** SQLite does not wait by itself while two connections switch the mode of a new file. */
  private void useWriteAheadLog(Session session) throws SQLException {
    long deadline = System.nanoTime() + busy.toNanos();
    while (true) {
      try {
        session.list("PRAGMA journal_mode = WAL", row -> row.getString(1));
        return;
      } catch (SQLException e) {
        if (e.getErrorCode() != BUSY || System.nanoTime() > deadline) {
          throw e;
        }
        LockSupport.parkNanos(5_000_000);
      }
    }
  }

  @Override
  public int readers() {
    return READERS;
  }

  @Override
  public boolean keepsReaders() {
    return true;
  }

  /** There is one writer at a time, whatever the names are. */
  @Override
  public Instant begin(Session session, Collection<String> names) throws SQLException {
    session.update("BEGIN IMMEDIATE");
    return now(session);
  }

  @Override
  public void beginUpgrade(Session session) throws SQLException {
    session.update("BEGIN IMMEDIATE");
  }

  /** SQLite runs in this process: its answers do not get lost. */
  @Override
  public boolean mark(Session session, String writer, long number, Instant now) {
    return true;
  }

  @Override
  public void commit(Session session) throws SQLException {
    session.update("COMMIT");
  }

  @Override
  public void rollback(Session session) throws SQLException {
    session.update("ROLLBACK");
  }

  /** Whoever has the file has the machine, and its clock. */
  @Override
  public Instant now(Session session) {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  public List<String> ownTables() {
    return List.of();
  }

  /** The driver has waited already, as long as it was told to. */
  @Override
  public Fault fault(SQLException failure) {
    return Fault.LASTING;
  }

  @Override
  public Duration patience() {
    return Duration.ZERO;
  }

  @Override
  public String text() {
    return "TEXT";
  }

  @Override
  public String bytes() {
    return "BLOB";
  }

  @Override
  public void requireOwn(Session session) throws SQLException {
    String sql =
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'schema_version' LIMIT 1";
    session
        .first(sql, row -> row.getString(1))
        .ifPresent(
            table -> {
              throw new StoreFailed(
                  name()
                      + " belongs to another program, it has a table "
                      + table
                      + "; give the path of a file of its own",
                  null);
            });
  }

  @Override
  public String name() {
    return "the state store " + file;
  }

  @Override
  public StoreFailed explain(SQLException failure) {
    return new StoreFailed(name() + sentence(failure), failure);
  }

  private String sentence(SQLException failure) {
    return switch (failure.getErrorCode()) {
      case BUSY, 6 ->
          " was locked by another process for "
              + busy.toMillis()
              + " ms; find it with fuser and end it, or try again";
      case 3, 8, 23 ->
          " cannot be written; check the owner and the mode of the file and of its directory, and"
              + " that the file system is not mounted read-only";
      case 10 ->
          " could not be read or written by the operating system, so the last change may be kept or"
              + " not; check the disk ("
              + failure.getMessage()
              + ")";
      case 11 ->
          " is damaged; restore it from a backup, or move it away to start with an empty one";
      case 13 -> " cannot grow, the disk is full; free some space and try again";
      case 14 ->
          " cannot be opened; check that its directory exists and may be written by this user";
      case 26 -> " is not a SQLite database; give the path of another file, or move it away";
      default -> " failed: " + failure.getMessage();
    };
  }
}
