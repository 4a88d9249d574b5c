package io.dockeradvanced.container.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.image.BuildFailed;
import io.dockeradvanced.image.BuildSpec;
import io.dockeradvanced.image.ImageReference;
import io.dockeradvanced.image.Platform;
import io.dockeradvanced.image.PullFailed;
import io.dockeradvanced.image.internal.Build;
import io.dockeradvanced.image.internal.BuildContext;
import io.dockeradvanced.image.internal.EngineImages;
import io.dockeradvanced.image.internal.Pull;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.operation.StepContext;
import io.dockeradvanced.operation.StepKind;
import io.dockeradvanced.operation.StepResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Builds an image with the engine's own builder, and gives its names back when it is undone.
 *
 * <p>Parameters: {@code image}, its name; {@code context}, an absolute path; {@code pull}, whether
 * it is pulled instead where that is possible; {@code always}, whether also when it is there;
 * {@code dockerfile}, {@code target}, {@code network}, {@code isolation}, {@code platform}, {@code
 * shm}, {@code memory}, {@code tags}, {@code labels}, {@code hosts}, {@code ulimits}, {@code
 * pullBase} and {@code noCache}, all optional. Secret: {@code args}; {@code proxies}, further ones
 * of which no layer is made; {@code dockerfileText}. Result: {@code id}.
 */
public final class BuildImage implements StepKind {
  public static final String KIND = "image.build";

  /** The label of an image that says what it was built from. */
  public static final String INPUTS = "io.docker-advanced.build-inputs";

  /** Builds {@code image} from {@code context}; the other parameters are added by the caller. */
  public static Step.Builder step(String id, String image, Data parameters, Data secret) {
    return Step.of(id, KIND, 1)
        .target("image " + image)
        .action(parameters.flag("pull") ? "pull it, or build it" : "build")
        .undo("give its names back")
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
    Optional<JsonNode> there =
        EngineImages.find(engine, image)
            .filter(found -> isWanted(engine, image, found, parameters));
    boolean pulled = parameters.flag("pull") && (there.isEmpty() || parameters.flag("always"));
    if (pulled && (isPulled(context, image, there.isPresent()) || there.isPresent())) {
      // As Docker Compose: what cannot be pulled is what is there, or is built.
      return done(id(EngineImages.find(engine, image).orElseThrow()));
    }
    String inputs = inputs(parameters, secret);
    BuildSpec spec = proxied(spec(parameters, secret).label(INPUTS, inputs), secret);
    MovedNames names = new MovedNames(context);
    if (names.isBegun(inputs)) {
      Optional<String> built = names.built(spec.tags(), inputs);
      if (built.isPresent()) {
        return done(built.get());
      }
    }
    names.begin(spec.tags(), inputs);
    List<String> hidden = new ArrayList<>(values(secret.object("args")));
    hidden.addAll(values(secret.object("proxies")));
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

  /** Where the file sets one itself, that one counts. */
  private static BuildSpec proxied(BuildSpec spec, Data secret) {
    Data proxies = secret.object("proxies");
    BuildSpec proxied = spec;
    for (String name : proxies.asMap().keySet()) {
      proxied = spec.args().containsKey(name) ? proxied : proxied.arg(name, proxies.text(name));
    }
    return proxied;
  }

  private static boolean isWanted(Engine engine, String image, JsonNode found, Data parameters) {
    return EnsureImage.mismatch(engine, image, found, parameters.find("platform")).isEmpty();
  }

  private static StepResult done(String id) {
    return StepResult.done(Data.of("id", id));
  }

  private static String id(JsonNode image) {
    return image.path("Id").asText();
  }

  private static String lines(String log) {
    return log.isBlank() ? "" : "; the last it printed:\n" + log;
  }

  private static List<String> values(Data data) {
    return data.asMap().keySet().stream().flatMap(key -> data.find(key).stream()).toList();
  }

  /**
   * Whether it could be pulled; where it could not, that is told.
   *
   * @param there whether it is there already
   */
  private static boolean isPulled(StepContext context, String image, boolean there) {
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
      context.warn(
          "%s: image %s cannot be pulled, so %s: %s"
              .formatted(
                  context.host().name(),
                  image,
                  there ? "the one that is there is used" : "it is built",
                  e.reason().strip()));
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
   * Every name goes back to the image that had it. The layers stay, so that nothing of them is
   * built twice.
   */
  @Override
  public void undo(StepContext context) {
    new MovedNames(context).giveBack();
  }
}
