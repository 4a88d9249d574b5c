package io.dockeradvanced.operation;

import io.dockeradvanced.Actor;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.store.Lease;
import java.util.Optional;

/**
 * What somebody has to say to an operation that is known by its id alone. If it runs in this
 * process, the run is told; if no living process has it, it is written into the journal and the
 * operation goes on here.
 */
abstract class Intervention {
  /** Each time another process may just let go of the operation, or another thread take it up. */
  private static final int TRIES = 3;

  private final OperationsCore core;
  private final DockerHost host;
  private final String id;
  private final Actor actor;

  Intervention(OperationsCore core, DockerHost host, String id, Actor actor) {
    this.core = core;
    this.host = host;
    this.id = id;
    this.actor = actor;
  }

  /**
   * Tells a run of this process.
   *
   * @return false when it listens no more: then its end is awaited, and what follows is told
   */
  abstract boolean tell(Run run);

  /** Writes it down for a run that begins then, under the lease. */
  abstract void write(Journal.Story story, Journal journal);

  /** What to do when another process has the operation. */
  abstract String otherwise();

  /**
   * Says it; answers the operation, which goes on.
   *
   * @throws IllegalStateException when it cannot be said to this operation, or not now
   */
  final Operation<?> take() {
    for (int tried = 0; tried < TRIES; ) {
      OperationInfo info = unended();
      Optional<Run> here = core.running(id);
      if (here.isPresent()) {
        if (tell(here.get())) {
          return here.get();
        }
        here.get().ended().join();
        continue;
      }
      Optional<Run> resumed = core.resume(host, info, this::write);
      if (resumed.isPresent()) {
        return resumed.get();
      }
      tried++;
    }
    unended();
    String holder = core.holder(id).map(Lease::owner).orElse("another");
    throw refused("is run by process %s; %s".formatted(holder, otherwise()));
  }

  private OperationInfo unended() {
    OperationInfo info =
        new Records(core.store())
            .find(id)
            .filter(found -> found.hostUri().equals(host.uri().toString()))
            .orElseThrow(
                () -> new IllegalStateException("%s: no operation %s".formatted(host.name(), id)));
    if (info.outcome().isEnd()) {
      throw refused("has ended: " + info.outcome());
    }
    return info;
  }

  final IllegalStateException refused(String why) {
    return new IllegalStateException("%s: operation %s %s".formatted(host.name(), id, why));
  }

  final Actor actor() {
    return actor;
  }
}
