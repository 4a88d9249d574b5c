package io.dockeradvanced.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;

/**
 * SQLite in one file. Write-ahead log, so that readers never wait; every commit is synced.
 *
 * <p>The driver is found by name: docker-advanced runs without it until a store is opened.
 */
final class Sqlite implements Database {
  private static final int BUSY = 5;

  private final Path file;
  private final Duration busy;

  Sqlite(Path file, Duration busy) {
    this.file = file.toAbsolutePath().normalize();
    this.busy = busy;
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
      Connection connection = driver().connect(url, properties);
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

  private static Driver driver() {
    try {
      return Class.forName("org.sqlite.JDBC", true, Sqlite.class.getClassLoader())
          .asSubclass(Driver.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ClassNotFoundException e) {
      throw new StoreFailed(
          "a SQLite store needs org.xerial:sqlite-jdbc on the class path; add it,"
              + " or use StateStore.memory()",
          e);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new StoreFailed(
          "org.xerial:sqlite-jdbc on the class path cannot be started; use the version that the"
              + " docker-advanced BOM names",
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
  public String begin() {
    return "BEGIN IMMEDIATE";
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
