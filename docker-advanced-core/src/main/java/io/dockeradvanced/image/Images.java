package io.dockeradvanced.image;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.TimedOut;
import io.dockeradvanced.UnreachableHost;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.image.internal.Build;
import io.dockeradvanced.image.internal.EngineImages;
import io.dockeradvanced.image.internal.Keepers;
import io.dockeradvanced.image.internal.Pull;
import io.dockeradvanced.image.internal.Push;
import io.dockeradvanced.image.internal.Transfers;
import io.dockeradvanced.internal.Owner;
import io.dockeradvanced.internal.Told;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.Reconcile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The images of one host. A cheap view, thread-safe.
 *
 * <pre>{@code
 * Images images = Images.on(host);
 * PulledImage web = images.pull("shop/web:1.4");              // verified: digest and presence
 * images.tag(web.id(), ImageReference.parse("localhost:5000/web:1.4"));
 * PushedImage pushed = images.push("localhost:5000/web:1.4");
 * BuiltImage ours = images.build(BuildSpec.of(Path.of("app")).tag("shop/app:dev"), System.out::println);
 * images.retain(ours.id(), "shop-app");                        // survives docker image prune -a
 * }</pre>
 *
 * <p>Verbs that take long end when their thread is interrupted, and the engine then stops what it
 * does for them. Pull, push, load, save and import take as long as they need; they end with {@link
 * TimedOut} when for 60 minutes no byte has come or gone. Logins for registries come from the
 * {@link RegistryCredentials} of the owner.
 */
public final class Images {
  private static final Duration REMOVAL = Duration.ofMinutes(5);

  private final DockerHost host;
  private final Engine engine;

  private Images(DockerHost host) {
    this.host = host;
    this.engine = Engine.of(host);
  }

  /** The images of this host. */
  public static Images on(DockerHost host) {
    return new Images(requireNonNull(host, "host is null"));
  }

  /** All images but the intermediate ones of builds, newest first. */
  public List<ImageSummary> list() {
    List<ImageSummary> all = new ArrayList<>();
    for (JsonNode image : engine.json(Call.get("/images/json"))) {
      all.add(EngineImages.summary(image));
    }
    all.sort((a, b) -> b.created().compareTo(a.created()));
    return all;
  }

  /** All about one image; empty when the engine has none of that name or id. */
  public Optional<ImageDetails> inspect(String nameOrId) {
    return EngineImages.find(engine, nonBlank(nameOrId)).map(EngineImages::details);
  }

  /**
   * Pulls the engine's own platform of an image; {@code latest} unless a tag or digest is given.
   */
  public PulledImage pull(String reference) {
    return pull(ImageReference.parse(reference), PullOptions.defaults(), progress -> {});
  }

  /**
   * Pulls an image, and sees that the engine has what the registry promised.
   *
   * @param listener told on another thread; one too slow is told less
   * @throws PullFailed when the engine cannot pull it; says why
   * @throws UnreachableHost when the stream broke off
   * @throws io.dockeradvanced.VerificationFailed when the engine has something else afterwards
   */
  public PulledImage pull(
      ImageReference reference, PullOptions options, Consumer<? super ImageProgress> listener) {
    try (Told<ImageProgress> told = told(listener)) {
      return Pull.run(host, reference, options.platform().map(Platform::toString), told);
    }
  }

  /** Pushes a tag; {@code latest} unless one is given. */
  public PushedImage push(String reference) {
    return push(ImageReference.parse(reference), progress -> {});
  }

  /**
   * Pushes a tag to the registry in its name.
   *
   * @throws PushFailed when the registry or the engine refuses; says why
   * @throws ImageNotFound when the engine has no such image
   */
  public PushedImage push(ImageReference reference, Consumer<? super ImageProgress> listener) {
    try (Told<ImageProgress> told = told(listener)) {
      return Push.run(host, reference, told);
    }
  }

  private <T> Told<T> told(Consumer<? super T> listener) {
    return new Told<>(listener, Owner.of(host.owner()).executor());
  }

  /**
   * Gives an image one more name; takes the name from whichever image had it.
   *
   * @param image a name or id
   */
  public void tag(String image, ImageReference name) {
    if (name.digest().isPresent()) {
      throw new InvalidSpec(
          name.familiar(), 0, 0, "a name with a digest cannot be given; leave the digest out");
    }
    Call call =
        Call.post(EngineImages.path(nonBlank(image)) + "/tag")
            .query("repo", EngineImages.name(name.bare()))
            .query("tag", name.orLatest().tag().orElseThrow());
    try {
      engine.send(call);
    } catch (UnreachableHost | TimedOut e) {
      if (Reconcile.standsStill(e)) {
        throw e;
      }
      // To name it once more does no harm.
      engine.send(call);
    } catch (EngineRejected e) {
      throw e.status() == 404 ? missing(image) : e;
    }
  }

