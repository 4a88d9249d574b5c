package io.dockeradvanced.container.internal;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.TimedOut;
import io.dockeradvanced.UnreachableHost;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.Reconcile;
import io.dockeradvanced.internal.tar.TarEntry;
import io.dockeradvanced.internal.tar.TarStream;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.operation.StepContext;
import io.dockeradvanced.operation.StepKind;
import io.dockeradvanced.operation.StepResult;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/**
 * Puts small files into a container that does not run. Doing it twice is doing it once.
 *
 * <p>Parameters: {@code from}, the step that made the container, or {@code id}. Secret: {@code
 * files}, each with {@code target}, {@code content} in base64, {@code uid}, {@code gid}, {@code
 * mode} and {@code owned}, whether its owner was asked for.
 */
public final class CopyFiles implements StepKind {
  public static final String KIND = "container.copy";
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** Puts files into what the step {@code from} made. */
  public static Step.Builder stepFrom(String id, String name, String from, List<Data> files) {
    return step(id, name, Data.of("from", from), files).after(from);
  }

  /** Puts files into a container that is there. */
  public static Step.Builder stepId(String id, String name, String container, List<Data> files) {
    return step(id, name, Data.of("id", container), files).undo("what was there before is lost");
  }

  private static Step.Builder step(String id, String name, Data parameters, List<Data> files) {
    return Step.of(id, KIND, 1)
        .target("container " + name)
        .action(files.size() == 1 ? "put a file into it" : "put " + files.size() + " files into it")
        .parameters(parameters)
        .secret(Data.of("files", files));
  }

  /**
   * One file.
   *
   * @param owned whether the owner was asked for
   */
  public static Data file(
      String target, byte[] content, long user, long group, int mode, boolean owned) {
    return Data.of("target", target)
        .with("content", Base64.getEncoder().encodeToString(content))
        .with("uid", user)
        .with("gid", group)
        .with("mode", mode)
        .with("owned", owned);
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
    String id = Target.containerId(context);
    for (Data file : context.step().secret().objects("files")) {
      context.checkCancelled();
      put(context, id, file);
    }
    return StepResult.done();
  }

  private static void put(StepContext context, String id, Data file) {
    Engine engine = Target.engine(context);
    try {
      send(engine, context, id, file);
    } catch (UnreachableHost | TimedOut lost) {
      if (Reconcile.standsStill(lost)) {
        throw lost;
      }
      // The same file in the same place: to send it once more does no harm.
      send(engine, context, id, file);
    } catch (EngineRejected e) {
      throw new DockerAdvancedException(
          "%s: %s cannot be put into %s: %s"
              .formatted(
                  context.host().name(),
                  file.text("target"),
                  context.step().target(),
                  e.reason().strip()),
          e);
    }
  }

  private static void send(Engine engine, StepContext context, String id, Data file) {
    TarEntry entry =
        TarEntry.file(
                name(file.text("target")),
                Base64.getDecoder().decode(file.text("content")),
                (int) file.number("mode", 0),
                context.clock().instant().getEpochSecond())
            .owned(file.number("uid", 0), file.number("gid", 0));
    byte[] archive = TarStream.bytes(List.of(entry));
    Call call =
        Call.put("/containers/" + Call.segment(id) + "/archive")
            .query("path", "/")
            .query("noOverwriteDirNonDir", true);
    if (file.flag("owned")) {
      call.query("copyUIDGID", true);
    }
    engine.send(
        call.body("application/x-tar", () -> new ByteArrayInputStream(archive)).within(LIMIT));
  }

  /** Names in archives begin at the root without saying so. */
  private static String name(String target) {
    int begin = 0;
    while (begin < target.length() - 1 && target.charAt(begin) == '/') {
      begin++;
    }
    return target.substring(begin);
  }

  @Override
  public void undo(StepContext context) {
    // What was made for the files goes with them.
  }
}
