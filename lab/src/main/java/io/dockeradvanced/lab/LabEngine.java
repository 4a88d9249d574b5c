package io.dockeradvanced.lab;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import java.nio.charset.StandardCharsets;

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

  /** An engine at another address, with names of their own. */
  static LabEngine at(String uri) {
    return new LabEngine(new TheEngine(uri, TheEngine.client(uri)), LabNames.create());
  }

  /** As in {@code DOCKER_HOST}. */
  public String uri() {
    return engine.uri;
  }

  /** The version of the engine, such as {@code 20.10.24}. */
  public String version() {
    return String.valueOf(docker().versionCmd().exec().getVersion());
  }

  /** A docker-java client on Apache HttpClient: nothing of ours lies between it and the engine. */
  public DockerClient docker() {
    return engine.docker;
  }

  /** As {@link #docker}, for another address, such as a proxy before the engine. */
  public static DockerClient docker(String uri) {
    return TheEngine.client(uri);
  }

  /** Runs a command in a container and answers what it printed, without blanks around it. */
  public String exec(String container, String... command) {
    String id =
        docker()
            .execCreateCmd(container)
            .withCmd(command)
            .withAttachStdout(true)
            .withAttachStderr(true)
            .exec()
            .getId();
    StringBuilder text = new StringBuilder();
    try {
      docker()
          .execStartCmd(id)
          .exec(
              new ResultCallback.Adapter<Frame>() {
                @Override
                public void onNext(Frame frame) {
                  text.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
                }
              })
          .awaitCompletion();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + container + " ran a command", e);
    }
    return text.toString().strip();
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
