package io.dockeradvanced.operation;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.TimedOut;
import io.dockeradvanced.UnreachableHost;
import io.dockeradvanced.container.internal.TarFile;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.EngineResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an {@link EngineLock} says of its holder: first a label of its container, once renewed a
 * file in it.
 *
 * @param operation whose lock it is
 * @param until by the clock of the engine
 * @param lasts how long after it was written it ends
 */
record LockLease(String container, String operation, String holder, Instant until, Duration lasts) {
  static final String LABEL = "io.docker-advanced.lease";
  private static final String FILE = "lease.json";
  private static final Duration LONG_CALL = Duration.ofSeconds(60);

  /** A lock that tells no lease, as of a release that wrote the first one late, lives so long. */
  private static final Duration UNWRITTEN_GRACE = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(Operations.class);

  /** So little may be the clocks' difference, which is known by whole seconds. */
  private static final Duration SLACK = Duration.ofSeconds(5);

  /** That of the container with this name, if there is one. */
  static Optional<LockLease> look(Engine engine, String name) {
    Optional<JsonNode> found = engine.find(Call.get("/containers/" + Call.segment(name) + "/json"));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    JsonNode container = found.get();
    String id = container.path("Id").asText();
    String time = container.path("Created").asText("");
    if (time.isEmpty()) {
      return Optional.empty(); // an engine says so of one that is just going away
    }
    JsonNode labels = container.path("Config").path("Labels");
    return Optional.of(
        parse(id, file(engine, id))
            .or(() -> parse(id, labels.path(LABEL).asText()))
            .orElseGet(
                () -> {
                  String operation = labels.path(EngineLock.OPERATION_LABEL).asText();
                  Instant until = Instant.parse(time).plus(UNWRITTEN_GRACE);
                  return new LockLease(
                      id, operation, "operation " + operation, until, UNWRITTEN_GRACE);
                }));
  }

  /** The lease as it was renewed last; empty when it never was. */
  private static String file(Engine engine, String container) {
    try (EngineResponse response =
        engine.open(
            Call.get("/containers/" + container + "/archive")
                .query("path", "/" + FILE)
                .within(LONG_CALL))) {
      return new String(TarFile.first(response.body()), StandardCharsets.UTF_8);
    } catch (EngineRejected e) {
      if (e.status() != 404) {
        throw e;
      }
      return "";
    } catch (IOException e) {
      // It may have been renewed: who cannot read that does not know that it has ended.
      throw new UnreachableHost(
          engine.host(),
          engine.host() + ": the lease of a lock broke off while it was read",
          e,
          false);
    }
  }

  /** Empty when it cannot be read. */
  private static Optional<LockLease> parse(String container, String json) {
    try {
      Data lease = Data.parse(json);
      return Optional.of(
          new LockLease(
              container,
              lease.text("operation"),
              lease.text("holder"),
              Instant.parse(lease.text("until")),
              lease.find("lasts").map(Duration::parse).orElse(UNWRITTEN_GRACE)));
    } catch (IllegalArgumentException | IllegalStateException | DateTimeParseException e) {
      return Optional.empty();
    }
  }

  String json() {
    return Data.of("operation", operation)
        .with("holder", holder)
        .with("until", until.toString())
        .with("lasts", lasts.toString())
        .toJson();
  }

  /** Puts it into the container of its lock. */
  void write(Engine engine) {
    write(engine, LONG_CALL);
  }

  private void write(Engine engine, Duration deadline) {
    byte[] tar = TarFile.of(FILE, json().getBytes(StandardCharsets.UTF_8), until.getEpochSecond());
    engine.send(
        Call.put("/containers/" + container + "/archive")
            .query("path", "/")
            .body("application/x-tar", () -> new ByteArrayInputStream(tar))
            .within(deadline));
  }

  /**
   * One that ends later than if it were written now is of before the clock was set back. It is
   * written anew, with the end it should have: its holder may live, and renews it; a dead one would
   * hold it for as long as the clock went back.
   */
  LockLease shortened(Instant now, Engine engine) {
    Instant latest = now.plus(lasts);
    if (!until.isAfter(latest.plus(SLACK))) {
      return this;
    }
    LockLease shorter = new LockLease(container, operation, holder, latest, lasts);
    try {
      // Soon or not at all: late, it would take from a holder what that has renewed meanwhile.
      shorter.write(engine, SLACK);
      return shorter;
    } catch (EngineRejected | UnreachableHost | TimedOut e) {
      // Being given back, or the engine is slow. Who comes next tries again.
      LOG.debug("{}: the lease of a lock was not shortened: {}", engine.host(), e.getMessage());
      return this;
    }
  }
}
