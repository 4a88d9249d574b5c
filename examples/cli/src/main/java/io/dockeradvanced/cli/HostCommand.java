package io.dockeradvanced.cli;

import io.dockeradvanced.host.HostInfo;
import io.dockeradvanced.operation.Data;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code da host …}. */
@Command(name = "host", description = "Docker hosts.", mixinStandardHelpOptions = true)
final class HostCommand {
  @ParentCommand Main main;

  @Spec CommandSpec spec;

  @Command(
      name = "info",
      description = "What the engine says of itself.",
      mixinStandardHelpOptions = true)
  int info() {
    PrintWriter out = spec.commandLine().getOut();
    return main.globals.on(
        host -> {
          HostInfo info = host.info();
          Data data =
              Data.of("host", host.uri().toString())
                  .with("name", info.name())
                  .with("serverVersion", info.serverVersion())
                  .with("apiVersion", info.apiVersion())
                  .with("engineApiVersion", info.engineApiVersion())
                  .with("operatingSystem", info.operatingSystem())
                  .with("kernelVersion", info.kernelVersion())
                  .with("architecture", info.architecture())
                  .with("storageDriver", info.storageDriver())
                  .with("cgroupVersion", info.cgroupVersion())
                  .with("cpus", info.cpus())
                  .with("memoryBytes", info.memoryBytes())
                  .with("containers", info.containers())
                  .with("containersRunning", info.containersRunning())
                  .with("images", info.images());
          if (main.globals.json()) {
            out.println(data.toJson());
          } else {
            data.asMap().forEach((key, value) -> out.printf("%-18s %s%n", key, value));
          }
          return 0;
        });
  }

  @Command(
      name = "ls",
      description = "The Docker contexts, and which of their engines answer.",
      mixinStandardHelpOptions = true)
  int ls() {
    PrintWriter out = spec.commandLine().getOut();
    main.globals.checkHostOptions();
    List<HostList.Row> rows = HostList.of(main.globals.context, main.globals.environment);
    if (main.globals.json()) {
      out.println(Shapes.list(rows.stream().map(HostList.Row::data).toList()));
    } else {
      Table table = new Table("NAME", "ENDPOINT", "ENGINE");
      rows.forEach(row -> table.row(row.mark(), row.address(), row.engine()));
      table.print(out);
    }
    return 0;
  }
}
