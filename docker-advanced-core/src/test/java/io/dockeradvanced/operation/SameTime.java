package io.dockeradvanced.operation;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.internal.engine.ApiVersion;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.EngineResponse;
import java.time.Duration;
import java.util.Optional;

/** An engine whose clock is said to be ours, for tests that move ours. */
record SameTime(Engine engine) implements Engine {
  @Override
  public String host() {
    return engine.host();
  }

  @Override
  public ApiVersion api() {
    return engine.api();
  }

  @Override
  public JsonNode json(Call call) {
    return engine.json(call);
  }

  @Override
  public Optional<JsonNode> find(Call call) {
    return engine.find(call);
  }

  @Override
  public int send(Call call) {
    return engine.send(call);
  }

  @Override
  public EngineResponse open(Call call) {
    return engine.open(call);
  }

  @Override
  public void ping() {
    engine.ping();
  }

  @Override
  public Duration clockOffset() {
    return Duration.ZERO;
  }
}
