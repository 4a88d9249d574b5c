package io.dockeradvanced.lab;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The real engine that a {@link Lab} test works on. Thread-safe.
 *
 * <p>The engine is the same for all tests of the JVM that ask for the same version; the names that
 * {@link #uniqueName} gives belong to the test.
 */
public final class LabEngine {
  private final TheEngine engine;
  private final LabNames names;

  private LabEngine(TheEngine engine, LabNames names) {
    this.engine = engine;
    this.names = names;
  }

  /**
   * The engine of the run with names of their own, for programs that are no JUnit test. The system
   * property {@code da.engine} ({@code 28.5} or {@code 28.5-containerd}) chooses a row of the
   * matrix; without it, it is what {@code lab/engine ensure} finds or starts.
   *
   * @throws LabUnavailable when there is no engine and none can be started
   */
  public static LabEngine get() {
    return of(Row.ofRun());
  }

  static LabEngine of(Row row) {
    return new LabEngine(TheEngine.get(row), LabNames.create());
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

  /** Whether it knows this version of the API, such as 1.44, and thus those before. */
  public boolean knowsApi(String version) {
    return minor(docker().versionCmd().exec().getApiVersion()) >= minor(version);
  }

  private static int minor(String version) {
    return Integer.parseInt(version.substring(version.indexOf('.') + 1));
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

  /**
   * What a command prints that runs where the ports published by this engine answer, such as {@code
   * curl}: an engine started by the lab may have a network of its own.
   *
   * @throws LabUnavailable when the command fails, with its last words
   */
  public String inside(String... command) {
    List<String> words = new ArrayList<>();
    ownNetwork()
        .ifPresent(
            name -> {
              Path script = LabScripts.project().resolve("lab/engine");
              words.addAll(List.of(script.toString(), "exec", name));
            });
    words.addAll(List.of(command));
    return LabScripts.output(words);
  }

  /** The name by which {@code lab/engine} knows the engine, if that gave it its own network. */
  Optional<String> ownNetwork() {
    Path script = LabScripts.project().resolve("lab/engine");
    // NAME STATE VERSION STORE NETWORK HOST
    return LabScripts.output(List.of(script.toString(), "list"))
        .lines()
        .map(line -> line.split(" +"))
        .filter(line -> line.length == 6 && line[4].equals("own") && line[5].equals(uri()))
        .map(line -> line[0])
        .findFirst();
  }

  LabNames names() {
    return names;
  }
}
