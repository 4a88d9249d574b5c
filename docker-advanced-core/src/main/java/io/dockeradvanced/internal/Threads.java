package io.dockeradvanced.internal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/** Threads that never keep the JVM alive; virtual ones where the JVM has them. */
public final class Threads {
  private Threads() {}

  /** Virtual threads on Java 21 and newer, daemon threads before. */
  public static ThreadFactory workers(String prefix) {
    // By name, because the classes are compiled for Java 17.
    try {
      var lookup = MethodHandles.publicLookup();
      Class<?> builder = Class.forName("java.lang.Thread$Builder$OfVirtual");
      Object virtual =
          lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(builder)).invoke();
      Object named =
          lookup
              .findVirtual(
                  builder, "name", MethodType.methodType(builder, String.class, long.class))
              .invoke(virtual, prefix + "-", 1L);
      return (ThreadFactory)
          lookup
              .findVirtual(builder, "factory", MethodType.methodType(ThreadFactory.class))
              .invoke(named);
    } catch (Throwable beforeJava21) {
      return daemons(prefix);
    }
  }

  /** Daemon platform threads, for work that must not wait for a carrier thread. */
  public static ThreadFactory daemons(String prefix) {
    AtomicLong count = new AtomicLong();
    return work -> {
      Thread thread = new Thread(work, prefix + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
