package io.dockeradvanced.lab;

import com.github.dockerjava.api.DockerClient;

/**
 * The real engine that a {@link Lab} test works on. Thread-safe.
 *
 * <p>The engine is the same for all tests of the JVM; the names that {@link #uniqueName} gives
 * belong to the test.
 */
public final class LabEngine {
  private final TheEngine engine;
  private final LabNames names;

  private LabEngine(TheEngine engine, LabNames names) {
    this.engine = engine;
    this.names = names;
  }

  /**
   * The engine with names of their own, for programs that are no JUnit test.
   *
   * @throws LabUnavailable when there is no engine and none can be started
   */
  public static LabEngine get() {
    return new LabEngine(TheEngine.get(), LabNames.create());
  }

  /** As in {@code DOCKER_HOST}. */
  public String uri() {
    return engine.uri;
  }

  /** A docker-java client on Apache HttpClient: nothing of ours lies between it and the engine. */
  public DockerClient docker() {
    return engine.docker;
  }

  /**
   * A name that nothing on the engine has; suits containers, networks, volumes and stacks.
   *
   * @param prefix lower-case letters, digits, dashes and underscores
   */
  public String uniqueName(String prefix) {
    return names.unique(prefix);
  }

  LabNames names() {
    return names;
  }
}
