package io.dockeradvanced.stack.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.compose.ServiceSpec;
import io.dockeradvanced.image.ImageReference;
import io.dockeradvanced.image.internal.EngineImages;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.stack.DownOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The images that go with a stack, as Docker Compose chooses them: those that were built for it are
 * known by their label, and by their name where an old Compose gave them none.
 */
final class DownImages {
  private final Engine engine;
  private final Images images;
  private final String project;
  private final DownOptions options;
  private final DownScope scope;
  private final Map<String, String> found = new TreeMap<>();

  private DownImages(Engine engine, String project, DownOptions options, DownScope scope) {
    this.engine = engine;
    this.images = new Images(engine);
    this.project = project;
    this.options = options;
    this.scope = scope;
  }

  /** Their ids, by the names that go. */
  static Map<String, String> of(
      Engine engine,
      Observed observed,
      Optional<ComposeProject> file,
      DownOptions options,
      DownScope scope) {
    DownImages images = new DownImages(engine, observed.project(), options, scope);
    if (options.images() != DownOptions.Images.NONE) {
      images.built();
      file.ifPresentOrElse(images::named, () -> images.used(observed));
    }
    return images.found;
  }

  private void built() {
    JsonNode all =
        engine.json(
            Call.get("/images/json")
                .filter("label", Labels.PROJECT + "=" + project)
                .filter("dangling", "false"));
    for (JsonNode image : all) {
      boolean isMeant =
          options.removeOrphans()
              || scope.services().contains(image.path("Labels").path(Labels.SERVICE).asText());
      // Of further names somebody else may have given them; Compose takes one, too.
      List<String> names = names(image);
      if (isMeant && !names.isEmpty()) {
        add(names.get(0), image.path("Id").asText());
      }
    }
  }

  private static List<String> names(JsonNode image) {
    List<String> names = new ArrayList<>();
    for (JsonNode name : image.path("RepoTags")) {
      if (!name.asText().startsWith("<none>")) {
        names.add(name.asText());
      }
    }
    return names;
  }

  private void named(ComposeProject file) {
    for (ServiceSpec service : file.services().values()) {
      if (!scope.services().contains(service.name())) {
        continue;
      }
      if (service.image().isEmpty()) {
        add(project + "-" + service.name());
      } else if (options.images() == DownOptions.Images.ALL) {
        add(service.image());
      }
    }
  }

  private void used(Observed observed) {
    if (options.images() == DownOptions.Images.ALL) {
      for (Observed.Container container : observed.containers()) {
        if (!container.oneOff() && scope.services().contains(container.service())) {
          add(container.image());
        }
      }
    }
  }

  private void add(String image) {
    if (ImageNames.isImage(image)) {
      images.id(image).ifPresent(id -> add(image, id));
    }
  }

  private void add(String image, String id) {
    boolean isName = ImageNames.isName(image);
    found.put(isName ? EngineImages.name(ImageReference.parse(image).orLatest()) : image, id);
  }
}
