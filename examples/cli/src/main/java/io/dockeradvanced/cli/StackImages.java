package io.dockeradvanced.cli;

import io.dockeradvanced.Select;
import io.dockeradvanced.container.ContainerSummary;
import io.dockeradvanced.container.Containers;
import io.dockeradvanced.image.ImageDetails;
import io.dockeradvanced.image.Images;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.stack.StackStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code da stack images}. */
@Command(
    name = "images",
    description = "Shows the images that a stack's containers were made of.",
    mixinStandardHelpOptions = true)
final class StackImages implements Callable<Integer> {
  @ParentCommand StackCommand parent;

  @Mixin StackFiles files;

  @Parameters(arity = "0..*", paramLabel = "SERVICE", description = "All of them by default.")
  List<String> services = List.of();

  @Override
  public Integer call() {
    String stack = files.stack(null);
    return parent.main.globals.on(
        host -> {
          List<StackStatus.Replica> replicas = new StackServices(host, stack).replicas(services);
          Map<String, ContainerSummary> containers =
              Containers.on(host).list(Select.stack(stack)).stream()
                  .collect(Collectors.toMap(ContainerSummary::id, Function.identity()));
          List<Data> all = new ArrayList<>();
          Table table = new Table("CONTAINER", "IMAGE", "ID", "SIZE");
          for (StackStatus.Replica replica : replicas) {
            ContainerSummary container = containers.get(replica.id());
            if (container == null) {
              continue; // it went away between the two looks
            }
            long size =
                Images.on(host).inspect(container.imageId()).map(ImageDetails::size).orElse(0L);
            all.add(
                Data.of("container", replica.name())
                    .with("image", container.image())
                    .with("id", container.imageId())
                    .with("size", size));
            table.row(
                replica.name(),
                container.image(),
                ImageShapes.shortId(container.imageId()),
                ImageShapes.size(size));
          }
          if (parent.main.globals.json()) {
            parent.out().println(Shapes.list(all));
          } else {
            table.print(parent.out());
          }
          return 0;
        });
  }
}
