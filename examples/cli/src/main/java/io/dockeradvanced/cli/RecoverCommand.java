package io.dockeradvanced.cli;

import io.dockeradvanced.Cancelled;
import io.dockeradvanced.operation.OperationFailed;
import io.dockeradvanced.operation.OperationInfo;
import io.dockeradvanced.operation.Operations;
import io.dockeradvanced.operation.Outcome;
import io.dockeradvanced.operation.Recovery;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code da recover}. */
@Command(
    name = "recover",
    description = "Finishes or undoes what a killed process began on this host.",
    mixinStandardHelpOptions = true)
final class RecoverCommand implements Callable<Integer> {
  @ParentCommand Main main;

  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    return main.globals.on(
        host -> {
          Operations operations = Operations.on(host);
          List<Recovery> recoveries;
          try {
            recoveries = main.interruption.recovering(operations::recover);
          } catch (Cancelled e) {
            if (e.getCause() instanceof OperationFailed) {
              throw e;
            }
            // The one that ran was past its undo and was finished; there may be more of them.
            spec.commandLine().getErr().println(e.getMessage());
            return operations.list().stream().allMatch(RecoverCommand::isAtRest)
                ? 0
                : Failures.FAILED;
          }
          if (main.globals.json()) {
            out.println(Shapes.list(recoveries.stream().map(Shapes::of).toList()));
          } else if (recoveries.isEmpty()) {
            out.println("nothing to recover");
          } else {
            recoveries.forEach(recovery -> out.println(recovery.message()));
          }
          boolean ended = recoveries.stream().map(Recovery::outcome).allMatch(Outcome::isEnd);
          return ended ? 0 : Failures.FAILED;
        });
  }

  /** Whether recover would leave it alone. */
  private static boolean isAtRest(OperationInfo operation) {
    return operation.outcome().isEnd() || operation.outcome() == Outcome.PAUSED;
  }
}
