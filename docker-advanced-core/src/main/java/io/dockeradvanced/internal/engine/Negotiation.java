package io.dockeradvanced.internal.engine;

import io.dockeradvanced.UnsupportedEngine;

/**
 * Which API version two sides speak: the smaller of the engine's newest and ours.
 *
 * @param speaks what we speak with this engine
 * @param engine the newest the engine speaks
 */
record Negotiation(ApiVersion speaks, ApiVersion engine) {
  /** API 1.41, Docker 20.10. */
  static final ApiVersion OLDEST = new ApiVersion(1, 41);

  /** The newest that our tests run against: Docker 28.5. */
  static final ApiVersion NEWEST = new ApiVersion(1, 51);

  static Negotiation with(String host, ApiVersion engine) {
    if (engine.compareTo(OLDEST) < 0) {
      throw new UnsupportedEngine(
          host,
          "%s: the engine speaks API %s, but at least API %s (Docker 20.10) is needed; update the engine"
              .formatted(host, engine, OLDEST));
    }
    return new Negotiation(engine.compareTo(NEWEST) < 0 ? engine : NEWEST, engine);
  }

  static UnsupportedEngine tooNew(String host, String engineMinimum) {
    return new UnsupportedEngine(
        host,
        "%s: the engine takes nothing below API %s, but API %s is the newest known here; update docker-advanced"
            .formatted(host, engineMinimum, NEWEST));
  }
}
