package io.dockeradvanced.cli;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.image.BuildFailed;
import io.dockeradvanced.image.BuildSpec;
import io.dockeradvanced.image.BuiltImage;
import io.dockeradvanced.image.ImageDetails;
import io.dockeradvanced.image.ImageNotFound;
import io.dockeradvanced.image.ImageReference;
import io.dockeradvanced.image.ImageSummary;
import io.dockeradvanced.image.Images;
import io.dockeradvanced.image.Platform;
import io.dockeradvanced.image.PullOptions;
import io.dockeradvanced.image.PulledImage;
import io.dockeradvanced.image.PushedImage;
import io.dockeradvanced.image.RemovedImages;
import io.dockeradvanced.operation.Data;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code da image …}. */
@Command(name = "image", description = "Images.", mixinStandardHelpOptions = true)
final class ImageCommand {
  @ParentCommand Main main;

  @Spec CommandSpec spec;

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private int on(Function<Images, Data> work, Function<Data, String> text) {
    return main.globals.on(
        host -> {
          Data result = work.apply(Images.on(host));
          out().println(main.globals.json() ? result.toJson() : text.apply(result));
          return 0;
        });
  }

  private ImageProgressLines lines() {
    return new ImageProgressLines(spec.commandLine().getErr(), main.globals.noProgress);
  }

  @Command(name = "ls", description = "The images of the host.", mixinStandardHelpOptions = true)
  int ls() {
    return main.globals.on(
        host -> {
          List<ImageSummary> images = Images.on(host).list();
          if (main.globals.json()) {
            out().println(Shapes.list(images.stream().map(ImageShapes::of).toList()));
            return 0;
          }
          Table table = new Table("IMAGE", "ID", "CREATED", "SIZE");
          for (ImageSummary image : images) {
            for (String name : image.dangling() ? List.of("<none>") : image.tags()) {
              table.row(
                  name,
                  ImageShapes.shortId(image.id()),
                  image.created(),
                  ImageShapes.size(image.size()));
            }
          }
          table.print(out());
          return 0;
        });
  }

  @Command(name = "inspect", description = "All about one image.", mixinStandardHelpOptions = true)
  int inspect(@Parameters(paramLabel = "IMAGE", description = "A name or id.") String image) {
    return main.globals.on(
        host -> {
          ImageDetails details =
              Images.on(host)
                  .inspect(image)
                  .orElseThrow(
                      () ->
                          new ImageNotFound(
                              host.name(),
                              image,
                              "%s: there is no image %s; check the name, or pull it"
                                  .formatted(host.name(), image)));
          Data data = ImageShapes.of(details);
          if (main.globals.json()) {
            out().println(data.toJson());
          } else {
            data.asMap().forEach((key, value) -> out().printf("%-17s %s%n", key, value));
          }
          return 0;
        });
  }

  @Command(
      name = "pull",
      description = "Pulls an image and sees that it is the one the registry has.",
      mixinStandardHelpOptions = true)
  int pull(
      @Parameters(paramLabel = "IMAGE", description = "With a tag or digest; latest by default.")
          String image,
      @Option(
              names = "--platform",
              paramLabel = "OS/ARCH[/VARIANT]",
              description = "Another platform than the engine's.")
          @Nullable String platform) {
    ImageReference reference = ImageReference.parse(image);
    PullOptions options =
        platform == null
            ? PullOptions.defaults()
            : PullOptions.defaults().platform(Platform.parse(platform));
    return on(
        images -> {
          PulledImage pulled = images.pull(reference, options, lines());
          return Data.of("image", pulled.reference().orLatest().familiar())
              .with("id", pulled.id())
              .with("digest", pulled.digest().map(Object::toString).orElse(""));
        },
        d -> "%s %s".formatted(d.text("image"), d.text("digest")).strip());
  }

  @Command(
      name = "push",
      description = "Pushes a tag and tells its digest.",
      mixinStandardHelpOptions = true)
  int push(@Parameters(paramLabel = "IMAGE", description = "Latest by default.") String image) {
    ImageReference reference = ImageReference.parse(image);
    return on(
        images -> {
          PushedImage pushed = images.push(reference, lines());
          return Data.of("image", pushed.reference().familiar())
              .with("digest", pushed.digest().toString())
              .with("size", pushed.size());
        },
        d -> "%s %s".formatted(d.text("image"), d.text("digest")));
  }

