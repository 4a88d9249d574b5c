package io.dockeradvanced.internal;

import io.dockeradvanced.DockerAdvanced;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link DockerAdvanced} gives to our own packages and to nobody else.
 *
 * <pre>{@code
 * Runner runner = Owner.of(da).singleton(Runner.class, () -> new Runner(da));
 * Owner.of(da).onClose(runner);
 * }</pre>
 */
public interface Owner {

  static Owner of(DockerAdvanced da) {
    return Access.of(da);
  }

  /** Runs anything, at once, on threads that do not keep the JVM alive. */
  ExecutorService executor();

  /** Starts short tasks at a time; what may block belongs to {@link #executor()}. */
  ScheduledExecutorService scheduler();

  /** Ends what has passed its deadline. */
  Watchdog watchdog();

  /**
   * Closes {@code part} when the owner is closed: the last registered first, all of them before the
   * hosts, the store and the executors. Closes it at once when the owner is closed already.
   */
  void onClose(AutoCloseable part);

  /** The one {@code type} of this owner, made on the first call. */
  <T> T singleton(Class<T> type, Supplier<T> make);

  /** Throws {@link IllegalStateException} once the owner is closed. */
  void checkOpen();

  /** How {@link DockerAdvanced} lets us in without a public method. */
  final class Access {
    private static volatile @Nullable Function<DockerAdvanced, Owner> open;

    private Access() {}

    /** Called once, when {@link DockerAdvanced} is initialised. */
    public static void grant(Function<DockerAdvanced, Owner> way) {
      open = way;
    }

    static Owner of(DockerAdvanced da) {
      Function<DockerAdvanced, Owner> way = open;
      if (way == null) {
        throw new IllegalStateException("DockerAdvanced is not initialised");
      }
      return way.apply(da);
    }
  }
}
