package io.dockeradvanced.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Leases and their tokens. */
interface LeaseContract extends StoreFixture {

  @Test
  default void acquire_ofFreeLease_givesTokenOne() {
    assertThat(store().lease("l")).isEmpty();
    Lease lease = store().acquire("l", "alice", MINUTE).orElseThrow();
    assertThat(lease).isEqualTo(new Lease("l", "alice", 1, clock().instant().plus(MINUTE)));
    assertThat(store().lease("l")).contains(lease);
  }

  @Test
  default void acquire_byAnother_isEmptyUntilTheEnd() {
    store().acquire("l", "alice", MINUTE);
    clock().forward(MINUTE.minusMillis(1));
    assertThat(store().acquire("l", "bob", MINUTE)).isEmpty();
    clock().forward(Duration.ofMillis(1));
    assertThat(store().lease("l")).isEmpty();
    assertThat(store().acquire("l", "bob", MINUTE).orElseThrow().token()).isEqualTo(2);
  }

  @Test
  default void acquire_byTheHolder_renewsUnderTheSameToken() {
    store().acquire("l", "alice", MINUTE);
    clock().forward(Duration.ofSeconds(30));
    assertThat(store().acquire("l", "alice", MINUTE))
        .contains(new Lease("l", "alice", 1, clock().instant().plus(MINUTE)));
  }

  @Test
  default void acquire_byTheFormerHolderAfterTheEnd_growsTheToken() {
    Lease old = store().acquire("l", "alice", MINUTE).orElseThrow();
    clock().forward(MINUTE);
    assertThat(store().acquire("l", "alice", MINUTE).orElseThrow().token()).isEqualTo(2);
    assertThat(store().renew(old, MINUTE)).isEmpty();
  }

  /** Else it would be held for as long as the clock went back. */
  @Test
  default void acquire_afterTheClockWasSetBack_isEmptyForAsLongAsALeaseLasts() {
    Lease dead = store().acquire("l", "alice", MINUTE).orElseThrow();
    clock().forward(Duration.ofHours(-5));
    assertThat(store().acquire("l", "bob", Duration.ofSeconds(1))).isEmpty();
    assertThat(store().lease("l"))
        .contains(new Lease("l", "alice", 1, clock().instant().plus(MINUTE)));
    clock().forward(MINUTE);
    assertThat(store().acquire("l", "bob", MINUTE).orElseThrow().token()).isEqualTo(2);
    assertThat(store().renew(dead, MINUTE)).isEmpty();
  }

  @Test
  default void renew_afterTheClockWasSetBack_keepsTheLease() {
    Lease lease = store().acquire("l", "alice", MINUTE).orElseThrow();
    clock().forward(Duration.ofHours(-5));
    store().acquire("l", "bob", MINUTE);
    store().renew(lease, MINUTE.multipliedBy(2)).orElseThrow();
    clock().forward(MINUTE);
    assertThat(store().acquire("l", "bob", MINUTE)).isEmpty();
    assertThat(store().lease("l").orElseThrow().until()).isEqualTo(clock().instant().plus(MINUTE));
  }

  @Test
  default void renew_ofHeldLease_movesItsEnd() {
    Lease lease = store().acquire("l", "alice", MINUTE).orElseThrow();
    clock().forward(Duration.ofSeconds(59));
    assertThat(store().renew(lease, MINUTE))
        .contains(new Lease("l", "alice", 1, clock().instant().plus(MINUTE)));
    assertThat(store().lease("l").orElseThrow().until()).isEqualTo(clock().instant().plus(MINUTE));
  }

  @Test
  default void renew_afterTheEndWhenNobodyTookIt_works() {
    Lease lease = store().acquire("l", "alice", MINUTE).orElseThrow();
    clock().forward(MINUTE.multipliedBy(2));
    assertThat(store().renew(lease, MINUTE).orElseThrow().token()).isEqualTo(1);
  }

  @Test
  default void renew_ofLostLease_isEmpty() {
    Lease lease = store().acquire("l", "alice", MINUTE).orElseThrow();
    clock().forward(MINUTE);
    store().acquire("l", "bob", MINUTE);
    assertThat(store().renew(lease, MINUTE)).isEmpty();
    assertThat(store().lease("l").orElseThrow().owner()).isEqualTo("bob");
    assertThat(store().renew(new Lease("never", "alice", 1, clock().instant()), MINUTE)).isEmpty();
  }

  @Test
  default void release_byTheHolder_freesItAndTheTokenGrowsOn() {
    Lease lease = store().acquire("l", "alice", MINUTE).orElseThrow();
    store().release(lease);
    assertThat(store().lease("l")).isEmpty();
    assertThat(store().renew(lease, MINUTE)).isEmpty();
    assertThat(store().acquire("l", "bob", MINUTE).orElseThrow().token()).isEqualTo(2);
    store().release(lease);
    assertThat(store().lease("l").orElseThrow().owner()).isEqualTo("bob");
  }

  @Test
  default void write_thatRequiresAHeldLease_isDone() {
    Lease lease = store().acquire("l", "alice", MINUTE).orElseThrow();
    store().renew(lease, MINUTE.multipliedBy(3));
    clock().forward(MINUTE.multipliedBy(2));
    store().write(new Batch().require(lease).put("k", "a", 0, "{}"));
    assertThat(store().get("k", "a")).isPresent();
  }

  @Test
  default void write_thatRequiresALostLease_isRefusedWhole() {
    Lease lease = store().acquire("l", "alice", MINUTE).orElseThrow();
    assertThatThrownBy(
            () -> store().write(new Batch().require(new Lease("l", "bob", 1, lease.until()))))
        .isInstanceOf(StoreConflict.class);
    assertThatThrownBy(
            () -> store().write(new Batch().require(new Lease("l", "alice", 2, lease.until()))))
        .isInstanceOf(StoreConflict.class);
    assertThatThrownBy(
            () -> store().write(new Batch().require(new Lease("m", "alice", 1, lease.until()))))
        .isInstanceOf(StoreConflict.class);
    clock().forward(MINUTE);
    assertThatThrownBy(() -> store().write(new Batch().put("k", "a", 0, "{}").require(lease)))
        .isInstanceOf(StoreConflict.class)
        .hasMessageStartingWith("the lease l is no longer held by alice with token 1");
    store().acquire("l", "bob", MINUTE);
    assertThatThrownBy(() -> store().write(new Batch().put("k", "a", 0, "{}").require(lease)))
        .isInstanceOf(StoreConflict.class);
    assertThat(store().get("k", "a")).isEmpty();
  }
}
