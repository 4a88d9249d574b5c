package io.dockeradvanced.store;

import io.dockeradvanced.store.Session.Work;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/** A few sessions for reading, opened when they are needed. */
final class Readers implements AutoCloseable {
  private final Database database;
  private final Semaphore permits;
  private final ConcurrentLinkedDeque<Session> idle = new ConcurrentLinkedDeque<>();
  private final Away away = new Away();
  private volatile boolean closed;

  Readers(Database database) {
    this.database = database;
    this.permits = new Semaphore(database.readers());
  }

  <T> T read(Work<T> work) {
    permits.acquireUninterruptibly();
    try (Outage outage = new Outage(database, () -> true, away)) {
      while (true) {
        try {
          T result = once(work);
          away.isOver();
          return result;
        } catch (SQLException e) {
          if (!outage.again(e)) {
            throw database.explain(e);
          }
        }
      }
    } finally {
      permits.release();
    }
  }

  private <T> T once(Work<T> work) throws SQLException {
    if (closed) {
      throw new StoreFailed(database.name() + " is closed", null);
    }
    Session session = idle.pollFirst();
    if (session == null) {
      session = database.openForReading();
    }
    boolean usable = false;
    try {
      T result = work.run(session);
      usable = true;
      return result;
    } finally {
      giveBack(session, usable);
    }
  }

  private void giveBack(Session session, boolean usable) {
    if (usable && database.keepsReaders()) {
      idle.addFirst(session);
    } else {
      session.close();
    }
    if (closed) {
      close();
    }
  }

  @Override
  public void close() {
    closed = true;
    Session session;
    while ((session = idle.pollFirst()) != null) {
      session.close();
    }
  }
}
