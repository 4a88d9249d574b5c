package io.dockeradvanced.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.Config;
import io.dockeradvanced.DockerAdvancedException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Processes that share a store share its key. */
@Timeout(60)
class KeyCheckTest extends RunFixture {
  private static final byte[] OTHER = "another key of 32 bytes, I swear".getBytes();

  private FakeProcess withAnotherKey() {
    return new FakeProcess(
        world,
        new DyingStore(world.store),
        Config.defaults().use(SecretSource.class, () -> OTHER.clone()));
  }

  @Test
  void start_withAnotherKey_isRefusedBeforeAnythingHappens() {
    start(FakeStep.step("a")).await();
    try (FakeProcess stranger = withAnotherKey()) {
      assertThatThrownBy(
              () -> stranger.operations().start(FakePlan.of(stranger, FakeStep.step("b"))))
          .isInstanceOf(DockerAdvancedException.class)
          .hasMessageStartingWith("the journal in ")
          .hasMessageContaining(" was written with another key; give that key (");
      assertThat(stranger.operations().list()).hasSize(1);
    }
    assertThat(world.changes()).containsExactly("+a");
    start(FakeStep.step("c")).await();
  }

  @Test
  void recover_withAnotherKey_leavesItToOthers() {
    DyingStore dying = new DyingStore(world.store, 3, true);
    try (FakeProcess dead = new FakeProcess(world, dying)) {
      assertThatThrownBy(
              () ->
                  dead.operations()
                      .run(FakePlan.of(dead, FakeStep.step("a"), FakeStep.step("b", "a"))))
          .isNotNull();
    }
    world.clock.forward(java.time.Duration.ofSeconds(31));
    try (FakeProcess stranger = withAnotherKey()) {
      List<Recovery> left = stranger.operations().recover();
      assertThat(left).hasSize(1);
      assertThat(left.get(0).outcome().isEnd()).isFalse();
      assertThat(left.get(0).message())
          .startsWith("'make things' was left as it is: the journal in ")
          .contains("was written with another key");
    }
    assertThat(process.operations().recover())
        .extracting(Recovery::outcome)
        .allMatch(Outcome::isEnd)
        .hasSize(1);
  }

  @Test
  void start_ofManyWithOneKeyAtOnce_agree() {
    List<CompletableFuture<String>> all =
        Stream.generate(this::another)
            .limit(6)
            .map(
                each ->
                    CompletableFuture.supplyAsync(
                        () ->
                            each.operations()
                                .run(
                                    FakePlan.of(
                                        each, "scope" + each.hashCode(), 1, FakeStep.step("a")))))
            .toList();
    assertThat(all).allMatch(one -> one.join().equals("made 1"));
    assertThat(world.store.list("journal-key")).hasSize(1);
  }

  @Test
  void digest_inTheStore_isNotTheKey() {
    start(FakeStep.step("a")).await();
    assertThat(world.store.list("journal-key").get(0).json())
        .startsWith("{\"digest\":\"hmac:")
        .doesNotContain(new String(FakeProcess.KEY));
  }
}
