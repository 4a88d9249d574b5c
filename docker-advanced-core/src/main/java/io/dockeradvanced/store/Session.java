package io.dockeradvanced.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** A connection with its prepared statements; used by one thread at a time. */
final class Session implements AutoCloseable {

  /** Something to do with a session. */
  interface Work<T> {
    T run(Session session) throws SQLException;
  }

  /** Reads the current row. */
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  private final Connection connection;
  private final Map<String, PreparedStatement> statements = new HashMap<>();

  Session(Connection connection) {
    this.connection = connection;
  }

  Connection connection() {
    return connection;
  }

  int update(String sql, Object... values) throws SQLException {
    PreparedStatement statement = bind(sql, values);
    int changed = statement.executeUpdate();
    keep(sql, statement);
    return changed;
  }

  <T> List<T> list(String sql, Row<T> row, Object... values) throws SQLException {
    PreparedStatement statement = bind(sql, values);
    List<T> found = new ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        found.add(row.read(rows));
      }
    }
    keep(sql, statement);
    return found;
  }

  <T> Optional<T> first(String sql, Row<T> row, Object... values) throws SQLException {
    List<T> found = list(sql, row, values);
    return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
  }

  private PreparedStatement bind(String sql, Object... values) throws SQLException {
    PreparedStatement statement = statements.remove(sql);
    if (statement == null) {
      statement = connection.prepareStatement(sql);
    }
    for (int i = 0; i < values.length; i++) {
      if (values[i] instanceof byte[] bytes) {
        statement.setBytes(i + 1, bytes);
      } else if (values[i] instanceof Long number) {
        statement.setLong(i + 1, number);
      } else if (values[i] instanceof Integer number) {
        statement.setInt(i + 1, number);
      } else {
        statement.setString(i + 1, (String) values[i]);
      }
    }
    return statement;
  }

  /**
   * For the next time, without the values: one may be big. A statement that failed is not kept, the
   * driver has closed it; what is left of it goes with the connection.
   */
  private void keep(String sql, PreparedStatement statement) throws SQLException {
    statement.clearParameters();
    statements.put(sql, statement);
  }

  /** Closes the connection and with it the statements; there is nothing to do when that fails. */
  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      LoggerFactory.getLogger(Session.class).debug("a connection did not close", e);
    }
  }
}
