package io.dockeradvanced.benchmarks;

import io.dockeradvanced.internal.json.Json;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.operation.Step;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The create and start calls of a plan and nothing else, or the stop and remove calls of what it
 * made or replaces: no look, no lock, no journal, no wait. The bodies are written before, the
 * connections are open: this is what the engine needs.
 */
final class BareCalls implements AutoCloseable {
  private record Create(String path, String body) {}

  private final List<Create> first = new ArrayList<>();
  private final List<Create> containers = new ArrayList<>();
  private final List<RawHttp> connections = new ArrayList<>();
  private final ExecutorService threads;

  /**
   * @param inFlight how many calls at once
   */
  BareCalls(String uri, PlanData plan, int inFlight) throws IOException {
    for (Step step : plan.steps()) {
      Data body = step.secret().object("body");
      switch (step.kind()) {
        case "network.create" -> first.add(new Create("/v1.41/networks/create", body.toJson()));
        case "volume.create" -> first.add(new Create("/v1.41/volumes/create", body.toJson()));
        case "container.create" -> {
          String name = URLEncoder.encode(step.parameters().text("name"), StandardCharsets.UTF_8);
          containers.add(new Create("/v1.41/containers/create?name=" + name, body.toJson()));
        }
        default -> {
          // Starts follow from creations; the rest is our logic.
        }
      }
    }
    for (int i = 0; i < inFlight; i++) {
      connections.add(new RawHttp(uri));
    }
    threads = Executors.newFixedThreadPool(inFlight);
  }

  void deploy() {
    inParallel(first, (http, create) -> http.post(create.path, create.body));
    inParallel(
        containers,
        (http, create) -> {
          String id = String.valueOf(Json.object(http.post(create.path, create.body)).get("Id"));
          http.post("/v1.41/containers/" + id + "/start", "");
        });
  }

  /** Puts the one container that the plan makes in the place of another, as Docker Compose does. */
  void replace(String name) {
    inParallel(
        containers,
        (http, create) -> {
          String id = String.valueOf(Json.object(http.post(create.path, create.body)).get("Id"));
          http.post("/v1.41/containers/" + name + "/stop", "");
          http.delete("/v1.41/containers/" + name);
          http.post("/v1.41/containers/" + id + "/rename?name=" + name, "");
          http.post("/v1.41/containers/" + id + "/start", "");
        });
  }

  /** Stops and removes the containers that the plan makes, then its networks; not the volumes. */
  void down() {
    inParallel(
        containers,
        (http, create) -> {
          String name = create.path.substring(create.path.indexOf("name=") + "name=".length());
          http.post("/v1.41/containers/" + name + "/stop", "");
          http.delete("/v1.41/containers/" + name + "?v=true");
        });
    inParallel(
        first.stream().filter(create -> create.path.contains("/networks/")).toList(),
        (http, create) ->
            removeNetwork(http, String.valueOf(Json.object(create.body).get("Name"))));
  }

  /** An engine that does not let go of its own network (moby/moby#43286) was asked all the same. */
  private static void removeNetwork(RawHttp http, String name) throws IOException {
    try {
      http.delete("/v1.41/networks/" + name);
    } catch (IOException e) {
      if (!String.valueOf(e.getMessage()).contains("has active endpoints")) {
        throw e;
      }
    }
  }

  private interface Work {
    void run(RawHttp http, Create create) throws IOException;
  }

  private void inParallel(List<Create> all, Work work) {
    Queue<Create> queue = new ConcurrentLinkedQueue<>(all);
    List<Future<?>> workers = new ArrayList<>();
    for (RawHttp http : connections) {
      workers.add(
          threads.submit(
              () -> {
                for (Create next = queue.poll(); next != null; next = queue.poll()) {
                  work.run(http, next);
                }
                return null;
              }));
    }
    try {
      for (Future<?> worker : workers) {
        worker.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException("the bare calls failed", e);
    }
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    for (RawHttp http : connections) {
      http.close();
    }
  }
}
