package io.dockeradvanced.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.host.HostInfo;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The engine that is measured: what it is, and how everything of a run is removed from it. */
final class Lab {
  static final String IMAGE = "docker-advanced-lab/busybox:1";
  private static final String PROJECT = "com.docker.compose.project";
  private static final String OPERATION = "io.docker-advanced.lock";
  private static final Duration REMOVAL = Duration.ofMinutes(2);
  private static final int AT_ONCE = 8;

  private Lab() {}

  /** Engine, machine and date of a run, on one line. */
  static String machine(DockerHost host) {
    HostInfo info = host.info();
    return "Docker Engine %s (API %s, %s) · %d cores · Linux %s · %s %s · %s"
        .formatted(
            info.serverVersion(),
            info.apiVersion(),
            info.storageDriver(),
            Runtime.getRuntime().availableProcessors(),
            info.kernelVersion(),
            System.getProperty("java.vm.name"),
            System.getProperty("java.version"),
            LocalDate.now());
  }

  /** Cleans at the end of a try block, without hiding what failed in it. */
  static Cleaning cleaning(DockerHost host, String project) {
    return () -> clean(host, project);
  }

  /** See {@link #cleaning}. */
  interface Cleaning extends AutoCloseable {
    @Override
    void close();
  }

  /** Removes all that belongs to a project, and waits until it is gone. */
  static void clean(DockerHost host, String project) {
    Engine engine = Engine.of(host);
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      String label = PROJECT + "=" + project;
      List<String> containers = ids(engine, label);
      containers.addAll(ids(engine, OPERATION + "=stack-" + project));
      List<Future<?>> removals = new ArrayList<>();
      for (String id : containers) {
        removals.add(
            threads.submit(
                () ->
                    remove(
                        engine,
                        Call.delete("/containers/" + id).query("force", true).query("v", true))));
      }
      for (Future<?> removal : removals) {
        removal.get();
      }
      for (JsonNode network : engine.json(Call.get("/networks").filter("label", label))) {
        remove(engine, Call.delete("/networks/" + network.path("Id").asText()));
      }
      for (JsonNode volume :
          engine.json(Call.get("/volumes").filter("label", label)).path("Volumes")) {
        remove(engine, Call.delete("/volumes/" + Call.segment(volume.path("Name").asText())));
      }
      if (!ids(engine, label).isEmpty()) {
        throw new IllegalStateException("containers of " + project + " cannot be removed");
      }
    } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException("cannot remove " + project, e);
    } finally {
      threads.shutdownNow();
    }
  }

  private static List<String> ids(Engine engine, String label) {
    List<String> ids = new ArrayList<>();
    for (JsonNode container :
        engine.json(Call.get("/containers/json").query("all", true).filter("label", label))) {
      ids.add(container.path("Id").asText());
    }
    return ids;
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
