package io.dockeradvanced.lab;

import java.nio.file.Path;
import java.util.Map;

/**
 * A real registry that an engine of this machine reaches without TLS, by {@code lab/registry up}.
 * It is kept for the next run; {@code lab/down} stops it.
 */
public final class LabRegistry {
  private LabRegistry() {}

  /** The address of a registry on this machine's own loopback, for clients that are no engine. */
  public static String here() {
    return LabScripts.lastLine(LabScripts.project().resolve("lab/registry"), Map.of(), "up");
  }

  /**
   * The address to begin an image's name with, such as {@code 127.0.0.1:5051}.
   *
   * @throws LabUnavailable when the engine is on another machine, or there is no registry
   */
  public static String of(LabEngine engine) {
    if (!engine.uri().startsWith("unix:")) {
      throw new LabUnavailable(
          "%s may be on another machine and cannot reach the lab's registry"
              .formatted(engine.uri()));
    }
    Path script = LabScripts.project().resolve("lab/registry");
    // An engine with a network of its own has a loopback of its own.
    return engine
        .ownNetwork()
        .map(name -> LabScripts.lastLine(script, Map.of(), "up", "--netns", name))
        .orElseGet(() -> LabScripts.lastLine(script, Map.of(), "up"));
  }
}
