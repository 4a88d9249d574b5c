package io.dockeradvanced.lab;

import java.util.Map;
import java.util.stream.Stream;

/**
 * A real registry that an engine of this machine reaches without TLS, by {@code lab/registry up}.
 * It is kept for the next run; {@code lab/down} stops it.
 */
public final class LabRegistry {
  /** Whom the registries with a login let in. */
  public static final String USER = "lab";

  public static final String PASSWORD = "registry of the lab";

  private LabRegistry() {}

  /** The address of a registry on this machine's own loopback, for clients that are no engine. */
  public static String here() {
    return up();
  }

  /** As {@link #here}, one that lets in {@link #USER} only. */
  public static String hereWithLogin() {
    return up("--login");
  }

  /**
   * The address to begin an image's name with, such as {@code 127.0.0.1:5051}.
   *
   * @throws LabUnavailable when the engine is on another machine, or there is no registry
   */
  public static String of(LabEngine engine) {
    return up(network(engine));
  }

  /** As {@link #of}, one that lets in {@link #USER} only. */
  public static String ofWithLogin(LabEngine engine) {
    return up(
        Stream.concat(Stream.of("--login"), Stream.of(network(engine))).toArray(String[]::new));
  }

  private static String up(String... words) {
    return LabScripts.lastLine(
        LabScripts.project().resolve("lab/registry"),
        Map.of(),
        Stream.concat(Stream.of("up"), Stream.of(words)).toArray(String[]::new));
  }

  /** An engine with a network of its own has a loopback of its own. */
  private static String[] network(LabEngine engine) {
    if (!engine.uri().startsWith("unix:")) {
      throw new LabUnavailable(
          "%s may be on another machine and cannot reach the lab's registry"
              .formatted(engine.uri()));
    }
    return engine
        .ownNetwork()
        .map(name -> new String[] {"--netns", name})
        .orElseGet(() -> new String[0]);
  }
}
