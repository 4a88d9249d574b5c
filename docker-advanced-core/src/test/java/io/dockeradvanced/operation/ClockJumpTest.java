package io.dockeradvanced.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dockeradvanced.Config;
import io.dockeradvanced.LockHeld;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clocks are set while operations run: that of our machine alone, or every one at once. The world's
 * clock is that of store and engine.
 */
@Timeout(60)
class ClockJumpTest extends RunFixture {
  private static final Duration TTL = Duration.ofSeconds(30);
  private static final Duration A_LITTLE = Duration.ofSeconds(3);

  private final MovableClock mine = new MovableClock();
  private FakeProcess machine;

  @BeforeEach
  void startMachine() {
    machine =
        new FakeProcess(
            world, new DyingStore(world.store), Config.defaults().use(Clock.class, mine));
  }

  @AfterEach
  void stopMachine() {
    machine.close();
  }

  private void runWhile(FakeProcess runner, MovableClock clock, int hours) {
    world.on(
        "b",
        context -> {
          clock.forward(Duration.ofHours(hours));
          return Optional.empty();
        });
    Operation<String> operation =
        runner
            .operations()
            .start(
                FakePlan.of(
                    runner,
                    FakeStep.step("a"),
                    FakeStep.step("b", "a"),
                    FakeStep.step("c", "b"),
                    FakeStep.step("d", "c").finish()));
    assertThat(operation.await(Duration.ofSeconds(30))).isEqualTo("made 4");
    assertThat(world.changes()).containsExactly("+a", "+b", "+c", "+d");
    assertThat(world.engine.locks()).isEmpty();
    assertThat(another().operations().recover()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void machine_whoseClockJumps_finishesItsOperation(int hours) {
    runWhile(machine, mine, hours);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void everyClock_thatJumpsAtOnce_letsTheOperationFinish(int hours) {
    runWhile(process, world.clock, hours);
  }

  /** Renewed by our clock, it would end an hour too early or too late. */
  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void lock_renewedAfterOurClockJumped_endsByTheClockOfTheEngine(int hours) {
    EngineLock lock = acquire(machine, mine, "first");
    mine.forward(Duration.ofHours(hours));
    lock.renew();
    lock.check();
    assertThat(EngineLock.look(machine, "things").orElseThrow().until())
        .isBetween(
            world.clock.instant().plus(TTL).minus(A_LITTLE),
            world.clock.instant().plus(TTL).plus(A_LITTLE));
    LockHeld held =
        catchThrowableOfType(LockHeld.class, () -> acquire(process, world.clock, "second"));
    assertThat(held.holder()).isEqualTo("holder of first");
    assertThat(held.until()).isBefore(world.clock.instant().plus(TTL).plus(A_LITTLE));
    world.clock.forward(TTL.plus(A_LITTLE));
    acquire(process, world.clock, "second").check();
    assertThatThrownBy(lock::check).isInstanceOf(EngineLock.Lost.class);
  }

  /** Its holder died, and then every clock was set back: nobody waits for an hour. */
  @Test
  void lock_ofADeadHolderWhenTheClockIsSetBack_isHeldForAsLongAsALeaseLasts() {
    EngineLock dead = acquire(machine, world.clock, "first");
    world.clock.forward(Duration.ofHours(-1));
    LockHeld held =
        catchThrowableOfType(LockHeld.class, () -> acquire(process, world.clock, "second"));
    assertThat(held.until())
        .isBetween(
            world.clock.instant().plus(TTL).minus(A_LITTLE), world.clock.instant().plus(TTL));
    world.clock.forward(TTL);
    acquire(process, world.clock, "second").check();
    assertThatThrownBy(dead::check).isInstanceOf(EngineLock.Lost.class);
  }

  /** A living one renews it, and keeps it. */
  @Test
  void lock_ofALivingHolderWhenTheClockIsSetBack_isKept() {
    EngineLock living = acquire(process, world.clock, "first");
    world.clock.forward(Duration.ofHours(-1));
    assertThatThrownBy(() -> acquire(process, world.clock, "second")).isInstanceOf(LockHeld.class);
    world.clock.forward(TTL.minus(A_LITTLE));
    living.renew();
    world.clock.forward(TTL.minus(A_LITTLE));
    assertThatThrownBy(() -> acquire(process, world.clock, "second")).isInstanceOf(LockHeld.class);
    living.check();
  }

  private static EngineLock acquire(FakeProcess process, Clock clock, String operation) {
    return EngineLock.acquire(
        process, clock, TTL, "things", operation, "holder of " + operation, other -> false);
  }

  /** The hour does not become part of the wait. */
  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void wait_thatHasBegunWhenTheClockJumps_endsInItsTime(int hours) {
    AtomicBoolean asked = new AtomicBoolean();
    world.on(
        "a",
        context ->
            asked.getAndSet(true)
                ? Optional.empty()
                : Optional.of(
                    StepResult.waitUntil(context.clock().instant().plusSeconds(1), "a second")));
    Operation<String> operation =
        machine
            .operations()
            .start(FakePlan.of(machine, FakeStep.step("a"), FakeStep.step("b", "a")));
    operation.listen(
        event -> {
          if (event instanceof OperationEvent.StepWaiting) {
            mine.forward(Duration.ofHours(hours));
          }
        });
    assertThat(operation.await(Duration.ofSeconds(20))).isEqualTo("made 2");
    assertThat(world.changes()).containsExactly("+a", "+b");
  }

  /** A process died, and then the clock was set: another one goes on all the same. */
  @ParameterizedTest
  @ValueSource(ints = {1, -1})
  void recover_afterTheClockJumped_goesOn(int hours) {
    DyingStore dying = new DyingStore(world.store, 3, true);
    try (FakeProcess dead = new FakeProcess(world, dying)) {
      assertThatThrownBy(
              () ->
                  dead.operations()
                      .run(FakePlan.of(dead, FakeStep.step("a"), FakeStep.step("b", "a"))))
          .isNotNull();
    }
    assertThat(dying.isDead()).isTrue();
    mine.forward(Duration.ofHours(hours));
    world.clock.forward(Duration.ofSeconds(31));
    assertThat(machine.operations().recover())
        .extracting(Recovery::outcome)
        .allMatch(Outcome::isEnd);
    assertThat(world.engine.locks()).isEmpty();
  }

  @Test
  void state_thatWaits_isDueByEitherClock() {
    StepState state = new StepState(FakeStep.step("a").build());
    var now = mine.instant();
    assertThat(state.isDue(now)).isTrue();
    state.waitUntil(now.plusSeconds(3600), now);
    assertThat(state.isDue(now)).isFalse();
    assertThat(state.isDue(now.plusSeconds(3600))).isTrue();
    state.waitUntil(now.plusNanos(1), now);
    assertThat(state.isDue(now.minusSeconds(3600))).as("what it asked for has passed").isTrue();
    state.waitUntil(java.time.Instant.MAX, now);
    assertThat(state.isDue(now)).isFalse();
  }
}
