package io.dockeradvanced.container.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.image.BuildFailed;
import io.dockeradvanced.image.BuildSpec;
import io.dockeradvanced.image.ImageReference;
import io.dockeradvanced.image.Platform;
import io.dockeradvanced.image.PullFailed;
import io.dockeradvanced.image.internal.Build;
import io.dockeradvanced.image.internal.BuildContext;
import io.dockeradvanced.image.internal.EngineImages;
import io.dockeradvanced.image.internal.Pull;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.operation.StepContext;
import io.dockeradvanced.operation.StepKind;
import io.dockeradvanced.operation.StepResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Builds an image with the engine's own builder, and gives its name back when it is undone.
 *
 * <p>Parameters: {@code image}, its name; {@code context}, an absolute path; {@code pull}, whether
 * it is pulled instead where that is possible; {@code always}, whether also when it is there;
 * {@code dockerfile}, {@code target}, {@code network}, {@code isolation}, {@code platform}, {@code
 * shm}, {@code memory}, {@code tags}, {@code labels}, {@code hosts}, {@code ulimits}, {@code
 * pullBase} and {@code noCache}, all optional. Secret: {@code args}; {@code dockerfileText}.
 * Result: {@code id}.
 */
public final class BuildImage implements StepKind {
  public static final String KIND = "image.build";

  /** The label of an image that says what it was built from. */
  public static final String INPUTS = "io.docker-advanced.build-inputs";

  private static final Duration REMOVAL = Duration.ofMinutes(2);

  /** Builds {@code image} from {@code context}; the other parameters are added by the caller. */
  public static Step.Builder step(String id, String image, Data parameters, Data secret) {
    return Step.of(id, KIND, 1)
        .target("image " + image)
        .action(parameters.flag("pull") ? "pull it, or build it" : "build")
        .undo("give its name back")
        .parameters(parameters.with("image", image))
        .secret(secret)
        .weight(10);
  }

  /** What a build of these parameters is made of now. */
  public static String inputs(Data parameters, Data secret) {
    BuildSpec spec = spec(parameters, secret);
    return BuildContext.of(spec).digest(spec);
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
    Engine engine = Target.engine(context);
    Data parameters = context.step().parameters();
    String image = parameters.text("image");
    Data secret = context.step().secret();
    Optional<JsonNode> there = EngineImages.find(engine, image);
    boolean pulled = parameters.flag("pull") && (there.isEmpty() || parameters.flag("always"));
    if (pulled && (isPulled(context, image) || there.isPresent())) {
      // As Docker Compose: what cannot be pulled is what is there, or is built.
      return done(EngineImages.find(engine, image).orElseThrow());
    }
    String inputs = inputs(parameters, secret);
    if (!context.memory().has("inputs")) {
      // Before the build, so that an undo after a crash knows whose name it was.
      context.remember(
          Data.of("inputs", inputs).with("former", there.map(BuildImage::id).orElse("")));
    } else if (there.filter(found -> isBuilt(found, inputs)).isPresent()
        && !id(there.get()).equals(context.memory().text("former"))) {
      // One that was there before is no proof: it may be wanted anew of the same files.
      return done(there.get());
    }
    BuildSpec spec = spec(parameters, secret).label(INPUTS, inputs);
    List<String> hidden = List.copyOf(values(secret.object("args")));
    try {
      return StepResult.done(
          Data.of(
              "id",
              Build.run(
                      context.host(),
                      spec,
                      line -> {
                        context.checkCancelled();
                        context.progress(0.5, Tail.without(line, hidden));
                      })
                  .id()));
    } catch (BuildFailed e) {
      throw new DockerAdvancedException(
          "%s: image %s cannot be built: %s%s"
              .formatted(
                  engine.host(),
                  image,
                  Tail.without(e.reason().strip(), hidden),
                  lines(Tail.without(String.join("\n", e.log()), hidden))));
    }
  }

