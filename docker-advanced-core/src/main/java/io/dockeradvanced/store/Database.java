package io.dockeradvanced.store;

import java.sql.SQLException;

/** What differs between the databases that a {@link JdbcStore} can stand on. */
interface Database {
  /** A new session that may write. */
  Session open() throws SQLException;

  /** A new session for reading. */
  Session openForReading() throws SQLException;

  /** The statement that begins a transaction which nobody can overtake. */
  String begin();

  /** The type of a column of text that is compared byte by byte. */
  String text();

  /** The type of a column of bytes. */
  String bytes();

  /** Refuses a database that holds the tables of another program. */
  void requireOwn(Session session) throws SQLException;

  /** The sentence for the caller. */
  StoreFailed explain(SQLException failure);

  /** How messages name this database. */
  String name();
}
