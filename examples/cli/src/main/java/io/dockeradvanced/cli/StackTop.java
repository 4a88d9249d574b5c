package io.dockeradvanced.cli;

import io.dockeradvanced.container.Containers;
import io.dockeradvanced.container.ProcessTable;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.stack.StackStatus;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code da stack top}. */
@Command(
    name = "top",
    description = "Shows the processes of a stack's containers.",
    mixinStandardHelpOptions = true)
final class StackTop implements Callable<Integer> {
  @ParentCommand StackCommand parent;

  @Mixin StackFiles files;

  @Parameters(arity = "0..*", paramLabel = "SERVICE", description = "All of them by default.")
  List<String> services = List.of();

  @Override
  public Integer call() {
    String stack = files.stack(null);
    return parent.main.globals.on(
        host -> {
          List<Data> all = new ArrayList<>();
          PrintWriter out = parent.out();
          for (StackStatus.Service service : new StackServices(host, stack).services(services)) {
            for (StackStatus.Replica replica : service.replicas()) {
              if (!replica.state().equals("running") && !replica.state().equals("paused")) {
                continue;
              }
              ProcessTable table = Containers.on(host).top(replica.id());
              if (parent.main.globals.json()) {
                all.add(
                    Data.of("container", replica.name())
                        .with("service", service.name())
                        .with("titles", table.titles())
                        .with("processes", table.rows()));
              } else {
                out.println(replica.name());
                Table lines = new Table(table.titles().toArray(String[]::new));
                table.rows().forEach(row -> lines.row(row.toArray()));
                lines.print(out);
                out.println();
              }
            }
          }
          if (parent.main.globals.json()) {
            out.println(Shapes.list(all));
          }
          return 0;
        });
  }
}
