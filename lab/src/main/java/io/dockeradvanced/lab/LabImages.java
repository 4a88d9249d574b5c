package io.dockeradvanced.lab;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Image;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
          List<Image> images = docker.listImagesCmd().withLabelFilter(which).exec();
          if (images.isEmpty()) {
            // What was made before the label was set. What a build began with is another's: with
            // containerd's store it stands there twice, and its id removes its name, too.
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
}
