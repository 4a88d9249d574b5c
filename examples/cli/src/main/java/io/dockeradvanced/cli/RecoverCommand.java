package io.dockeradvanced.cli;

import io.dockeradvanced.operation.Data;
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
          List<Recovery> recoveries = Operations.on(host).recover();
          for (Recovery recovery : recoveries) {
            if (main.globals.json()) {
              out.println(
                  Data.of("operation", recovery.operation().id())
                      .with("title", recovery.operation().title())
                      .with("outcome", recovery.outcome().name())
                      .with("message", recovery.message())
                      .toJson());
            } else {
              out.println(recovery.message());
            }
          }
          if (recoveries.isEmpty() && !main.globals.json()) {
            out.println("nothing to recover");
          }
          boolean ended = recoveries.stream().map(Recovery::outcome).allMatch(Outcome::isEnd);
          return ended ? 0 : Failures.FAILED;
        });
  }
}
