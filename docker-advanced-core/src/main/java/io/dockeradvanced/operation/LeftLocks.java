package io.dockeradvanced.operation;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.host.HostAddress;
import io.dockeradvanced.store.Batch;
import io.dockeradvanced.store.StateStore;
import io.dockeradvanced.store.StoredRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Locks that may stand on an engine although their operations have ended, because the engine was
 * away when they were to be given back. The store remembers them until recover has removed them.
 */
final class LeftLocks {
  static final String KIND = "operation-lock";
  private static final Logger LOG = LoggerFactory.getLogger(Operations.class);

  private static final String UNTIL = "until";

  private final StateStore store;
  private final Clock clock;

  LeftLocks(StateStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * @param lease how long such a lock is valid, should it be there
   */
  void remember(DockerHost host, String scope, String operation, Duration lease) {
    Data lock =
        Data.of("hostUri", host.uri().toString())
            .with("scope", scope)
            .with(UNTIL, clock.instant().plus(lease).toString());
    try {
      store.write(new Batch().put(KIND, operation, Batch.ANY, lock.toJson()));
    } catch (DockerAdvancedException e) {
      LOG.warn(
          "the lock of operation {} stays until its lease ends: {}", operation, e.getMessage());
    }
  }

  /** Removes those of this host; what fails is tried again by the next recover. */
  void remove(DockerHost host) {
    for (StoredRecord record : store.list(KIND)) {
      Data lock = Data.parse(record.json());
      if (!HostAddress.same(lock.text("hostUri"), host.uri().toString())) {
        continue;
      }
      try {
        boolean open =
            new Records(store).find(record.id()).filter(i -> !i.outcome().isEnd()).isPresent();
        // One that goes on has the lock for good reason, and gives it back by itself.
        if (!open
            && !EngineLock.removeLeft(Engine.of(host), lock.text("scope"), record.id())
            && lock.find(UNTIL).map(Instant::parse).filter(clock.instant()::isBefore).isPresent()) {
          continue; // an engine that was frozen may make it yet
        }
        store.write(new Batch().delete(KIND, record.id(), record.revision()));
      } catch (DockerAdvancedException e) {
        LOG.warn(
            "{}: the lock of operation {} stays: {}", host.name(), record.id(), e.getMessage());
        if (e.retryable()) {
          return; // the engine is away, and would be for the others too
        }
      }
    }
  }
}
