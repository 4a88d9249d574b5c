package io.dockeradvanced.cli;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.container.Containers;
import io.dockeradvanced.container.CopyOptions;
import io.dockeradvanced.operation.Data;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code da container cp}. */
@Command(
    name = "cp",
    description = "Copies files into a container or out of it; - is a tar archive.",
    mixinStandardHelpOptions = true)
final class ContainerCopy implements Callable<Integer> {
  private static final String STREAM = "-";

  @ParentCommand ContainerCommand parent;

  @Spec CommandSpec spec;

  @Option(
      names = {"-L", "--follow-link"},
      description = "Copies what a link leads to, where the source is one.")
  boolean followLink;

  @Option(
      names = {"-a", "--archive"},
      description = "What goes into a container belongs to the user it runs as.")
  boolean archive;

  @Parameters(paramLabel = "SOURCE", description = "CONTAINER:PATH, a path of this machine, or -.")
  String source = "";

  @Parameters(paramLabel = "TARGET", description = "CONTAINER:PATH, a path of this machine, or -.")
  String target = "";

  /** A place in a container. */
  private record Place(String container, String path) {}

  @Override
  public Integer call() {
    boolean out = isPlace(source);
    if (out == isPlace(target)) {
      throw new InvalidSpec(
          source + " " + target,
          0,
          0,
          "one of both must be in a container, as CONTAINER:PATH, and the other one must not");
    }
    CopyOptions options = CopyOptions.defaults().followLink(followLink).containerOwner(archive);
    return parent.main.globals.on(
        host -> {
          if (out) {
            out(Containers.on(host), place(source), options);
          } else {
            in(Containers.on(host), place(target), options);
          }
          return 0;
        });
  }

  /** A path of this machine with a colon in it begins with a slash or a dot. */
  private static boolean isPlace(String text) {
    return text.indexOf(':') > 0 && !text.startsWith("/") && !text.startsWith(".");
  }

  private static Place place(String text) {
    int colon = text.indexOf(':');
    String path = text.substring(colon + 1);
    return new Place(text.substring(0, colon), path.isEmpty() ? "/" : path);
  }

  private void in(Containers containers, Place to, CopyOptions options) {
    if (source.equals(STREAM)) {
      containers.copyIn(to.container(), System.in, to.path(), options);
    } else {
      Path file = Path.of(source);
      if (source.endsWith("/") && !Files.isDirectory(file)) {
        throw new InvalidSpec(source, 0, 0, "it is no directory");
      }
      containers.copyIn(to.container(), file, to.path(), options);
    }
    tell(Data.of("container", to.container()).with("path", to.path()));
  }

  private void out(Containers containers, Place from, CopyOptions options) {
    if (target.equals(STREAM)) {
      containers.copyOut(from.container(), from.path(), parent.main.output, options);
      return;
    }
    Path file = Path.of(target);
    if (target.endsWith("/") && !Files.isDirectory(file)) {
      throw new InvalidSpec(target, 0, 0, "there is no such directory; make it first");
    }
    Path copied = containers.copyOut(from.container(), from.path(), file, options);
    tell(Data.of("file", copied.toString()));
  }

  private void tell(Data data) {
    if (parent.main.globals.json()) {
      spec.commandLine().getOut().println(data.toJson());
    }
  }
}
