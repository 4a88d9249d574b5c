package io.dockeradvanced.lab;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventType;
import com.github.dockerjava.api.model.Image;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The images that {@code lab/images} makes, and those that tests build from them. */
public final class LabImages {
  /** A shell and nothing that runs by itself. */
  public static final String BUSYBOX = "docker-advanced-lab/busybox:1";

  /** The same image as {@link #BUSYBOX}, under the name that helpers of tests use. */
  public static final String TINY = "docker-advanced-lab/tiny:1";

  /** A web server on port 8080 whose behaviour its environment controls; has no health check. */
  public static final String WEB = "docker-advanced-lab/web:1";

  /** As {@link #WEB}, but it says version 2 and has another id. */
  public static final String WEB2 = "docker-advanced-lab/web:2";

  /** A server on port 5432 with a volume at {@code /data} and a health check. */
  public static final String DB = "docker-advanced-lab/db:1";

  /** All images of the lab have it, and so has what is built from them. */
  private static final String CONTENT = "io.docker-advanced.lab.content";

  private LabImages() {}

  /**
   * Removes what was built with a label: also what lost its name, what that was made of - engines
   * with containerd's store show that when nothing else is left - and what remains of a build that
   * was broken off, where the engine is at the step that it was at for a while yet.
   */
  public static void removeBuilt(LabEngine engine, String label, String value) {
    Map<String, String> which = Map.of(label, value);
    DockerClient docker = engine.docker();
    Waiting.assertSoon(
        "the end of all builds",
        Duration.ofSeconds(30),
        () -> {
          List<Image> images;
          try {
            images = docker.listImagesCmd().withLabelFilter(which).exec();
          } catch (NotFoundException e) {
            return false; // with containerd's store: one went while they were listed
          }
          if (images.isEmpty()) {
            // What was made before the label was set. By its id an image goes with all its names,
            // so what has one, and may be another's, is let alone.
            Set<String> named = named(docker);
            images =
                docker
                    .listImagesCmd()
                    .withDanglingFilter(true)
                    .withLabelFilter(CONTENT)
                    .exec()
                    .stream()
                    .filter(image -> !named.contains(image.getId()))
                    .toList();
          }
          for (Image image : images) {
            try {
              docker.removeImageCmd(image.getId()).withForce(true).exec();
            } catch (ConflictException | NotFoundException e) {
              return false; // a step still runs in it, or has just ended
            }
          }
          return images.isEmpty()
              && docker
                  .listContainersCmd()
                  .withShowAll(true)
                  .withLabelFilter(which)
                  .exec()
                  .isEmpty();
        });
  }

  /** The ids of images that have a name. */
  private static Set<String> named(DockerClient docker) {
    return docker.listImagesCmd().withDanglingFilter(false).exec().stream()
        .filter(image -> image.getRepoTags() != null && image.getRepoTags().length > 0)
        .filter(image -> !image.getRepoTags()[0].equals("<none>:<none>"))
        .map(Image::getId)
        .collect(Collectors.toSet());
  }

  /**
   * Brings back those of them that are gone, so that one test fails and not all after it.
   *
   * @return which, and what the engine remembers of its images; empty when all were there
   */
  static String broughtBack(LabEngine engine) {
    Set<String> missing = new TreeSet<>(Set.of(BUSYBOX, TINY, WEB, WEB2, DB));
    engine.docker().listImagesCmd().exec().stream()
        .map(Image::getRepoTags)
        .filter(Objects::nonNull)
        .forEach(tags -> missing.removeAll(List.of(tags)));
    if (missing.isEmpty()) {
      return "";
    }
    String events = events(engine);
    LabScripts.lastLine(
        LabScripts.project().resolve("lab/images"), Map.of("DOCKER_HOST", engine.uri()));
    return "images of the lab are gone from the engine: %s; its events: %s"
        .formatted(missing, events);
  }

  private static String events(LabEngine engine) {
    List<String> events = new CopyOnWriteArrayList<>();
    try (ResultCallback.Adapter<Event> told =
        new ResultCallback.Adapter<>() {
          @Override
          public void onNext(Event event) {
            events.add(event.getTime() + " " + event.getAction() + " " + event.getId());
          }
        }) {
      engine
          .docker()
          .eventsCmd()
          .withSince("0")
          .withUntil(Long.toString(Instant.now().getEpochSecond() + 1))
          .withEventTypeFilter(EventType.IMAGE)
          .exec(told)
          .awaitCompletion(10, TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return String.join("; ", events);
  }
}
