package io.dockeradvanced.stack.internal;

import io.dockeradvanced.operation.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Containers whose places other ones take, and when they let go of them. */
final class Moves {
  /**
   * @param before what has to be reached before the old one goes
   */
  private record Move(
      Desired.Service service,
      Observed.Container old,
      Step.Builder stop,
      Step.Builder start,
      Set<String> before) {}

  private final Names names;
  private final HostPorts ports;
  private final Restarts restarts;
  private final Remakes remakes;
  private final List<Move> moves = new ArrayList<>();

  Moves(Names names, HostPorts ports, Restarts restarts, Remakes remakes) {
    this.names = names;
    this.ports = ports;
    this.restarts = restarts;
    this.remakes = remakes;
  }

  void add(
      Desired.Service service,
      Observed.Container old,
      Step.Builder stop,
      Step.Builder start,
      Set<String> before) {
    moves.add(new Move(service, old, stop, start, before));
  }

  /** Adds to the steps what they come after. */
  void order() {
    for (Move move : moves) {
      // Whoever lets go of something for one that it depends on does so before that one is well;
      // then it waits with its own start.
      boolean awaited =
          names.isAwaited(move.old())
              || ports.isAwaited(move.old())
              || restarts.cause(move.service()).isPresent()
              || restarts.lost(move.service()).isPresent()
              || remakes.of(move.old()).isPresent();
      (awaited ? move.start() : move.stop()).after(move.before());
    }
  }
}
