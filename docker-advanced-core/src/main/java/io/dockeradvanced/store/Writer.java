package io.dockeradvanced.store;

import static java.util.Objects.requireNonNull;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one connection that writes, with group commit.
 *
 * <p>A write costs one sync of the disk, however small it is. So whoever comes while another thread
 * commits only queues up. When that thread is done, the first in the queue leads: it runs all that
 * is queued in one transaction, with one sync. What is refused is taken back by a savepoint,
 * without its neighbours. Nobody returns before the commit, and nobody holds the lock during it.
 *
 * <p>Every transaction has a number that it writes down itself ({@link Database#mark}). When the
 * connection dies and nobody knows whether it was committed, it is done again under the same number
 * - unless the number is there: then it was committed, and what it answered holds.
 */
final class Writer implements AutoCloseable {
  private static final int GROUP = 256;

  private final Database database;
  private final Schema schema;
  private final String name = UUID.randomUUID().toString();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private final Queue<Pending<?>> queue = new ArrayDeque<>(); // guarded by lock
  private boolean leading; // guarded by lock; who set it owns the session
  private volatile boolean closed;
  private volatile boolean prepared;
  private final Away away = new Away();
  private @Nullable Session session;
  private long number;

  Writer(Database database, Schema schema) {
    this.database = database;
    this.schema = schema;
  }

  /** Something to do in a transaction that began at this time. */
  interface Work<T> {
    T run(Session session, Instant now) throws SQLException;
  }

  /**
   * Runs the work in a transaction and returns when it is on the disk.
   *
   * @param names what it reads or changes; nobody else changes it meanwhile
   */
  <T> T write(Collection<String> names, Work<T> work) {
    return done(names, work);
  }

  /** Creates or upgrades the tables, if that was not done yet. */
  void prepare() {
    if (!prepared) {
      done(List.of(), null);
    }
  }

  private <T> T done(Collection<String> names, @Nullable Work<T> work) {
    Pending<T> mine;
    List<Pending<?>> group = null;
    lock.lock();
    try {
      mine = new Pending<>(names, work, lock.newCondition());
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
    if (group.stream().anyMatch(pending -> pending.work != null)) {
      number++;
    }
    Attempt attempt = new Attempt(group, number);
    try (Outage outage = new Outage(database, () -> prepared, away)) {
      while (true) {
        try {
          attempt.run(session());
          away.isOver();
          return;
        } catch (SQLException e) {
          // The connection may be in any state; the next try opens a new one. Closing rolls back.
          discard();
          if (!outage.again(e)) {
            attempt.failed(e);
            return;
          }
        }
      }
    } catch (RuntimeException | Error e) {
      discard();
      group.forEach(pending -> pending.failure = attempt.known(e));
    }
  }

  /** A group on its way into the database, by one transaction or by several tries of it. */
  private final class Attempt {
    private final List<Pending<?>> group;
    private final long number;
    private boolean committing;
    private boolean unsure;

    Attempt(List<Pending<?>> group, long number) {
      this.group = group;
      this.number = number;
    }

    void run(Session open) throws SQLException {
      committing = false;
      List<Pending<?>> works = group.stream().filter(pending -> pending.work != null).toList();
      if (works.isEmpty()) {
        return;
      }
      Set<String> names = new TreeSet<>();
      works.forEach(pending -> names.addAll(pending.names));
      Instant now = database.begin(open, names);
      if (!database.mark(open, name, number, now)) {
        // The reply to an earlier commit was lost: it is done, with the results it had.
        database.rollback(open);
        return;
      }
      unsure = false;
      if (works.size() == 1) {
        if (!works.get(0).runIn(open, now)) {
          database.rollback(open);
          return;
        }
      } else {
        runAll(works, open, now);
      }
      committing = true;
      try {
        database.commit(open);
      } catch (SQLException e) {
        unsure = database.fault(e) == Database.Fault.AWAY;
        throw e;
      }
      committing = false;
    }

    /** Most often nobody is refused, and then one savepoint is enough for all. */
    private void runAll(List<Pending<?>> works, Session open, Instant now) throws SQLException {
      open.update("SAVEPOINT everything");
      for (Pending<?> pending : works) {
        if (!pending.runIn(open, now)) {
          open.update("ROLLBACK TO everything");
          for (Pending<?> each : works) {
            each.runUnderSavepoint(open, now);
          }
          return;
        }
      }
    }

    /** It is given up. */
    void failed(SQLException e) {
      boolean one = group.size() == 1;
      if (one || unsure || committing || database.fault(e) != Database.Fault.LASTING) {
        Throwable failure = known(database.explain(e));
        group.forEach(pending -> pending.failure = failure);
      } else {
        // One of them has spoilt it for all: each for itself, so that only that one fails.
        group.forEach(pending -> commit(List.of(pending)));
      }
    }

    /** Tells as well that it may have happened, if so. */
    Throwable known(Throwable failure) {
      return unsure
          ? new StoreFailed(
              failure.getMessage()
                  + "; whether the last write was kept is not known, read it again",
              failure)
          : failure;
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
    private final Collection<String> names;
    private final @Nullable Work<T> work; // null when only the tables are wanted
    private final Condition moved;
    private @Nullable T result;
    private @Nullable Throwable failure;
    private boolean done; // guarded by lock

    Pending(Collection<String> names, @Nullable Work<T> work, Condition moved) {
      this.names = names;
      this.work = work;
      this.moved = moved;
    }

    /** Answers false when it is refused. */
    boolean runIn(Session session, Instant now) throws SQLException {
      failure = null;
      try {
        result = requireNonNull(work, "work is null").run(session, now);
        return true;
      } catch (RuntimeException e) {
        failure = e;
        return false;
      }
    }

    void runUnderSavepoint(Session session, Instant now) throws SQLException {
      session.update("SAVEPOINT one");
      if (!runIn(session, now)) {
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
