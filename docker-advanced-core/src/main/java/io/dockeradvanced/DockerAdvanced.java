package io.dockeradvanced;

import static java.util.Objects.requireNonNull;

import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.host.Endpoint;
import io.dockeradvanced.host.HostResult;
import io.dockeradvanced.internal.Owner;
import io.dockeradvanced.internal.OwnerParts;
import io.dockeradvanced.internal.host.EngineHost;
import io.dockeradvanced.internal.host.Fleet;
import io.dockeradvanced.internal.host.HostAddress;
import io.dockeradvanced.store.StateStore;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The owner of everything alive: hosts, connections, threads, the store. Thread-safe.
 *
 * <p>Nothing is global: two owners in one JVM do not meet. A dead server fails its own calls, never
 * the start of the application.
 *
 * <pre>{@code
 * try (DockerAdvanced da = DockerAdvanced.create(Config.defaults())) {
 *   DockerHost web1 = da.host("web1", "unix:///var/run/docker.sock");
 *   System.out.println(web1.info().serverVersion());
 * }
 * }</pre>
 */
public final class DockerAdvanced implements Handle {
  static {
    Owner.Access.grant(da -> da.parts);
  }

  private final Config config;
  private final Clock clock;
  private final OwnerParts parts;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, EngineHost> hosts = new LinkedHashMap<>();
  private @Nullable StateStore store;

  private DockerAdvanced(Config config) {
    this.config = requireNonNull(config, "config is null");
    this.clock = config.part(Clock.class).orElseGet(Clock::systemUTC);
    this.parts = new OwnerParts(config);
  }

  /** An owner with the default configuration. */
  public static DockerAdvanced create() {
    return create(Config.defaults());
  }

  /** An owner; starts and opens nothing yet. */
  public static DockerAdvanced create(Config config) {
    return new DockerAdvanced(config);
  }

  /** A host whose {@code close()} closes the owner that was made for it. */
  public static DockerHost privateHost(Endpoint endpoint, Config config) {
    return new DockerAdvanced(config).add(HostAddress.name(endpoint.uri()), endpoint, false);
  }

  /**
   * The host of this name; the same object for the same name and address. Opens nothing yet.
   *
   * @throws IllegalArgumentException when the name belongs to another address
   * @throws InvalidSpec when the address is not one we can speak to
   */
  public DockerHost host(String name, String uri) {
    return host(name, Endpoint.of(uri));
  }

  /** As {@link #host(String, String)}, with TLS or SSH options of its own, such as a context. */
  public DockerHost host(String name, Endpoint endpoint) {
    if (requireNonNull(name, "name is null").isBlank()) {
      throw new IllegalArgumentException("name is blank");
    }
    return add(name, endpoint, true);
  }

  /** The host at this address, named after it. */
  public DockerHost host(String uri) {
    return host(Endpoint.of(uri));
  }

  /** The host at this address, named after it. */
  public DockerHost host(Endpoint endpoint) {
    return add(HostAddress.name(endpoint.uri()), endpoint, true);
  }

  private DockerHost add(String name, Endpoint endpoint, boolean borrowed) {
    lock.lock();
    try {
      parts.checkOpen();
      EngineHost known = hosts.get(name);
      if (known == null) {
        known = new EngineHost(name, endpoint, this, borrowed);
        hosts.put(name, known);
      } else if (!known.endpoint().equals(endpoint)) {
        throw new IllegalArgumentException(
            "the host '%s' is %s already, not %s; choose another name"
                .formatted(name, known.endpoint(), endpoint));
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  /** The hosts named so far, in that order. */
  public List<DockerHost> hosts() {
    lock.lock();
    try {
      return List.copyOf(hosts.values());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Asks all hosts at once and waits for all, but no longer than {@code timeout}. A host that fails
   * or is too slow fails its own entry only.
   *
   * @return by the name of the host, in the order of {@link #hosts()}
   * @throws Cancelled when the calling thread is interrupted
   */
  public <T> Map<String, HostResult<T>> each(Duration timeout, Function<DockerHost, T> ask) {
    return Fleet.each(parts.executor(), hosts(), timeout, ask);
  }

  public Config config() {
    return config;
  }

  /** Tells the time wherever it matters; replaced by {@code Config.use(Clock.class, …)}. */
  public Clock clock() {
    return clock;
  }

  /**
   * What survives the process: the configured store, else a file under {@code
   * $XDG_STATE_HOME/docker-advanced}. Opened by the first call of this.
   */
  public StateStore store() {
    StateStore given = config.part(StateStore.class).orElse(null);
    if (given != null) {
      return given;
    }
    lock.lock();
    try {
      parts.checkOpen();
      if (store == null) {
        store = StateStore.ofUser();
      }
      return store;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends operations after their grace time, then all connections and threads, and the store unless
   * it was given.
   */
  @Override
  public void close() {
    if (!parts.beginClose()) {
      return;
    }
    List<EngineHost> ours;
    StateStore opened;
    lock.lock();
    try {
      parts.endOpening();
      ours = List.copyOf(hosts.values());
      opened = store;
    } finally {
      lock.unlock();
    }
    ours.forEach(EngineHost::shutDown);
    if (opened != null) {
      OwnerParts.closeQuietly(opened);
    }
    parts.endClose();
  }

  @Override
  public String toString() {
    return "DockerAdvanced" + hosts();
  }
}
