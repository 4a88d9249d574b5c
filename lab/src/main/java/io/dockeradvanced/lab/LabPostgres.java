package io.dockeradvanced.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;

/**
 * A real PostgreSQL server, started by {@code lab/postgres}. Where it cannot be started the test
 * fails; it is never skipped.
 *
 * <pre>{@code
 * @RegisterExtension static final LabDatabase database = LabPostgres.shared().database();
 * }</pre>
 */
public final class LabPostgres implements AutoCloseable {
  /** The only role of the server, a superuser. */
  public static final String USER = "da";

  private static final class Shared {
    static final LabPostgres SERVER = new LabPostgres("default");
  }

  private final Path script = LabScripts.project().resolve("lab/postgres");
  private final String name;
  private final String url;
  private final String password;
  private final Path pgpass;

  private LabPostgres(String name) {
    this(name, "up", name);
  }

  private LabPostgres(String name, String... words) {
    this.name = name;
    this.url = LabScripts.lastLine(script, Map.of(), words);
    String status =
        LabScripts.Run.of(java.util.List.of(script.toString(), "status", name), Map.of()).out();
    this.pgpass =
        status
            .lines()
            .filter(line -> line.startsWith("password"))
            .map(line -> Path.of(line.substring("password".length()).strip()))
            .findFirst()
            .orElseThrow(() -> new LabUnavailable("lab/postgres status names no password file"));
    try {
      String line = Files.readString(pgpass).strip();
      this.password = line.substring(line.lastIndexOf(':') + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The server that all tests share; it stays up. */
  public static LabPostgres shared() {
    return Shared.SERVER;
  }

  /** A server of one's own, which may be stopped; {@link #close()} removes it. */
  public static LabPostgres own() {
    return new LabPostgres(LabNames.create().unique("pg"));
  }

  /**
   * A server that follows this one and can {@link #promote take over}; {@link #close()} removes it.
   * From now on a commit here waits until it is there, too.
   */
  public LabPostgres standby() {
    String standby = LabNames.create().unique("pg");
    LabPostgres server = new LabPostgres(standby, "standby", standby, name);
    sql("postgres", "ALTER SYSTEM SET synchronous_standby_names = '*'", "SELECT pg_reload_conf()");
    Waiting.assertSoon(
        "commits wait for the standby",
        Duration.ofSeconds(20),
        () -> sql("postgres", "SELECT sync_state FROM pg_stat_replication").equals("sync"));
    return server;
  }

  /** A database's address on this server, with another server as the second one to try. */
  public String orOn(LabPostgres other, String url) {
    return url.replace(place() + "/", place() + "," + other.place() + "/");
  }

  /** An address of another server, here. */
  public String here(LabPostgres other, String url) {
    return url.replace(other.place() + "/", place() + "/");
  }

  private String place() {
    return URI.create(url.substring("jdbc:".length())).getAuthority();
  }

  /** A database of one's own on this server; made by JUnit before the tests of a class. */
  public LabDatabase database() {
    return new LabDatabase(this, LabNames.create().unique("db").replace('-', '_'));
  }

  /** The password of {@link #USER}. */
  public String password() {
    return password;
  }

  /** A file for {@code PGPASSFILE}. */
  public Path passwordFile() {
    return pgpass;
  }

  /** The address of a database, without user and password. */
  public String url(String database) {
    return url.substring(0, url.lastIndexOf('/') + 1) + database;
  }

  /** Stops and starts the server; {@code immediate} is a crash. */
  public void restart(String mode) {
    LabScripts.lastLine(script, Map.of(), "restart", name, mode);
  }

  /** Stops the server for good; {@code immediate} is a crash. */
  public void stop(String mode) {
    LabScripts.lastLine(script, Map.of(), "stop", name, mode);
  }

  /** Lets a standby take over. */
  public void promote() {
    LabScripts.lastLine(script, Map.of(), "promote", name);
  }

  /** The first process of the server, to be frozen or killed. */
  public long pid() {
    String status =
        LabScripts.Run.of(java.util.List.of(script.toString(), "status", name), Map.of()).out();
    return status
        .lines()
        .filter(line -> line.startsWith("pid"))
        .mapToLong(line -> Long.parseLong(line.substring("pid".length()).strip()))
        .findFirst()
        .orElseThrow(() -> new LabUnavailable("the server " + name + " does not run"));
  }

  /** Runs statements in a database, and answers the first value of the last one. */
  public String sql(String database, String... statements) {
    String answer = "";
    Properties login = new Properties();
    login.setProperty("user", USER);
    login.setProperty("password", password);
    try (Connection connection = DriverManager.getConnection(url(database), login);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        answer = "";
        if (statement.execute(sql)) {
          try (ResultSet rows = statement.getResultSet()) {
            answer = rows.next() ? String.valueOf(rows.getString(1)) : "";
          }
        }
      }
      return answer;
    } catch (SQLException e) {
      throw new IllegalStateException(String.join("; ", statements), e);
    }
  }

  @Override
  public void close() {
    LabScripts.lastLine(script, Map.of(), "down", name);
  }

  @Override
  public String toString() {
    return url;
  }
}
