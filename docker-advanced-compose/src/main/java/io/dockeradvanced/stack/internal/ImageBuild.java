package io.dockeradvanced.stack.internal;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.container.internal.BuildImage;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.stack.BuildOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How the image of a service is built.
 *
 * @param image its name
 * @param anew whether it is built when what it is made of has changed
 * @param parameters of the step that builds it
 * @param secret of that step
 * @param where position in the file
 */
record ImageBuild(String image, boolean anew, Data parameters, Data secret, String where) {

  /** What it is made of now, as one digest. */
  String inputs() {
    try {
      requireFiles();
      return BuildImage.inputs(parameters.with("image", image), secret);
    } catch (InvalidSpec e) {
      throw placed(e);
    }
  }

  /**
   * Whether there is something to build.
   *
   * @throws InvalidSpec when there is not
   */
  void requireFiles() {
    Path context = Path.of(parameters.text("context"));
    if (!Files.isDirectory(context)) {
      throw refusal("the context %s is no directory".formatted(context));
    }
    String dockerfile = parameters.find("dockerfile").orElse("");
    if (!dockerfile.isEmpty() && !Files.isRegularFile(context.resolve(dockerfile))) {
      throw refusal("there is no Dockerfile %s".formatted(context.resolve(dockerfile)));
    }
  }

  private InvalidSpec placed(InvalidSpec e) {
    String first = String.valueOf(e.getMessage());
    return first.startsWith(where) ? e : refusal(first);
  }

  private InvalidSpec refusal(String sentence) {
    return new InvalidSpec(List.of(InvalidSpec.Finding.at(where, sentence)));
  }

  /** Whether it is pulled first, if it can be. */
  boolean isPulled() {
    return parameters.flag("pull");
  }

  /** The same, built without asking a registry for it. */
  ImageBuild neverPulled() {
    return new ImageBuild(image, anew, parameters.with("pull", false), secret, where);
  }

  /** The same, built when what it is made of has changed, and never pulled. */
  ImageBuild anewAlways() {
    return new ImageBuild(image, true, parameters.with("pull", false), secret, where);
  }

  /** The same, with more arguments that are no part of what it is made of. */
  ImageBuild proxied(Map<String, String> variables) {
    Data more = secret.with("proxies", Data.of(variables));
    return variables.isEmpty() ? this : new ImageBuild(image, anew, parameters, more, where);
  }

  /** As it is built when somebody asks for it: always, and with what was asked for. */
  ImageBuild asked(BuildOptions options, Map<String, String> environment) {
    Data asked = parameters.with("pull", false);
    asked = options.pullBase() ? asked.with("pullBase", true) : asked;
    asked = options.noCache() ? asked.with("noCache", true) : asked;
    asked = options.memory() > 0 ? asked.with("memory", options.memory()) : asked;
    Map<String, @Nullable Object> args = new TreeMap<>(secret.object("args").asMap());
    options
        .args()
        .forEach(
            (name, value) -> {
              String given = value == null ? environment.get(name) : value;
              if (given == null) {
                args.remove(name); // the default of the Dockerfile stands
              } else {
                args.put(name, given);
              }
            });
    return new ImageBuild(image, true, asked, secret.with("args", Data.of(args)), where);
  }

  /** The step that builds it. */
  Step.Builder step(String id) {
    return BuildImage.step(id, image, parameters.with(Step.WHERE, where), secret);
  }

  /**
   * One for each image.
   *
   * @param builds by service
   * @param checks is told of an image that is built in two ways
   */
  static Map<String, ImageBuild> byImage(Map<String, ImageBuild> builds, Checks checks) {
    Map<String, ImageBuild> images = new LinkedHashMap<>();
    builds.forEach(
        (service, build) -> {
          ImageBuild other = images.putIfAbsent(build.image(), build);
          if (other != null && !other.makesTheSame(build)) {
            checks.problem(
                "services." + service + ".build",
                "image %s is built in another way by the build at %s; give it another name",
                build.image(),
                other.where());
          }
        });
    return images;
  }

  /** Whether another one makes the same, whoever it is for. */
  boolean makesTheSame(ImageBuild other) {
    return image.equals(other.image)
        && parameters
            .with("labels", Data.empty())
            .equals(other.parameters.with("labels", Data.empty()))
        && secret.equals(other.secret);
  }
}
