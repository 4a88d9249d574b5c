package io.dockeradvanced.store;

import io.dockeradvanced.store.Session.Work;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one connection that writes, with group commit.
 *
 * <p>A write costs one sync of the disk, however small it is. So whoever comes while another thread
 * commits only queues up; the first of them to get the lock then runs all that is queued in one
 * transaction, with one sync. Each runs under a savepoint: what it refuses is taken back without
 * its neighbours. Nobody returns before the commit.
 */
final class Writer implements AutoCloseable {
  private static final int GROUP = 256;

  private final Database database;
  private final Schema schema;
  private final Queue<Pending<?>> queue = new ConcurrentLinkedQueue<>();
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Session session;
  private boolean closed;

  Writer(Database database, Schema schema) {
    this.database = database;
    this.schema = schema;
  }

  /** Runs the work in a transaction and returns when it is on the disk. */
  <T> T write(Work<T> work) {
    Pending<T> mine = new Pending<>(work);
    queue.add(mine);
    lock.lock();
    try {
      while (!mine.done) {
        commit(next());
      }
    } finally {
      lock.unlock();
    }
    return mine.result();
  }

  /** Creates or upgrades the tables, if that was not done yet. */
  void prepare() {
    lock.lock();
    try {
      session();
    } catch (SQLException e) {
      throw database.explain(e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      discard();
    } finally {
      lock.unlock();
    }
  }

  private List<Pending<?>> next() {
    List<Pending<?>> group = new ArrayList<>();
    Pending<?> pending;
    while (group.size() < GROUP && (pending = queue.poll()) != null) {
      group.add(pending);
    }
    return group;
  }

  private void commit(List<Pending<?>> group) {
    boolean committing = false;
    try {
      Session open = session();
      open.update(database.begin());
      for (Pending<?> pending : group) {
        pending.runIn(open);
      }
      committing = true;
      open.update("COMMIT");
      group.forEach(pending -> pending.done = true);
    } catch (SQLException e) {
      // The connection may be in any state; the next write opens a new one. Closing rolls back.
      discard();
      if (group.size() == 1 || committing) {
        group.forEach(pending -> pending.fail(database.explain(e)));
      } else {
        // One of them has spoilt it for all: each for itself, so that only that one fails.
        group.forEach(pending -> commit(List.of(pending)));
      }
    } catch (RuntimeException | Error e) {
      discard();
      group.forEach(pending -> pending.fail(e));
    }
  }

  private Session session() throws SQLException {
    if (closed) {
      throw new StoreFailed(database.name() + " is closed", null);
    }
    Session open = session;
    if (open == null) {
      open = database.open();
      try {
        schema.upgrade(open);
      } catch (SQLException | RuntimeException e) {
        open.close();
        throw e;
      }
      session = open;
    }
    return open;
  }

  private void discard() {
    Session open = session;
    session = null;
    if (open != null) {
      open.close();
    }
  }

  /** Work that waits for its commit; its fields are guarded by the lock. */
  private static final class Pending<T> {
    private final Work<T> work;
    private @Nullable T result;
    private @Nullable Throwable failure;
    private boolean done;

    Pending(Work<T> work) {
      this.work = work;
    }

    void runIn(Session session) throws SQLException {
      failure = null;
      session.update("SAVEPOINT one");
      try {
        result = work.run(session);
      } catch (RuntimeException e) {
        failure = e;
        session.update("ROLLBACK TO one");
      }
      session.update("RELEASE one");
    }

    void fail(Throwable cause) {
      failure = cause;
      done = true;
    }

    /** Thrown anew where it was called: the work may have run in another thread. */
    @SuppressWarnings("NullAway") // the work has run, and null is as good a result as any
    T result() {
      if (failure instanceof StoreConflict conflict) {
        throw new StoreConflict(String.valueOf(conflict.getMessage()));
      } else if (failure != null) {
        throw new StoreFailed(String.valueOf(failure.getMessage()), failure);
      }
      return result;
    }
  }
}