  @Command(
      name = "tag",
      description = "Gives an image one more name.",
      mixinStandardHelpOptions = true)
  int tag(
      @Parameters(paramLabel = "IMAGE", description = "A name or id.") String image,
      @Parameters(paramLabel = "NAME", description = "Latest by default.") String name) {
    ImageReference reference = ImageReference.parse(name);
    return on(
        images -> {
          images.tag(image, reference);
          return Data.of("image", image).with("name", reference.orLatest().familiar());
        },
        d -> d.text("name"));
  }

  @Command(
      name = "rm",
      description = "Takes names from images; an image goes with its last name.",
      mixinStandardHelpOptions = true)
  int rm(
      @Parameters(paramLabel = "IMAGE", arity = "1..*", description = "Names or ids.")
          List<String> names,
      @Option(
              names = {"-f", "--force"},
              description = "Even if containers that do not run use it.")
          boolean force) {
    return main.globals.on(
        host -> {
          List<Data> all = new ArrayList<>();
          for (String name : names) {
            RemovedImages removed = Images.on(host).remove(name, force);
            all.add(
                Data.of("image", name)
                    .with("untagged", removed.untagged())
                    .with("deleted", removed.deleted()));
            if (!main.globals.json()) {
              removed.untagged().forEach(n -> out().println("untagged " + n));
              removed.deleted().forEach(id -> out().println("deleted  " + id));
            }
          }
          if (main.globals.json()) {
            out().println(Shapes.list(all));
          }
          return 0;
        });
  }

  @Command(
      name = "load",
      description = "Loads the images of an archive, such as one of docker save.",
      mixinStandardHelpOptions = true)
  int load(
      @Option(
              names = {"-i", "--input"},
              paramLabel = "FILE",
              description = "The archive; standard input by default.")
          @Nullable Path file) {
    return on(
        images -> Data.of("images", file == null ? images.load(System.in) : images.load(file)),
        d -> String.join("\n", d.texts("images")));
  }

  @Command(
      name = "save",
      description = "Writes images as one archive.",
      mixinStandardHelpOptions = true)
  int save(
      @Parameters(paramLabel = "IMAGE", arity = "1..*", description = "Names or ids.")
          List<String> names,
      @Option(
              names = {"-o", "--output"},
              paramLabel = "FILE",
              required = true,
              description = "Where to; only a whole archive takes the place of a file.")
          Path file) {
    return on(
        images -> Data.of("file", file.toString()).with("bytes", written(images, names, file)),
        d -> "%s bytes in %s".formatted(d.find("bytes").orElse("0"), file));
  }

  private static long written(Images images, List<String> names, Path file) {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new InvalidSpec(file.toString(), 0, 0, "it is no file that could be replaced");
    }
    @Nullable Path part = null;
    try {
      Path directory = file.toAbsolutePath().getParent();
      part = Files.createTempFile(directory, file.getFileName().toString(), ".part");
      long length;
      try (OutputStream out = Files.newOutputStream(part)) {
        length = images.save(names, out);
      }
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
      return length;
    } catch (IOException e) {
      throw new InvalidSpec(file.toString(), 0, 0, "it cannot be written: " + e.getMessage());
    } finally {
      try {
        if (part != null) {
          Files.deleteIfExists(part);
        }
      } catch (IOException e) {
        // What failed before says more.
      }
    }
  }

  @Command(
      name = "build",
      description = "Builds an image with the engine's own builder.",
      mixinStandardHelpOptions = true)
  int build(@Mixin ImageBuildFlags options) {
    BuildSpec build = options.spec();
    PrintWriter err = spec.commandLine().getErr();
    return on(
        images -> {
          try {
            BuiltImage built =
                images.build(build, main.globals.noProgress ? line -> {} : err::println);
            return Data.of("id", built.id())
                .with("tags", built.tags().stream().map(ImageReference::familiar).toList());
          } catch (BuildFailed e) {
            if (main.globals.noProgress) {
              e.log().forEach(err::println);
            }
            throw (DockerAdvancedException) e;
          }
        },
        d -> d.texts("tags").isEmpty() ? d.text("id") : String.join("\n", d.texts("tags")));
  }
}
