package io.dockeradvanced.operation;

import io.dockeradvanced.Actor;
import io.dockeradvanced.DockerAdvanced;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.Owner;
import io.dockeradvanced.internal.StateHome;
import io.dockeradvanced.internal.host.HostAddress;
import io.dockeradvanced.store.StateStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out plans on one host, finds operations again, and recovers what a dead process began.
 * Thread-safe; a cheap view.
 *
 * <pre>{@code
 * Operation<StackStatus> deploy = Operations.on(host).start(plan);
 * deploy.listen(event -> System.out.printf("%3.0f %%%n", 100 * event.progress()));
 * StackStatus status = deploy.await();
 * }</pre>
 */
public final class Operations {
  private static final Logger LOG = LoggerFactory.getLogger(Operations.class);

  private final DockerHost host;
  private final OperationsCore core;

  private Operations(DockerHost host, OperationsCore core) {
    this.host = host;
    this.core = core;
  }

  public static Operations on(DockerHost host) {
    return new Operations(host, OperationsCore.of(host.owner()));
  }

  /** Starts a plan in the background, as the actor of the configuration. */
  public <R> Operation<R> start(Plan<R> plan) {
    return start(plan, host.owner().config().actor());
  }

  /**
   * Starts a plan in the background. What an earlier, dead process left half done in the same scope
   * is recovered first.
   *
   * @throws Blocked when a gate does not allow it
   * @throws IllegalArgumentException when the plan was made for another host
   */
  public <R> Operation<R> start(Plan<R> plan, Actor actor) {
    PlanData data = plan.data();
    if (!HostAddress.same(data.hostUri(), host.uri().toString())) {
      throw new IllegalArgumentException(
          "the plan was made for %s, not for %s".formatted(data.hostUri(), host.uri()));
    }
    for (Gate.Verdict verdict : Gates.judge(core.config(), data)) {
      if (verdict.effect() == Gate.Effect.BLOCK) {
        throw new Blocked(host.name(), data.title(), verdict);
      }
      if (verdict.effect() == Gate.Effect.WARN) {
        LOG.warn("{}: {} warns: {}", data.title(), verdict.gate(), verdict.reason());
      }
    }
    if (data.isEmpty()) {
      Optional<R> found = plan.found();
      Object result =
          found.isPresent() ? found.get() : core.kinds().plan(data.kind()).result(data, host);
      return typed(new NothingToDo(data, result));
    }
    for (Recovery recovery : recover(data.scope())) {
      if (!recovery.outcome().isEnd()) {
        // What the plan was made from is looked at again under the lock.
        LOG.warn("{}: an earlier change is not ended: {}", host.name(), recovery.message());
      }
    }
    return typed(core.start(host, data, actor));
  }

  /** Carries a plan out and answers when it is done; see {@link Operation#await()}. */
  public <R> R run(Plan<R> plan) {
    return start(plan).await();
  }

  /** What the gates say about a plan, without starting it. */
  public List<Gate.Verdict> judge(Plan<?> plan) {
    return Gates.judge(core.config(), plan.data());
  }

  /** An operation that runs in this process. */
  public Optional<Operation<?>> running(String id) {
    return core.running(id).map(run -> run);
  }

  /**
   * An operation of this host that any process with this store began. One that has ended is found
   * as long as {@link Retention} has it kept.
   */
  public Optional<OperationInfo> find(String id) {
    return new Records(core.store()).find(id).filter(this::isHere);
  }

  /** The operations of this host that have not ended, and those that are kept, oldest first. */
  public List<OperationInfo> list() {
    return new Records(core.store()).all().stream().filter(this::isHere).toList();
  }

  private boolean isHere(OperationInfo info) {
    return HostAddress.same(info.hostUri(), host.uri().toString());
  }

  /**
   * Answers the question of a paused operation and lets it go on.
   *
   * @throws IllegalStateException when it does not wait for this decision
   */
  public Operation<?> decide(String id, String decision, String answer, Actor actor) {
    return new Decision(core, host, id, decision, answer, actor).take();
  }

  /**
   * Cancels an operation: what it did is undone. It may run in this process, be paused or
   * interrupted, or be what a dead process left. The journal keeps who wanted it. Returns when that
   * is written down, so that it is undone even if this process dies; the operation goes on in the
   * background and, undone, fails with {@link Outcome#ROLLED_BACK}. One that is being undone
   * already, or could not be undone, goes on with that.
   *
   * @throws IllegalStateException when there is no such operation, it has ended, it is past its
   *     commit and can only be finished, or another living process runs it
   */
  public Operation<?> cancel(String id, Actor actor) {
    return new Cancellation(core, host, id, actor).take();
  }

  /** Finishes or undoes everything on this host that dead processes began. */
  public List<Recovery> recover() {
    return Recover.on(core, host, info -> true);
  }

  /** As {@link #recover()}, for one scope such as a stack. */
  public List<Recovery> recover(String scope) {
    return Recover.on(core, host, info -> info.scope().equals(scope));
  }

  /**
   * Finishes or undoes what dead processes began on these hosts, from what the store knows of it.
   * Needs nothing else of the dead processes.
   */
  public static List<Recovery> recover(StateStore store, Collection<DockerHost> hosts) {
    List<Recovery> recoveries = new ArrayList<>();
    for (DockerHost host : hosts) {
      OperationsCore core = OperationsCore.on(host.owner(), store);
      recoveries.addAll(Recover.on(core, host, info -> true));
    }
    return recoveries;
  }

  /** The vault of an owner. */
  public static Vault vault(DockerAdvanced da) {
    return Owner.of(da)
        .singleton(
            Vault.class,
            () ->
                new Vault(
                    da.config()
                        .part(SecretSource.class)
                        .orElseGet(() -> SecretSource.file(StateHome.directory().resolve("key")))));
  }

  @SuppressWarnings("unchecked") // the plan's kind answers what its Plan<R> says
  private static <R> Operation<R> typed(Operation<Object> operation) {
    return (Operation<R>) operation;
  }
}
