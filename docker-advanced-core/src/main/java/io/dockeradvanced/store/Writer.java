package io.dockeradvanced.store;

import io.dockeradvanced.store.Session.Work;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one connection that writes, with group commit.
 *
 * <p>A write costs one sync of the disk, however small it is. So whoever comes while another thread
 * commits only queues up. When that thread is done, the first in the queue leads: it runs all that
 * is queued in one transaction, with one sync. Each runs under a savepoint: what is refused is
 * taken back without its neighbours. Nobody returns before the commit, and nobody holds the lock
 * during it.
 */
final class Writer implements AutoCloseable {
  private static final int GROUP = 256;

  private final Database database;
  private final Schema schema;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private final Queue<Pending<?>> queue = new ArrayDeque<>(); // guarded by lock
  private boolean leading; // guarded by lock; who set it owns the session
  private volatile boolean closed;
  private volatile boolean prepared;
  private @Nullable Session session;

  Writer(Database database, Schema schema) {
    this.database = database;
    this.schema = schema;
  }

  /** Runs the work in a transaction and returns when it is on the disk. */
  <T> T write(Work<T> work) {
    Pending<T> mine;
    List<Pending<?>> group = null;
    lock.lock();
    try {
      mine = new Pending<>(work, lock.newCondition());
      queue.add(mine);
      while (group == null && !mine.done) {
        if (leading) {
          mine.moved.awaitUninterruptibly();
        } else {
          leading = true;
          group = next();
        }
      }
    } finally {
      lock.unlock();
    }
    if (group != null) {
      lead(group, mine);
    }
    return mine.result();
  }

  /** Creates or upgrades the tables, if that was not done yet. */
  void prepare() {
    if (!prepared) {
      write(open -> true);
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      while (leading) {
        idle.awaitUninterruptibly();
      }
      discard();
    } finally {
      lock.unlock();
    }
  }

  /** Commits groups until it was the turn of {@code mine}, then leaves the lead to the next. */
  private void lead(List<Pending<?>> first, Pending<?> mine) {
    List<Pending<?>> group = first;
    boolean done = false;
    while (!done) {
      commit(group);
      lock.lock();
      try {
        group.forEach(Pending::wake);
        done = mine.done;
        if (done) {
          leading = false;
          idle.signalAll();
          Pending<?> next = queue.peek();
          if (next != null) {
            next.moved.signal();
          }
        } else {
          group = next();
        }
      } finally {
        lock.unlock();
      }
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
    } catch (SQLException e) {
      // The connection may be in any state; the next write opens a new one. Closing rolls back.
      discard();
      if (group.size() == 1 || committing) {
        group.forEach(pending -> pending.failure = database.explain(e));
      } else {
        // One of them has spoilt it for all: each for itself, so that only that one fails.
        group.forEach(pending -> commit(List.of(pending)));
      }
    } catch (RuntimeException | Error e) {
      discard();
      group.forEach(pending -> pending.failure = e);
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
      prepared = true;
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

  /** Work that waits for its commit. Result and failure are handed over by {@code done}. */
  private static final class Pending<T> {
    private final Work<T> work;
    private final Condition moved;
    private @Nullable T result;
    private @Nullable Throwable failure;
    private boolean done; // guarded by lock

    Pending(Work<T> work, Condition moved) {
      this.work = work;
      this.moved = moved;
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

    void wake() {
      done = true;
      moved.signal();
    }

    /** Thrown anew where it was called: the work may have run in another thread. */
    @SuppressWarnings("NullAway") // the work has run, and null is as good a result as any
    T result() {
      if (failure instanceof StoreConflict conflict) {
        throw new StoreConflict(String.valueOf(conflict.getMessage()));
      } else if (failure instanceof Error error) {
        throw error;
      } else if (failure != null) {
        throw new StoreFailed(String.valueOf(failure.getMessage()), failure);
      }
      return result;
    }
  }
}
