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
import java.util.List;
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
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What all operations of one owner share. Thread-safe. */
final class OperationsCore implements AutoCloseable {
  private static final Duration LEASE = Duration.ofSeconds(30);
  private static final Duration LETTING_GO = Duration.ofSeconds(10);

  private final Owner owner;
  private final Config config;
  private final Clock clock;
  private final Vault vault;
  private final Supplier<StateStore> store;
  private final String process;
  private final Map<String, StepKind> stepKinds = new ConcurrentHashMap<>();
  private final Map<String, PlanKind> planKinds = new ConcurrentHashMap<>();
  private final Map<String, Run> running = new ConcurrentHashMap<>();
  private final Map<StateStore, OperationsCore> others = new ConcurrentHashMap<>();
  private volatile boolean closed;

  private OperationsCore(DockerAdvanced da, Supplier<StateStore> store) {
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

  /** One that works on another store than its owner's, and is closed with it. */
  static OperationsCore on(DockerAdvanced da, StateStore store) {
    if (da.config().part(StateStore.class).filter(own -> own == store).isPresent()) {
      return of(da);
    }
    return of(da).others.computeIfAbsent(store, s -> new OperationsCore(da, () -> s));
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
    checkOpen();
    checkKinds(plan);
    String id = UUID.randomUUID().toString();
    Hold hold =
        claim(id)
            .orElseThrow(() -> new IllegalStateException("operation " + id + " exists already"));
    try {
      Journal journal = Journal.begin(vault, clock, id, plan, actor, hold);
      Journal.Story story = new Journal.Story(plan);
      return launch(new Run(this, id, host, hold, journal, story, actor.name(), false));
    } catch (RuntimeException e) {
      hold.release();
      throw e;
    }
  }

  /** Goes on with an operation that no living process has; empty when one has it. */
  Optional<Run> resume(DockerHost host, OperationInfo info) {
    return resume(host, info, (story, journal) -> {});
  }

  /**
   * As the other one.
   *
   * @param first done before the operation goes on, under its lease
   */
  Optional<Run> resume(
      DockerHost host, OperationInfo info, BiConsumer<Journal.Story, Journal> first) {
    checkOpen();
    Optional<Hold> claimed = claim(info.id());
    if (claimed.isEmpty()) {
      return Optional.empty();
    }
    Hold hold = claimed.get();
    try {
      StoredRecord record =
          store()
              .get(Journal.KIND, info.id())
              .orElseThrow(
                  () -> new IllegalStateException("operation " + info.id() + " has no record"));
      if (OperationInfo.parse(record.json()).outcome().isEnd()) {
        // Another process ended it between our look and the lease.
        hold.release();
        return Optional.empty();
      }
      Journal journal = Journal.resume(vault, clock, record, hold);
      Journal.Story story = Journal.read(store(), vault, info.id());
      checkKinds(story.plan);
      first.accept(story, journal);
      Run run = new Run(this, info.id(), host, hold, journal, story, info.actor(), true);
      return Optional.of(launch(run));
    } catch (RuntimeException e) {
      hold.release();
      throw e;
    }
  }

  /** Each claim has an owner of its own, so that one process cannot run an operation twice. */
  private Optional<Hold> claim(String id) {
    String name = Journal.KIND + "/" + id;
    String owner = process + "/" + UUID.randomUUID().toString().substring(0, 8);
    Optional<Lease> taken = store().acquire(name, owner, LEASE);
    if (taken.isEmpty()) {
      Optional<Lease> held = store().lease(name);
      if (held.flatMap(lease -> ProcessName.parse(lease.owner()))
          .filter(ProcessName::isDead)
          .isPresent()) {
        // Nobody needs to wait for the lease of a process that is gone.
        store().release(held.get());
        taken = store().acquire(name, owner, LEASE);
      }
    }
    return taken.map(lease -> new Hold(this, id, lease));
  }

  private Run launch(Run run) {
    running.put(run.id(), run);
    try {
      // Either this sees that the owner closes, or close() sees the run.
      checkOpen();
      executor().execute(() -> run.execute(() -> running.remove(run.id(), run)));
      return run;
    } catch (RuntimeException e) {
      running.remove(run.id(), run);
      throw e;
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the owner is closed");
    }
  }

  /** Nothing may begin, or be undone, by halves because code is missing. */
  private void checkKinds(PlanData plan) {
    planKind(plan.kind());
    for (Step step : plan.steps()) {
      StepKind kind = stepKind(step.kind());
      if (kind.version() != step.version()) {
        kind.upgrade(step);
      }
    }
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
    others.values().forEach(other -> other.closed = true);
    await(config.grace());
    all().forEach(run -> run.steering().suspend());
    await(LETTING_GO);
  }

  private List<Run> all() {
    return Stream.concat(Stream.of(this), others.values().stream())
        .flatMap(core -> core.running.values().stream())
        .toList();
  }

  private void await(Duration limit) {
    CompletableFuture<?>[] ends =
        all().stream().map(Run::ended).toArray(CompletableFuture<?>[]::new);
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
