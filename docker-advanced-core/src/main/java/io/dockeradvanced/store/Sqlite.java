package io.dockeradvanced.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

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
      return (Driver)
          Class.forName("org.sqlite.JDBC", true, Sqlite.class.getClassLoader())
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
        java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
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

  /** Makes the file before SQLite does, because SQLite leaves the mode to the umask. */
  static final class PrivateFiles {
    private PrivateFiles() {}

    static void prepare(Path file) {
      if (Files.isDirectory(file)) {
        throw new StoreFailed(
            "the state store " + file + " is a directory; give the path of a file in it", null);
      }
      Path parent = file.getParent();
      try {
        if (parent != null && !Files.isDirectory(parent)) {
          createDirectories(parent);
        }
        if (!Files.exists(file)) {
          createFile(file);
        }
      } catch (IOException e) {
        throw new StoreFailed(
            "the state store "
                + file
                + " cannot be created; check that its directory may be written ("
                + e
                + ")",
            e);
      }
    }

    private static void createDirectories(Path directory) throws IOException {
      if (posix(directory)) {
        Files.createDirectories(directory, mode("rwx------"));
      } else {
        Files.createDirectories(directory);
      }
    }

    private static void createFile(Path file) throws IOException {
      try {
        if (posix(file)) {
          Files.createFile(file, mode("rw-------"));
        } else {
          Files.createFile(file);
        }
      } catch (java.nio.file.FileAlreadyExistsException e) {
        // Another process was faster, and made it the same way.
      }
    }

    private static boolean posix(Path path) {
      return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static java.nio.file.attribute.FileAttribute<?> mode(String mode) {
      return java.nio.file.attribute.PosixFilePermissions.asFileAttribute(
          java.nio.file.attribute.PosixFilePermissions.fromString(mode));
    }
  }
}
