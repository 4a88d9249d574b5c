package io.dockeradvanced.operation;

import java.util.HashSet;
import java.util.Set;

/** Threads at work that may be interrupted, each only while it is at this work. Thread-safe. */
final class Interrupts {
  private final Set<Thread> threads = new HashSet<>();
  private boolean closed;

  /** The calling thread begins; false when nobody may begin any more. */
  synchronized boolean enter() {
    return !closed && threads.add(Thread.currentThread());
  }

  /** The calling thread is done; an interrupt that came too late does not reach its next task. */
  synchronized void leave() {
    if (threads.remove(Thread.currentThread())) {
      Thread.interrupted();
    }
  }

  /** Lets nobody begin any more. */
  synchronized void close() {
    closed = true;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  synchronized void interrupt() {
    threads.forEach(Thread::interrupt);
  }
}
