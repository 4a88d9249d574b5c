package io.dockeradvanced.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connections for reading, kept and tested by HikariCP. It is given a source that connects, and so
 * never sees a password.
 */
final class PostgresPool implements AutoCloseable {
  static final int CONNECTIONS = 4;
  static final String ARTIFACT = "com.zaxxer:HikariCP";

  private final HikariDataSource pool;

  PostgresPool(PostgresConnector connector) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("docker-advanced-store");
    config.setDataSource(new Source(connector));
    config.setMaximumPoolSize(CONNECTIONS);
    // A store that is not used costs the server nothing.
    config.setMinimumIdle(0);
    config.setIdleTimeout(TimeUnit.MINUTES.toMillis(1));
    // Short: whoever reads tries again for as long as it makes sense.
    config.setConnectionTimeout(TimeUnit.SECONDS.toMillis(2));
    config.setValidationTimeout(TimeUnit.SECONDS.toMillis(1));
    // The first connection was that of the writer; it said what is wrong if anything is.
    config.setInitializationFailTimeout(-1);
    this.pool = new HikariDataSource(config);
  }

  Connection connection() throws SQLException {
    return pool.getConnection();
  }

  @Override
  public void close() {
    pool.close();
  }

  private record Source(PostgresConnector connector) implements DataSource {
    @Override
    public Connection getConnection() throws SQLException {
      return connector.connect();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
      throw new SQLFeatureNotSupportedException("the user is set already");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
      return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
      // It writes nothing.
    }

    @Override
    public void setLoginTimeout(int seconds) {
      // The connector has a timeout of its own.
    }

    @Override
    public int getLoginTimeout() {
      // The pool takes it for how long it may wait, at its end, for one that connects.
      return 5;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
      throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
      throw new SQLException("not a wrapper");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
      return false;
    }
  }
}
