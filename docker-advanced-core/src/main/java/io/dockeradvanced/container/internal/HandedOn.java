package io.dockeradvanced.container.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Volumes without a name that a container has of its predecessor. The engine does not know them as
 * such, since the container was told which they are; so they stand in a label.
 */
public final class HandedOn {
  /** Their names, with commas. */
  public static final String LABEL = "io.docker-advanced.anonymous-volumes";

  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  private HandedOn() {}

  /** Whether the engine may have given this name. */
  static boolean isNameless(String volume) {
    return FORM.matcher(volume).matches();
  }

  static List<String> of(JsonNode labels) {
    return Arrays.stream(labels.path(LABEL).asText().split(","))
        .filter(HandedOn::isNameless)
        .toList();
  }

  /**
   * Those of a container that is about to be removed, as far as it mounts them: an image may have
   * got the label of a container that it was committed from.
   */
  public static List<String> of(Engine engine, String container) {
    return Target.container(engine, container).map(HandedOn::mounted).orElse(List.of());
  }

  private static List<String> mounted(JsonNode container) {
    Set<String> names = new HashSet<>();
    container.path("Mounts").forEach(mount -> names.add(mount.path("Name").asText()));
    return of(container.path("Config").path("Labels")).stream().filter(names::contains).toList();
  }

  /** Removes those that nobody uses. */
  public static void remove(Engine engine, List<String> volumes) {
    for (String volume : volumes) {
      try {
        Target.remove(engine, "/volumes/" + Call.segment(volume));
      } catch (EngineRejected e) {
        if (e.status() != 409) {
          throw e;
        }
      }
    }
  }
}
