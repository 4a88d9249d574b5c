package io.dockeradvanced.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.IntConsumer;

/**
 * The signals that this process gets. Nothing else in Java hears them than {@code sun.misc.Signal},
 * and javac warns of each mention of it with no way to say that one knows; so it is not mentioned.
 */
final class Signals {
  private Signals() {}

  /**
   * Has the number of each signal of this name told; answers false when nobody will hear of it,
   * because the JVM leaves signals alone or the system has none of that name.
   */
  static boolean listen(String name, IntConsumer listener) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Method number = signal.getMethod("getNumber");
      Object listening =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> {
                switch (method.getName()) {
                  case "handle" -> listener.accept((int) number.invoke(arguments[0]));
                  case "equals" -> {
                    return self == arguments[0];
                  }
                  case "hashCode" -> {
                    return System.identityHashCode(self);
                  }
                  default -> {
                    return "listener";
                  }
                }
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), listening);
      return true;
    } catch (InvocationTargetException e) {
      if (!(e.getCause() instanceof IllegalArgumentException)) {
        throw new IllegalStateException("cannot listen to signals", e);
      }
      // The JVM was told to leave signals alone (-Xrs); they end it as they end any process.
      return false;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JDK has no sun.misc.Signal", e);
    }
  }
}
