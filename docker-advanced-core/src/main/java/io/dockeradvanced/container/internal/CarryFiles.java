package io.dockeradvanced.container.internal;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.EngineResponse;
import io.dockeradvanced.internal.tar.TarEntry;
import io.dockeradvanced.internal.tar.TarStream;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.operation.StepContext;
import io.dockeradvanced.operation.StepKind;
import io.dockeradvanced.operation.StepResult;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes files of one container's own layer into another one that has not been started yet.
 * Parameters: {@code id} of the one; {@code from}, the step that made the other; {@code paths}.
 * They pass through this process as a stream.
 */
public final class CarryFiles implements StepKind {
  public static final String KIND = "container.carry";
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final int MODE = 0755;

  public static Step.Builder step(
      String id, String name, String container, String from, List<String> paths) {
    return Step.of(id, KIND, 1)
        .target("container " + name)
        .action("take along " + String.join(", ", paths))
        .parameters(Data.of("id", container).with("from", from).with("paths", paths))
        .after(from)
        .weight(2);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public StepResult apply(StepContext context) {
    Data parameters = context.step().parameters();
    String to = Target.containerId(context);
    for (String path : parameters.texts("paths")) {
      context.checkCancelled();
      try {
        carry(Target.engine(context), parameters.text("id"), to, path);
      } catch (EngineRejected e) {
        throw new DockerAdvancedException(
            "%s: %s cannot be taken into the new %s: %s"
                .formatted(
                    context.host().name(), path, context.step().target(), e.reason().strip()),
            e);
      }
    }
    return StepResult.done();
  }

  private static void carry(Engine engine, String from, String to, String path) {
    String parent = path.substring(0, Math.max(1, path.lastIndexOf('/')));
    makeDirectories(engine, to, parent);
    try (EngineResponse archive =
        engine.open(Call.get(archive(from)).query("path", path).within(LIMIT))) {
      engine.send(
          Call.put(archive(to))
              .query("path", parent)
              .query("noOverwriteDirNonDir", true)
              .body("application/x-tar", archive::body)
              .within(LIMIT));
    }
  }

  /** Those that are there keep their owner and mode. */
  private static void makeDirectories(Engine engine, String container, String directory) {
    List<TarEntry> missing = new ArrayList<>();
    String path = directory;
    while (path.length() > 1 && !exists(engine, container, path)) {
      missing.add(0, directory(path));
      path = path.substring(0, Math.max(1, path.lastIndexOf('/')));
    }
    if (!missing.isEmpty()) {
      byte[] archive = TarStream.bytes(missing);
      engine.send(
          Call.put(archive(container))
              .query("path", "/")
              .query("noOverwriteDirNonDir", true)
              .body("application/x-tar", () -> new ByteArrayInputStream(archive))
              .within(LIMIT));
    }
  }

  private static TarEntry directory(String path) {
    String name = path.substring(1) + "/";
    return new TarEntry(name, TarEntry.DIRECTORY, MODE, 0, 0, 0, 0, "", TarEntry.NONE);
  }

  /** Whether something is at this place of a container. */
  static boolean exists(Engine engine, String container, String path) {
    try {
      engine.send(Call.head(archive(container)).query("path", path));
      return true;
    } catch (EngineRejected e) {
      if (e.status() == 404) {
        return false;
      }
      throw e;
    }
  }

  private static String archive(String container) {
    return "/containers/" + Call.segment(container) + "/archive";
  }

  @Override
  public void undo(StepContext context) {
    // They go with the container that they were put into.
  }
}