  private static StepResult done(JsonNode image) {
    return StepResult.done(Data.of("id", id(image)));
  }

  private static String id(JsonNode image) {
    return image.path("Id").asText();
  }

  private static boolean isBuilt(JsonNode image, String inputs) {
    return image.path("Config").path("Labels").path(INPUTS).asText().equals(inputs);
  }

  private static String lines(String log) {
    return log.isBlank() ? "" : "; the last it printed:\n" + log;
  }

  private static List<String> values(Data data) {
    return data.asMap().keySet().stream().flatMap(key -> data.find(key).stream()).toList();
  }

  /** Whether it could be pulled. */
  private static boolean isPulled(StepContext context, String image) {
    try {
      Pull.run(
          context.host(),
          ImageReference.parse(image),
          context.step().parameters().find("platform"),
          progress -> {
            context.checkCancelled();
            context.progress(0.1, progress.status());
          });
      return true;
    } catch (PullFailed e) {
      return false;
    }
  }

  private static BuildSpec spec(Data p, Data secret) {
    BuildSpec spec =
        BuildSpec.of(Path.of(p.text("context")))
            .tag(p.text("image"))
            .target(p.find("target").orElse(""))
            .network(p.find("network").orElse(""))
            .isolation(p.find("isolation").orElse(""))
            .pull(p.flag("pullBase"))
            .noCache(p.flag("noCache"));
    if (p.find("dockerfile").isPresent()) {
      spec = spec.dockerfile(p.text("dockerfile"));
    }
    if (secret.find("dockerfileText").isPresent()) {
      spec = spec.dockerfileText(secret.text("dockerfileText"));
    }
    if (p.find("platform").isPresent()) {
      spec = spec.platform(Platform.parse(p.text("platform")));
    }
    if (p.number("shm", 0) > 0) {
      spec = spec.shmSize(p.number("shm", 0));
    }
    if (p.number("memory", 0) > 0) {
      spec = spec.memory(p.number("memory", 0));
    }
    for (String tag : p.texts("tags")) {
      spec = spec.tag(tag);
    }
    for (Data host : p.objects("hosts")) {
      spec = spec.extraHost(host.text("name"), host.text("address"));
    }
    for (Data limit : p.objects("ulimits")) {
      spec = spec.ulimit(limit.text("name"), limit.number("soft", 0), limit.number("hard", 0));
    }
    for (Map.Entry<String, ?> label : p.object("labels").asMap().entrySet()) {
      spec = spec.label(label.getKey(), String.valueOf(label.getValue()));
    }
    for (String arg : secret.object("args").asMap().keySet()) {
      spec = spec.arg(arg, secret.object("args").text(arg));
    }
    return spec;
  }

  /**
   * The name goes back to the image that had it; without one, it goes - or else the next deploy
   * would take what failed for the image it wants. The layers stay, so that nothing of them is
   * built twice.
   */
  @Override
  public void undo(StepContext context) {
    if (!context.memory().has("inputs")) {
      return; // nothing was built
    }
    Engine engine = Target.engine(context);
    String image = context.step().parameters().text("image");
    String former = context.memory().text("former");
    Optional<JsonNode> now = EngineImages.find(engine, image);
    if (now.isEmpty()
        || id(now.get()).equals(former)
        || !isBuilt(now.get(), context.memory().text("inputs"))) {
      return;
    }
    try {
      if (former.isEmpty()) {
        engine.send(Call.delete(EngineImages.path(image)).query("noprune", true).within(REMOVAL));
      } else {
        ImageReference name = ImageReference.parse(image).orLatest();
        engine.send(
            Call.post(EngineImages.path(former) + "/tag")
                .query("repo", EngineImages.name(name.bare()))
                .query("tag", name.tag().orElse("latest")));
      }
    } catch (EngineRejected e) {
      if (e.status() != 404) {
        context.warn(
            "%s: image %s keeps its new name: %s".formatted(engine.host(), image, e.reason()));
      }
    }
  }
}
