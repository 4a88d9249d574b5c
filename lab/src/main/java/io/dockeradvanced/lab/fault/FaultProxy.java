package io.dockeradvanced.lab.fault;

import io.dockeradvanced.lab.fault.FaultRule.Action;
import io.dockeradvanced.lab.fault.FaultRule.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a client and a real engine, lets everything through - streams and hijacked
 * connections too - and makes the faults it is told. Thread-safe.
 *
 * <pre>{@code
 * try (FaultProxy proxy = FaultProxy.before(engine.uri())) {
 *   Fault lost = proxy.on(call -> call.isPost("/containers/create")).nth(2).cutReply();
 *   … a client that uses proxy.uri() …
 *   assertThat(lost.hits()).isOne();
 *   assertThat(proxy.calls()).anyMatch(call -> call.isDelete("/containers/*"));
 * }
 * }</pre>
 *
 * <p>Of several faults that wait for a call the first that was set strikes, and the others do not
 * see it.
 */
public final class FaultProxy implements AutoCloseable {
  private static final Action PASS =
      new Action(FaultRule.Kind.PASS, Duration.ZERO, 0, "", Map.of());

  private final Endpoint engine;
  private final @Nullable Path directory;
  private final List<Fault> faults = new CopyOnWriteArrayList<>();
  private final List<ProxiedCall> calls = new CopyOnWriteArrayList<>();
  private final Set<Tunnel> tunnels = ConcurrentHashMap.newKeySet();
  private final AtomicInteger connections = new AtomicInteger();
  private final CountDownLatch end = new CountDownLatch(1);
  private final Object door = new Object();
  private Endpoint here; // guarded by door
  private @Nullable ServerSocketChannel server; // guarded by door

  private FaultProxy(String engineUri, @Nullable Path directory) {
    this.engine = Endpoint.of(engineUri);
    this.directory = directory;
    this.here =
        directory == null ? Endpoint.loopback() : Endpoint.unix(directory.resolve("docker.sock"));
    up();
  }

  /** A proxy on a unix socket of its own. */
  public static FaultProxy before(String engineUri) {
    try {
      return new FaultProxy(engineUri, Files.createTempDirectory("fault-proxy"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A proxy on a free TCP port of the loopback. */
  public static FaultProxy tcpBefore(String engineUri) {
    return new FaultProxy(engineUri, null);
  }

  /** Where clients find it, as in {@code DOCKER_HOST}; stays the same. */
  public String uri() {
    synchronized (door) {
      return here.uri();
    }
  }

  // ---- faults

  /** Chooses calls; what happens to them is said next. */
  public FaultRule on(Predicate<ProxiedCall> which) {
    return new FaultRule(this, which);
  }

  /** Forgets all faults and calls; connections stay. */
  public void reset() {
    faults.clear();
    calls.clear();
  }

  /** Ends all connections now; new ones are taken. */
  public void dropConnections() {
    tunnels.forEach(Tunnel::close);
  }

  /** Ends all connections and takes no new ones, as an engine that has ended. */
  public void down() {
    synchronized (door) {
      ServerSocketChannel listening = server;
      server = null;
      try {
        if (listening != null) {
          listening.close();
          here.remove();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    dropConnections();
  }

  /** Takes connections again, at the same address. */
  public void up() {
    synchronized (door) {
      if (server != null || end.getCount() == 0) {
        return;
      }
      try {
        ServerSocketChannel listening = here.listen();
        SocketAddress address = listening.getLocalAddress();
        here = new Endpoint(address);
        server = listening;
        daemon(() -> accept(listening));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** As an engine that restarts: down now, up again after a while. Does not wait for it. */
  public void away(Duration time) {
    down();
    daemon(
        () -> {
          pause(time);
          up();
        });
  }

  // ---- what came through

  /** All calls so far, in the order in which they came. */
  public List<ProxiedCall> calls() {
    return List.copyOf(calls);
  }

  public long count(Predicate<ProxiedCall> which) {
    return calls.stream().filter(which).count();
  }

  /** How many connections clients have made. */
  public int connections() {
    return connections.get();
  }

  /** How many of them are open. */
  public int open() {
    return tunnels.size();
  }

  // ---- for the tunnels

  void add(Fault fault) {
    faults.add(fault);
  }

  Endpoint engine() {
    return engine;
  }

  ProxiedCall record(int connection, String method, String target, Map<String, String> headers) {
    synchronized (calls) {
      ProxiedCall call = new ProxiedCall(calls.size() + 1, connection, method, target, headers);
      calls.add(call);
      return call;
    }
  }

  Action decide(ProxiedCall call) {
    for (Fault fault : faults) {
      Action action = fault.strikes(call);
      if (action != null) {
        return action;
      }
    }
    return PASS;
  }

  void gone(Tunnel tunnel) {
    tunnels.remove(tunnel);
  }

  /** Waits, but not longer than the proxy lives. */
  void pause(Duration time) {
    try {
      end.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void daemon(Runnable work) {
    Thread thread = new Thread(work, "fault-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept(ServerSocketChannel listening) {
    while (listening.isOpen()) {
      try {
        SocketChannel socket = listening.accept();
        Tunnel tunnel = new Tunnel(this, connections.incrementAndGet(), socket);
        tunnels.add(tunnel);
        daemon(tunnel::serve);
        if (!listening.isOpen()) {
          tunnel.close(); // it came while we went
        }
      } catch (IOException e) {
        return;
      }
    }
  }

  @Override
  public void close() {
    end.countDown();
    down();
    if (directory != null) {
      try {
        Files.deleteIfExists(directory);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
