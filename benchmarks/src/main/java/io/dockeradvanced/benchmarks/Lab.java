package io.dockeradvanced.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.host.HostInfo;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.json.Json;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The engine that is measured: what it is, and how everything of a run is removed from it. */
final class Lab {
  static final String IMAGE = "docker-advanced-lab/busybox:1";
  private static final String PROJECT = "com.docker.compose.project";
  private static final String LOCK = "io.docker-advanced.lock";
  private static final Duration REMOVAL = Duration.ofMinutes(2);
  private static final int AT_ONCE = 8;

  /** The networks of which it was said that they stay. */
  private static final Set<String> STUCK = ConcurrentHashMap.newKeySet();

  private Lab() {}

  /** Engine, machine and date of a run, on one line. */
  static String machine(DockerHost host) {
    HostInfo info = host.info();
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    String line =
        String.format(
            Locale.ROOT,
            "Docker Engine %s (API %s, %s) · %d cores · load %.1f before the run · Linux %s · %s %s · %s",
            info.serverVersion(),
            info.apiVersion(),
            info.storageDriver(),
            Runtime.getRuntime().availableProcessors(),
            load,
            info.kernelVersion(),
            System.getProperty("java.vm.name"),
            System.getProperty("java.version"),
            LocalDate.now());
    // Others who compete for the cores spread the times and shift the ratios.
    return load > Runtime.getRuntime().availableProcessors() / 2.0
        ? line + " · **the machine was busy: measure again when it is quiet**"
        : line;
  }

  /** Cleans at the end of a try block, without hiding what failed in it. */
  static Cleaning cleaning(DockerHost host, String prefix) {
    return () -> clean(host, prefix);
  }

  /** See {@link #cleaning}. */
  interface Cleaning extends AutoCloseable {
    @Override
    void close();
  }

  /** So that whoever follows the events hears something. */
  static void makeAnEvent(DockerHost host, String project) {
    Engine engine = Engine.of(host);
    String name = project + "-event";
    engine.json(
        Call.post("/volumes/create")
            .json(Json.toTree(Map.of("Name", name, "Labels", Map.of(PROJECT, project)))));
    remove(engine, Call.delete("/volumes/" + Call.segment(name)));
  }

  /** Removes all that belongs to the projects whose names begin so. */
  static void clean(DockerHost host, String prefix) {
    Engine engine = Engine.of(host);
    List<Call> containers = new ArrayList<>();
    for (JsonNode container : engine.json(Call.get("/containers/json").query("all", true))) {
      JsonNode labels = container.path("Labels");
      if (labels.path(PROJECT).asText().startsWith(prefix)
          || labels.path(LOCK).asText().startsWith("stack-" + prefix)) {
        containers.add(
            Call.delete("/containers/" + container.path("Id").asText())
                .query("force", true)
                .query("v", true));
      }
    }
    removeAtOnce(engine, containers);
    for (JsonNode network : engine.json(Call.get("/networks").filter("label", PROJECT))) {
      if (network.path("Labels").path(PROJECT).asText().startsWith(prefix)) {
        removeNetwork(engine, network);
      }
    }
    JsonNode volumes = engine.json(Call.get("/volumes").filter("label", PROJECT)).path("Volumes");
    for (JsonNode volume : volumes) {
      if (volume.path("Labels").path(PROJECT).asText().startsWith(prefix)) {
        remove(engine, Call.delete("/volumes/" + Call.segment(volume.path("Name").asText())));
      }
    }
  }

  private static void removeAtOnce(Engine engine, List<Call> removals) {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<Future<?>> running = new ArrayList<>();
      removals.forEach(call -> running.add(threads.submit(() -> remove(engine, call))));
      for (Future<?> removal : running) {
        removal.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("cannot remove the containers of the benchmark", e);
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * Docker 20.10 sometimes miscounts the endpoints of a network and then keeps it, without any
   * container, until it restarts (moby/moby issue 43286). No later round uses its name.
   */
  private static void removeNetwork(Engine engine, JsonNode network) {
    String id = network.path("Id").asText();
    try {
      remove(engine, Call.delete("/networks/" + id));
    } catch (EngineRejected e) {
      if (e.status() != 403) {
        throw e;
      }
      if (STUCK.add(id)) {
        System.err.printf(
            "bench: the engine does not let go of network %s (%s); it can be removed after the"
                + " engine was restarted%n",
            network.path("Name").asText(), e.reason());
      }
    }
  }

  private static void remove(Engine engine, Call call) {
    try {
      engine.send(call.within(REMOVAL));
    } catch (EngineRejected e) {
      if (e.status() != 404 && e.status() != 409) {
        throw e;
      }
    }
  }
}