  /**
   * Takes a name from an image, and removes the image with its last name; given an id, removes the
   * image with all its names if it has but one.
   *
   * @throws ImageInUse when a container needs it, or other images or names do
   * @throws ImageNotFound when there is none
   */
  public RemovedImages remove(String nameOrId) {
    return remove(nameOrId, false);
  }

  /**
   * As {@link #remove(String)}.
   *
   * @param force whether containers that do not run, and further names, are no hindrance
   */
  public RemovedImages remove(String nameOrId, boolean force) {
    Call call =
        Call.delete(EngineImages.path(nonBlank(nameOrId))).query("force", force).within(REMOVAL);
    try {
      List<String> untagged = new ArrayList<>();
      List<String> deleted = new ArrayList<>();
      for (JsonNode line : engine.json(call)) {
        if (line.has("Untagged")) {
          untagged.add(line.path("Untagged").asText(""));
        }
        if (line.has("Deleted")) {
          deleted.add(line.path("Deleted").asText(""));
        }
      }
      return new RemovedImages(untagged, deleted);
    } catch (EngineRejected e) {
      if (e.status() == 409) {
        throw new ImageInUse(
            engine.host(),
            "%s: image %s stays: %s; remove what uses it first"
                .formatted(engine.host(), nameOrId, e.reason()),
            e);
      }
      throw e.status() == 404 ? missing(nameOrId) : e;
    } catch (UnreachableHost | TimedOut lost) {
      boolean mayHaveRun = !(lost instanceof UnreachableHost u) || u.requestMayHaveRun();
      if (mayHaveRun
          && !Reconcile.standsStill(lost)
          && EngineImages.find(engine, nameOrId).isEmpty()) {
        return new RemovedImages(List.of(nameOrId), List.of());
      }
      throw lost;
    }
  }

  /**
   * Loads what {@code docker save} or another tool wrote; answers the names of the images, or the
   * ids of those without one.
   *
   * @param archive read to its end, and closed
   */
  public List<String> load(InputStream archive) {
    return new Transfers(engine).load(archive);
  }

  /** As {@link #load(InputStream)}, from a file. */
  public List<String> load(Path archive) {
    return load(open(archive));
  }

  /**
   * Writes images with their names as one archive, as {@code docker save} does; answers its length.
   * When it fails, what was written is of no use.
   *
   * @param to is left open
   */
  public long save(Collection<String> images, OutputStream to) {
    return new Transfers(engine).save(images, to);
  }

  /**
   * Makes an image of a file system; answers its id.
   *
   * @param tar the files, maybe compressed; read to its end, and closed
   */
  public String importTar(InputStream tar, ImportOptions options) {
    return new Transfers(engine).importTar(tar, options);
  }

  /** Builds an image and drops what the build prints. */
  public BuiltImage build(BuildSpec spec) {
    return build(spec, line -> {});
  }

  /**
   * Builds an image with the engine's own builder.
   *
   * @param listener gets the lines that the build prints
   * @throws BuildFailed when a step fails; has the last lines
   * @throws InvalidSpec when the context or what is asked for cannot be used
   */
  public BuiltImage build(BuildSpec spec, Consumer<? super String> listener) {
    try (Told<String> told = told(listener)) {
      return Build.run(host, spec, told);
    }
  }

  /**
   * Keeps an image, whatever becomes of its names and whoever runs {@code docker image prune -a};
   * does nothing when it is kept so already. {@code docker container prune} and {@code docker
   * system prune} remove what keeps it.
   *
   * @param image a name or id; what is kept is the image, wherever the name moves later
   * @param name under which it is released again
   */
  public RetainedImage retain(String image, String name) {
    return new Keepers(engine).retain(nonBlank(image), name);
  }

  /** Keeps it no longer; answers false when nothing was kept under the name. */
  public boolean release(String name) {
    return new Keepers(engine).release(name);
  }

  /** What is kept, by name. */
  public List<RetainedImage> retained() {
    return new Keepers(engine).all();
  }

  private ImageNotFound missing(String image) {
    return new ImageNotFound(
        engine.host(),
        image,
        "%s: there is no image %s; check the name, or pull it".formatted(engine.host(), image));
  }

  private static String nonBlank(String image) {
    if (requireNonNull(image, "the image is null").isBlank()) {
      throw new IllegalArgumentException("the image is blank");
    }
    return image;
  }

  private static InputStream open(Path archive) {
    try {
      return new BufferedInputStream(Files.newInputStream(archive));
    } catch (IOException e) {
      throw new DockerAdvancedException(
          "the archive %s cannot be read: %s".formatted(archive, e.getMessage()),
          new UncheckedIOException(e));
    }
  }
}
