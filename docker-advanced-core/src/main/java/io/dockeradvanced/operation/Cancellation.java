package io.dockeradvanced.operation;

import io.dockeradvanced.Actor;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.store.StoreConflict;

/** The wish of somebody that an operation is undone. */
final class Cancellation extends Intervention {
  private final UndoCause cause;

  Cancellation(OperationsCore core, DockerHost host, String id, Actor actor) {
    super(core, host, id, actor);
    this.cause = UndoCause.cancelledBy(actor);
  }

  @Override
  boolean tell(Run run) {
    if (run.outcome().isEnd()) {
      return false;
    }
    return switch (run.steering().cancel(cause)) {
      case TAKEN -> writeDown(run);
      case UNDOING -> true;
      case COMMITTED -> throw committed();
      case PAUSING -> false;
    };
  }

  /**
   * The run turns back when its steps let it. Until then the journal must know of it: whoever goes
   * on after a crash has to undo, too.
   */
  private boolean writeDown(Run run) {
    try {
      run.journal().entries().add("cancel", Data.of("actor", actor().name())).write();
      return true;
    } catch (StoreConflict e) {
      // It has ended in the meantime: undone, or as it stood because its owner closes.
      run.ended().join();
      return run.story().undoing != null;
    }
  }

  @Override
  void write(Journal.Story story, Journal journal) {
    if (story.committed) {
      throw committed();
    }
    if (story.undoing == null) {
      journal.undoing(cause);
      story.undoing = cause;
    }
  }

  private IllegalStateException committed() {
    return refused(
        "is past its commit: it is not undone any more, only finished;"
            + " recover does that if its process is dead");
  }

  @Override
  String otherwise() {
    return "cancel it there, or when the lease of that process has ended";
  }
}
