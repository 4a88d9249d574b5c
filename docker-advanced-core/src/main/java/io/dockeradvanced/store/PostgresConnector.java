package io.dockeradvanced.store;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Properties;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to a PostgreSQL server, all with the same settings.
 *
 * <p>The password comes from who opened the store, from the URL, from {@code PGPASSWORD}, or from
 * the driver's own {@code .pgpass}, in this order. It is handed to the driver apart from the URL,
 * which the driver may log.
 */
final class PostgresConnector {
  static final String ARTIFACT = "org.postgresql:postgresql";
  static final String NEED = "a PostgreSQL store";

  /** For what must not be left to how the server happens to be set up. */
  private static final String SESSION =
      // A transaction sees what others committed while it waited for its locks.
      "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED;"
          // Who stands still with locks in his hands loses them.
          + "SET idle_in_transaction_session_timeout = '5s';"
          + "SET lock_timeout = '10s';"
          // A write is durable when its call returns; remote_apply and the like are more than that.
          + "SELECT set_config('synchronous_commit', 'on', false)"
          + " WHERE current_setting('synchronous_commit') = 'off'";

  private final PostgresUrl url;
  private final @Nullable Login login;
  private final UnaryOperator<@Nullable String> environment;
  private @Nullable Driver driver;

  PostgresConnector(PostgresUrl url, @Nullable Login login) {
    this(url, login, System::getenv);
  }

  PostgresConnector(
      PostgresUrl url, @Nullable Login login, UnaryOperator<@Nullable String> environment) {
    this.url = url;
    this.login = login;
    this.environment = environment;
    if (login != null && url.parameters().containsKey("user")) {
      throw new StoreFailed("the user of " + name() + " is given twice, in the URL too", null);
    }
  }

  String name() {
    return "the state store " + url.name();
  }

  /** A new connection. */
  Connection connect() throws SQLException {
    Connection connection = driver().connect(url.address(), properties());
    try (Statement statement = connection.createStatement()) {
      statement.execute(SESSION);
      return connection;
    } catch (SQLException | RuntimeException e) {
      try {
        connection.close();
      } catch (SQLException close) {
        e.addSuppressed(close);
      }
      throw e;
    }
  }

  private Properties properties() {
    Properties properties = url.properties();
    properties.putIfAbsent("connectTimeout", "10");
    // Longer than any statement of ours may wait for a lock.
    properties.putIfAbsent("socketTimeout", "30");
    properties.putIfAbsent("tcpKeepAlive", "true");
    properties.putIfAbsent("ApplicationName", "docker-advanced");
    if (url.hasSeveralServers()) {
      properties.putIfAbsent("targetServerType", "primary");
    }
    String password = environment.apply("PGPASSWORD");
    if (login != null) {
      properties.setProperty("user", login.user());
      properties.setProperty("password", login.password().get());
    } else if (password != null && !password.isEmpty()) {
      properties.putIfAbsent("password", password);
    }
    return properties;
  }

  private synchronized Driver driver() throws SQLException {
    Driver known = driver;
    if (known == null) {
      known = Drivers.load("org.postgresql.Driver", ARTIFACT, NEED);
      requireKnown(known);
      driver = known;
    }
    return known;
  }

  /** The driver itself passes over what it does not know, such as a misspelt currentSchema. */
  private void requireKnown(Driver driver) throws SQLException {
    if (!driver.acceptsURL(url.address())) {
      throw new StoreFailed(
          name()
              + " has an address that the driver does not take; write"
              + " jdbc:postgresql://HOST:PORT/DATABASE",
          null);
    }
    Set<String> known =
        Arrays.stream(driver.getPropertyInfo(url.address(), new Properties()))
            .map((DriverPropertyInfo info) -> info.name)
            .collect(Collectors.toSet());
    for (String name : url.parameters().keySet()) {
      if (!known.contains(name)) {
        throw new StoreFailed(
            name()
                + " has a parameter "
                + name
                + " that its driver does not know; see the documentation of the PostgreSQL JDBC"
                + " driver for those there are",
            null);
      }
    }
  }
}
