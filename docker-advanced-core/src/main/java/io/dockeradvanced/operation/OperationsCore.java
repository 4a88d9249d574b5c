package io.dockeradvanced.operation;

import io.dockeradvanced.Actor;
import io.dockeradvanced.Config;
import io.dockeradvanced.DockerAdvanced;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.Owner;
import io.dockeradvanced.store.Lease;
import io.dockeradvanced.store.StateStore;
import io.dockeradvanced.store.StoredRecord;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What all operations of one owner share. Thread-safe. */
final class OperationsCore implements AutoCloseable {
  private static final Duration LEASE = Duration.ofSeconds(30);

  private final Owner owner;
  private final Config config;
  private final Clock clock;
  private final Vault vault;
  private final java.util.function.Supplier<StateStore> store;
  private final String process;
  private final Map<String, StepKind> stepKinds = new ConcurrentHashMap<>();
  private final Map<String, PlanKind> planKinds = new ConcurrentHashMap<>();
  private final Map<String, Run> running = new ConcurrentHashMap<>();
  private volatile boolean closed;

  private OperationsCore(DockerAdvanced da, java.util.function.Supplier<StateStore> store) {
    this.owner = Owner.of(da);
    this.config = da.config();
    this.clock = da.clock();
    this.vault = Operations.vault(da);
    this.store = store;
    this.process =
        "%s/%s/%s"
            .formatted(ProcessName.self(), machine(), UUID.randomUUID().toString().substring(0, 8));
    for (StepKind kind : ServiceLoader.load(StepKind.class, StepKind.class.getClassLoader())) {
      stepKinds.put(kind.kind(), kind);
    }
    for (StepKind kind : ServiceLoader.load(StepKind.class)) {
      stepKinds.putIfAbsent(kind.kind(), kind);
    }
    for (PlanKind kind : ServiceLoader.load(PlanKind.class, PlanKind.class.getClassLoader())) {
      planKinds.put(kind.kind(), kind);
    }
    for (PlanKind kind : ServiceLoader.load(PlanKind.class)) {
      planKinds.putIfAbsent(kind.kind(), kind);
    }
  }

  /** The one of this owner. */
  static OperationsCore of(DockerAdvanced da) {
    Owner owner = Owner.of(da);
    owner.checkOpen();
    return owner.singleton(
        OperationsCore.class,
        () -> {
          OperationsCore core = new OperationsCore(da, da::store);
          owner.onClose(core);
          return core;
        });
  }

  /** One that works on another store than its owner's. */
  static OperationsCore on(DockerAdvanced da, StateStore store) {
    return new OperationsCore(da, () -> store);
  }

  private static String machine() {
    try {
      return java.net.InetAddress.getLocalHost().getHostName();
    } catch (java.net.UnknownHostException e) {
      return "localhost";
    }
  }

  // ---- starting and resuming

  Run start(DockerHost host, PlanData plan, Actor actor) {
    if (closed) {
      throw new IllegalStateException("the owner is closed");
    }
    String id = UUID.randomUUID().toString();
    Lease lease =
        lease(id)
            .orElseThrow(() -> new IllegalStateException("operation " + id + " exists already"));
    Run[] run = new Run[1];
    Journal journal =
        Journal.begin(
            store(), vault, clock, id, plan, actor, () -> run[0] == null ? lease : run[0].lease());
    run[0] = new Run(this, id, host, journal, new Journal.Story(plan), actor.name(), lease, false);
    launch(run[0]);
    return run[0];
  }

  /** Goes on with an operation that no living process has; empty when one has it. */
  Optional<Run> resume(DockerHost host, OperationInfo info) {
    Optional<Lease> lease = lease(info.id());
    if (lease.isEmpty()) {
      return Optional.empty();
    }
    // Another process may have ended it between our look and the lease.
    StoredRecord record =
        store()
            .get(Journal.KIND, info.id())
            .orElseThrow(
                () -> new IllegalStateException("operation " + info.id() + " has no record"));
    if (OperationInfo.parse(record.json()).outcome().isEnd()) {
      store().release(lease.get());
      return Optional.empty();
    }
    try {
      Run[] run = new Run[1];
      Journal journal =
          Journal.resume(
              store(), vault, clock, record, () -> run[0] == null ? lease.get() : run[0].lease());
      Journal.Story story = Journal.read(store(), vault, info.id());
      run[0] = new Run(this, info.id(), host, journal, story, info.actor(), lease.get(), true);
      launch(run[0]);
      return Optional.of(run[0]);
    } catch (RuntimeException e) {
      store().release(lease.get());
      throw e;
    }
  }

  private Optional<Lease> lease(String id) {
    String name = Journal.KIND + "/" + id;
    Optional<Lease> taken = store().acquire(name, process, LEASE);
    if (taken.isEmpty()) {
      Optional<Lease> held = store().lease(name);
      if (held.flatMap(lease -> ProcessName.parse(lease.owner()))
          .filter(ProcessName::isDead)
          .isPresent()) {
        // Nobody needs to wait for the lease of a process that is gone.
        store().release(held.get());
        taken = store().acquire(name, process, LEASE);
      }
    }
    return taken;
  }

  private void launch(Run run) {
    running.put(run.id(), run);
    executor()
        .execute(
            () -> {
              try {
                run.execute();
              } catch (Throwable e) {
                run.end().completeExceptionally(e);
              } finally {
                running.remove(run.id());
              }
            });
  }

  Optional<Run> running(String id) {
    return Optional.ofNullable(running.get(id));
  }

  // ---- shared parts

  StepKind stepKind(String kind) {
    StepKind found = stepKinds.get(kind);
    if (found == null) {
      throw new DockerAdvancedException(
          "no code for steps of kind '%s' is on the class path; known are %s"
              .formatted(kind, stepKinds.keySet().stream().sorted().toList()));
    }
    return found;
  }

  PlanKind planKind(String kind) {
    PlanKind found = planKinds.get(kind);
    if (found == null) {
      throw new DockerAdvancedException(
          "no code for plans of kind '%s' is on the class path".formatted(kind));
    }
    return found;
  }

  StateStore store() {
    return store.get();
  }

  Vault vault() {
    return vault;
  }

  Config config() {
    return config;
  }

  Clock clock() {
    return clock;
  }

  ExecutorService executor() {
    return owner.executor();
  }

  ScheduledExecutorService scheduler() {
    return owner.scheduler();
  }

  Duration leaseTtl() {
    return LEASE;
  }

  /** This process, for messages. */
  String process() {
    return "%d at %s".formatted(ProcessName.self().pid(), machine());
  }

  /** Waits for what runs, then leaves the rest resumable in the journal. */
  @Override
  public void close() {
    closed = true;
    await(config.grace());
    running.values().forEach(Run::suspend);
    await(Duration.ofSeconds(10));
  }

  private void await(Duration limit) {
    CompletableFuture<?>[] ends =
        running.values().stream()
            .map(run -> run.end().handle((result, problem) -> 0))
            .toArray(CompletableFuture<?>[]::new);
    try {
      CompletableFuture.allOf(ends).get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // They are suspended next.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
