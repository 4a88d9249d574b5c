package io.dockeradvanced.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.LockHeld;
import io.dockeradvanced.container.internal.CreateVolume;
import io.dockeradvanced.lab.fault.FaultProxy;
import io.dockeradvanced.lab.fault.FaultRule;
import io.dockeradvanced.lab.fault.ProxiedCall;
import io.dockeradvanced.store.StateStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lock on a real engine, when what it asks for meets faults. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class LockFaultIT {
  private final FaultProxy proxy = FaultProxy.before(RealHost.address());
  private final StateStore store = StateStore.memory();
  private final RealHost real = new RealHost(store, proxy.uri());
  private final String name = RealHost.name();

  @AfterEach
  void close() {
    proxy.reset();
    proxy.up();
    real.clean(name);
    real.close();
    proxy.close();
    store.close();
  }

  private FaultRule onLockRemoval() {
    return proxy.on(call -> call.isDelete("/containers/*")).nth(1);
  }

  private String run() {
    return real.operations()
        .run(
            FakePlan.of(
                real.host(), name, 1, CreateVolume.step("volume", name, Data.of("Name", name))));
  }

  private List<String> locks() {
    return real.names("docker-advanced-lock-" + name);
  }

  private EngineLock acquire(String operation, boolean othersHaveEnded) {
    return EngineLock.acquire(
        real.engine(),
        Clock.systemUTC(),
        Duration.ofSeconds(30),
        name,
        operation,
        "holder of " + operation,
        other -> othersHaveEnded);
  }

  @ParameterizedTest
  @ValueSource(strings = {"request cut", "reply cut", "500", "away", "away after"})
  void removal_thatMeetsAFault_isDoneAllTheSame(String fault) {
    FaultRule rule = onLockRemoval();
    FaultRule.Fault met =
        switch (fault) {
          case "request cut" -> rule.cutRequest();
          case "reply cut" -> rule.cutReply();
          case "500" -> rule.answer(500, "{\"message\":\"a fault\"}");
          case "away" -> rule.away(Duration.ofSeconds(1));
          default -> rule.awayAfter(Duration.ofSeconds(1));
        };
    run();
    assertThat(met.hits()).isOne();
    assertThat(locks()).isEmpty();
  }

  @Test
  void removal_thatIsNotPossibleForLong_isDoneByTheNextRecover() {
    onLockRemoval().away(Duration.ofMinutes(10));
    // The change is done, and says so although the engine cannot be reached for its last words.
    catchThrowable(this::run);
    proxy.up();
    assertThat(real.operations().list())
        .extracting(OperationInfo::outcome)
        .containsOnly(Outcome.DONE);
    assertThat(locks()).hasSize(1);
    assertThat(store.list(LeftLocks.KIND)).hasSize(1);
    assertThat(real.operations().recover()).isEmpty();
    assertThat(locks()).isEmpty();
    assertThat(store.list(LeftLocks.KIND)).isEmpty();
  }

  /** An engine that was frozen when it was asked makes it after the first recover has looked. */
  @Test
  void lock_thatIsMadeLate_isRemovedByALaterRecover() {
    Duration lease = Duration.ofSeconds(30);
    LeftLocks left = new LeftLocks(store, Clock.systemUTC());
    left.remember(real.host(), name, "ended", lease);
    left.remove(real.host());
    assertThat(store.list(LeftLocks.KIND)).hasSize(1);
    acquire("ended", true);
    left.remove(real.host());
    assertThat(locks()).isEmpty();
    assertThat(store.list(LeftLocks.KIND)).isEmpty();

    left.remember(real.host(), name, "never made", lease);
    new LeftLocks(store, Clock.offset(Clock.systemUTC(), lease)).remove(real.host());
    assertThat(store.list(LeftLocks.KIND)).as("its lease is over").isEmpty();
  }

  @Test
  void lock_ofAnOperationThatHasEnded_isTakenAtOnce() {
    acquire("ended", true);
    assertThatThrownBy(() -> acquire("next", false)).isInstanceOf(LockHeld.class);
    EngineLock next = acquire("next", true);
    next.check();
    next.release();
    assertThat(locks()).isEmpty();
  }

  @Test
  void creation_whoseReplyIsLostWhileTheEngineRestarts_isTakenOver() {
    proxy.on(this::isLockCreation).nth(1).awayAfter(Duration.ofSeconds(2));
    run();
    assertThat(locks()).isEmpty();
  }

  @Test
  void creation_whoseReplyComesTooLate_leavesNoLock() {
    FaultRule.Fault late = proxy.on(this::isLockCreation).nth(1).cutReply();
    run();
    assertThat(late.hits()).isOne();
    assertThat(locks()).isEmpty();
  }

  @Test
  void creation_afterWhichTheEngineIsAwayForLong_leavesALockThatRecoverRemoves() {
    proxy.on(this::isLockCreation).nth(1).awayAfter(Duration.ofMinutes(10));
    assertThatThrownBy(this::run).isInstanceOf(DockerAdvancedException.class);
    proxy.up();
    assertThat(locks()).hasSize(1);
    assertThat(real.operations().recover()).isEmpty();
    assertThat(locks()).isEmpty();
    assertThat(real.has("/volumes/" + name)).isFalse();
  }

  private boolean isLockCreation(ProxiedCall call) {
    return call.isPost("/containers/create");
  }
}
