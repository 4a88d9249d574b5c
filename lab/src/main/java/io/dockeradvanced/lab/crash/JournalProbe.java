package io.dockeradvanced.lab.crash;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Counts the writes of a journal, and freezes everybody who writes at one of them. Knows nothing of
 * the type of the journal but the name of the method that writes.
 */
final class JournalProbe {
  private final KillPoint point;
  private final Consumer<KillPoint> reached;
  private final AtomicInteger writes = new AtomicInteger();
  private volatile boolean frozen;

  /**
   * @param reached told when the point is reached, before it freezes
   */
  JournalProbe(KillPoint point, Consumer<KillPoint> reached) {
    this.point = point;
    this.reached = reached;
  }

  /** One that only counts. */
  static JournalProbe counting() {
    return new JournalProbe(KillPoint.NEVER, point -> {});
  }

  int writes() {
    return writes.get();
  }

  <T> T wrap(Class<T> type, T journal, String writing) {
    Object proxy =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              if (method.getName().equals("equals")) {
                return self == arguments[0];
              }
              boolean writes = method.getName().equals(writing);
              int number = writes ? before() : 0;
              Object result;
              try {
                result = method.invoke(journal, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
              if (writes) {
                after(number);
              }
              return result;
            });
    return type.cast(proxy);
  }

  private int before() {
    freezeIf(frozen);
    int number = writes.incrementAndGet();
    at(number, false);
    return number;
  }

  private void after(int number) {
    at(number, true);
    freezeIf(frozen);
  }

  private void at(int number, boolean after) {
    if (number == point.write() && after == point.after()) {
      frozen = point.freezes();
      reached.accept(point);
      freezeIf(frozen);
    }
  }

  /** Until the process is killed. */
  private static void freezeIf(boolean freeze) {
    while (freeze) {
      LockSupport.park();
    }
  }
}
