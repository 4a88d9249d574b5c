package io.dockeradvanced.operation;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.Actor;
import io.dockeradvanced.Cancelled;
import io.dockeradvanced.Config;
import io.dockeradvanced.DockerAdvanced;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.host.FakeHost;
import io.dockeradvanced.internal.engine.ApiVersion;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.EngineResponse;
import io.dockeradvanced.store.StateStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * What one process has: an owner, a store that may die under it, a way to the engine and to the
 * world. When the store dies, the process is dead: nothing of it reaches anything any more.
 */
final class FakeProcess extends FakeHost {
  static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes();

  private final FakeWorld world;
  private final DyingStore store;
  private final DockerAdvanced owner;
  private volatile CountDownLatch engineAnswers = new CountDownLatch(0);

  FakeProcess(FakeWorld world) {
    this(world, new DyingStore(world.store));
  }

  FakeProcess(FakeWorld world, DyingStore store) {
    this(world, store, Duration.ofSeconds(10));
  }

  FakeProcess(FakeWorld world, DyingStore store, Duration grace) {
    this(world, store, Config.defaults().grace(grace));
  }

  /**
   * @param config may have a clock and a key of its own
   */
  FakeProcess(FakeWorld world, DyingStore store, Config config) {
    this.world = world;
    this.store = store;
    SecretSource key = config.part(SecretSource.class).orElse(() -> KEY.clone());
    Clock clock = config.part(Clock.class).orElse(world.clock);
    this.owner =
        DockerAdvanced.create(
            config
                .use(StateStore.class, store)
                .use(SecretSource.class, key)
                .use(Clock.class, clock)
                .actor(Actor.of("tester")));
  }

  Operations operations() {
    return Operations.on(this);
  }

  FakeWorld world() {
    return world;
  }

  DyingStore store() {
    return store;
  }

  void checkAlive() {
    if (store.isDead()) {
      // Nothing that anybody would try again.
      throw new DockerAdvancedException("fake: this process is dead");
    }
  }

  // ---- the host

  @Override
  public DockerAdvanced owner() {
    return owner;
  }

  // ---- its engine

  /** Its next call to create something is answered only after this. */
  void engineAnswersAfter(CountDownLatch moment) {
    engineAnswers = moment;
  }

  @Override
  public ApiVersion api() {
    return world.engine.api();
  }

  @Override
  public JsonNode json(Call call) {
    checkAlive();
    try {
      engineAnswers.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Cancelled("interrupted", e);
    }
    return world.engine.json(call);
  }

  @Override
  public Optional<JsonNode> find(Call call) {
    checkAlive();
    return world.engine.find(call);
  }

  @Override
  public int send(Call call) {
    checkAlive();
    return world.engine.send(call);
  }

  @Override
  public EngineResponse open(Call call) {
    checkAlive();
    return world.engine.open(call);
  }

  @Override
  public Duration clockOffset() {
    checkAlive();
    return Duration.between(owner.clock().instant(), world.clock.instant());
  }
}
