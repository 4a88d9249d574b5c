package io.dockeradvanced.lab;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * An empty database for the tests of one class, dropped after them with all its connections. As a
 * static field with {@code @RegisterExtension}, or in a try block.
 */
public final class LabDatabase implements BeforeAllCallback, AfterAllCallback, AutoCloseable {
  private final LabPostgres server;
  private final String name;
  private final AtomicInteger schemas = new AtomicInteger();

  LabDatabase(LabPostgres server, String name) {
    this.server = server;
    this.name = name;
  }

  /** Makes it; JUnit does that by itself. */
  public LabDatabase create() {
    server.sql("postgres", "CREATE DATABASE " + name + " TEMPLATE template0 ENCODING 'UTF8'");
    return this;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    create();
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  /** The server it is on. */
  public LabPostgres server() {
    return server;
  }

  /** Its name on the server. */
  public String name() {
    return name;
  }

  /** Its address, without user and password. */
  public String url() {
    return server.url(name);
  }

  /** The address of a new, empty schema in it, without user and password. */
  public String freshSchema() {
    String schema = "s" + schemas.incrementAndGet();
    sql("CREATE SCHEMA " + schema);
    return url() + "?currentSchema=" + schema;
  }

  /** As {@link #freshSchema()}, with user and password; for this process only. */
  public String freshSchemaWithLogin() {
    return withLogin(freshSchema());
  }

  /** An address of {@link #freshSchema()}, with user and password; for this process only. */
  public String withLogin(String schema) {
    return schema + "&user=" + LabPostgres.USER + "&password=" + server.password();
  }

  /** Runs statements in it, and answers the first value of the last one. */
  public String sql(String... statements) {
    return server.sql(name, statements);
  }

  /** Ends every connection to it; answers how many there were. */
  public int terminateConnections() {
    return Integer.parseInt(
        server.sql(
            "postgres",
            "SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity"
                + " WHERE datname = '"
                + name
                + "'"));
  }

  @Override
  public void close() {
    server.sql("postgres", "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
  }
}
