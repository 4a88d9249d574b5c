package io.dockeradvanced.lab;

import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Testcontainers on the lab's engine, for plain container fixtures.
 *
 * <pre>{@code
 * try (GenericContainer<?> web = LabContainers.of(engine, LabImages.WEB).withExposedPorts(8080)) {
 *   web.start();
 *   …
 * }
 * }</pre>
 *
 * <p>Nothing is pulled, and Ryuk does not run: a fixture ends with its {@code close()}, and what is
 * forgotten fails the test as any other leak.
 */
public final class LabContainers {
  private LabContainers() {}

  /** A container that is not started yet. */
  public static GenericContainer<?> of(LabEngine engine, String image) {
    prepare(engine);
    GenericContainer<?> container =
        new GenericContainer<>(DockerImageName.parse(image)).withImagePullPolicy(name -> false);
    String name = engine.uniqueName("fixture");
    container.withCreateContainerCmdModifier(create -> create.withName(name));
    return container;
  }

  /** Testcontainers reads its settings once, at its first use in the JVM. */
  private static void prepare(LabEngine engine) {
    // Testcontainers takes this from the environment only.
    if (!"true".equals(System.getenv("TESTCONTAINERS_RYUK_DISABLED"))) {
      throw new LabUnavailable(
          "Testcontainers would pull its Ryuk image; run with TESTCONTAINERS_RYUK_DISABLED=true");
    }
    System.setProperty("DOCKER_HOST", engine.uri());
  }
}
