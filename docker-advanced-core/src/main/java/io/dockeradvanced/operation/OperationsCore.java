package io.dockeradvanced.operation;

import io.dockeradvanced.Actor;
import io.dockeradvanced.Config;
import io.dockeradvanced.DockerAdvanced;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.Owner;
import io.dockeradvanced.store.Lease;
import io.dockeradvanced.store.StateStore;
import io.dockeradvanced.store.StoredRecord;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
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
  private final Sweep sweep;
  private final Kinds kinds = new Kinds();
  private final Map<String, Run> running = new ConcurrentHashMap<>();

  /** Those that are about to be among {@link #running}, or are refused that. */
  private final Map<String, CompletableFuture<Void>> entering = new ConcurrentHashMap<>();

  /** Runs that have not ended, or are still tidying up after their end. */
  private final Map<Run, CompletableFuture<Void>> busy = new ConcurrentHashMap<>();

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
    this.sweep = new Sweep(config.part(Retention.class).orElseGet(Retention::defaults), clock);
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
    kinds.check(plan);
    String id = UUID.randomUUID().toString();
    return enter(id, () -> Optional.of(begin(id, host, plan, actor))).orElseThrow();
  }

  private Run begin(String id, DockerHost host, PlanData plan, Actor actor) {
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
    return enter(info.id(), () -> takeUp(host, info, first));
  }

  private Optional<Run> takeUp(
      DockerHost host, OperationInfo info, BiConsumer<Journal.Story, Journal> first) {
    Optional<Hold> claimed = claim(info.id());
    if (claimed.isEmpty()) {
      return Optional.empty();
    }
    Hold hold = claimed.get();
    try {
      Optional<StoredRecord> record =
          store()
              .get(Journal.KIND, info.id())
              .filter(there -> !OperationInfo.parse(there.json()).outcome().isEnd());
      if (record.isEmpty()) {
        // Another process ended it between our look and the lease.
        hold.release();
        return Optional.empty();
      }
      Journal journal = Journal.resume(vault, clock, record.get(), hold);
      Journal.Story story = Journal.read(store(), vault, info.id());
      kinds.check(story.plan);
      first.accept(story, journal);
      Run run = new Run(this, info.id(), host, hold, journal, story, info.actor(), true);
      return Optional.of(launch(run));
    } catch (RuntimeException e) {
      hold.release();
      throw e;
    }
  }

  /**
   * One thread at a time brings an operation in here; who comes second waits, and then finds it
   * among those that run. It would else take the lease of the first for that of another process.
   */
  private Optional<Run> enter(String id, Supplier<Optional<Run>> way) {
    CompletableFuture<Void> mine = new CompletableFuture<>();
    CompletableFuture<Void> other = entering.putIfAbsent(id, mine);
    if (other != null) {
      other.join();
      return Optional.empty();
    }
    try {
      return way.get();
    } finally {
      entering.remove(id, mine);
      mine.complete(null);
    }
  }

  /** Each claim has an owner of its own, so that one process cannot run an operation twice. */
  private Optional<Hold> claim(String id) {
    String name = Journal.stream(id);
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
    CompletableFuture<Void> over = new CompletableFuture<>();
    busy.put(run, over);
    running.put(run.id(), run);
    try {
      // Either this sees that the owner closes, or close() sees the run.
      checkOpen();
      executor().execute(() -> execute(run, over));
      return run;
    } catch (RuntimeException e) {
      running.remove(run.id(), run);
      busy.remove(run);
      throw e;
    }
  }

  private void execute(Run run, CompletableFuture<Void> over) {
    try {
      run.execute(() -> running.remove(run.id(), run));
      if (run.outcome().isEnd()) {
        // Nobody who awaits the operation waits for this, but close() does.
        sweep.run(store);
      }
    } finally {
      busy.remove(run);
      over.complete(null);
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the owner is closed");
    }
  }

  Optional<Run> running(String id) {
    return Optional.ofNullable(running.get(id));
  }

  /** Who has this operation now, here or elsewhere. */
  Optional<Lease> holder(String id) {
    return store().lease(Journal.stream(id));
  }

  // ---- shared parts

  Kinds kinds() {
    return kinds;
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
    cores().flatMap(core -> core.running.values().stream()).forEach(r -> r.steering().suspend());
    await(LETTING_GO);
  }

  private Stream<OperationsCore> cores() {
    return Stream.concat(Stream.of(this), others.values().stream());
  }

  private void await(Duration limit) {
    CompletableFuture<?>[] ends =
        cores().flatMap(core -> core.busy.values().stream()).toArray(CompletableFuture<?>[]::new);
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
