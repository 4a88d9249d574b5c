package io.dockeradvanced.store;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** What differs between the databases that a {@link JdbcStore} can stand on. */
interface Database extends AutoCloseable {

  /** What a failure means for the one who asked. */
  enum Fault {
    /** The connection is gone. Nobody knows what became of a commit that was on its way. */
    AWAY,
    /** The server answers, and will soon be ready. */
    STARTING,
    /** Nothing is wrong but the moment; nothing was changed. */
    COLLISION,
    /** The next try would fail as well. */
    LASTING
  }

  /** A new session that may write. */
  Session open() throws SQLException;

  /** A session for reading; its owner closes it. */
  Session openForReading() throws SQLException;

  /** How many sessions may read at once. */
  int readers();

  /** Whether sessions for reading are kept open by who reads; otherwise a pool keeps them. */
  boolean keepsReaders();

  /**
   * Begins a transaction that nobody overtakes who writes under one of these names too.
   *
   * @return the time, by which leases are judged
   */
  Instant begin(Session session, Collection<String> names) throws SQLException;

  /** Begins the transaction of the one who changes the tables. */
  void beginUpgrade(Session session) throws SQLException;

  /**
   * Writes down, in the transaction, that it is this one of the writer's transactions.
   *
   * @return false when that one was committed before: nobody had heard of it
   */
  boolean mark(Session session, String writer, long number, Instant now) throws SQLException;

  void commit(Session session) throws SQLException;

  void rollback(Session session) throws SQLException;

  /** The time now, for readers. */
  Instant now(Session session) throws SQLException;

  /** The type of a column of text that is compared byte by byte. */
  String text();

  /** The type of a column of bytes. */
  String bytes();

  /** What is created beside the tables of the first version. */
  List<String> ownTables();

  /** Refuses a database that holds the tables of another program. */
  void requireOwn(Session session) throws SQLException;

  /** What the failure means. */
  Fault fault(SQLException failure);

  /** How long to wait for a database that went away. */
  Duration patience();

  /** The sentence for the caller. */
  StoreFailed explain(SQLException failure);

  /** How messages name this database. */
  String name();

  /** Closes what was opened beside the sessions. */
  @Override
  default void close() {}
}
