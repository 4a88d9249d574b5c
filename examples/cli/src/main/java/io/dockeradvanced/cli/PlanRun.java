package io.dockeradvanced.cli;

import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.operation.Operation;
import io.dockeradvanced.operation.Operations;
import io.dockeradvanced.operation.Plan;
import java.io.PrintWriter;

/** Carries out plans in front of somebody: with warnings, progress, and signals that undo. */
final class PlanRun {
  private final Main main;
  private final PrintWriter err;
  private final boolean quiet;

  PlanRun(Main main, PrintWriter err) {
    this(main, err, false);
  }

  /**
   * @param quiet whether no progress is written
   */
  PlanRun(Main main, PrintWriter err, boolean quiet) {
    this.main = main;
    this.err = err;
    this.quiet = quiet;
  }

  <R> R run(DockerHost host, Plan<R> plan) {
    plan.data().warnings().forEach(warning -> err.println("warning: " + warning));
    try (Interruption.Change change = main.interruption.begin()) {
      Operation<R> operation = Operations.on(host).start(plan);
      if (plan.data().isEmpty()) {
        return operation.await();
      }
      Progress progress =
          new Progress(
              err, Terminal.attached(), quiet || main.globals.noProgress, Terminal.width());
      operation.listen(progress);
      change.cancelBy(operation::cancel, progress::committed);
      try {
        return operation.await();
      } finally {
        progress.await();
      }
    }
  }
}
