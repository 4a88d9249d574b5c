package io.dockeradvanced.stack;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Frame;
import io.dockeradvanced.Config;
import io.dockeradvanced.DockerAdvanced;
import io.dockeradvanced.compose.StackSource;
import io.dockeradvanced.container.Containers;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.lab.Invariants;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.lab.LabFiles;
import io.dockeradvanced.operation.SecretSource;
import io.dockeradvanced.store.StateStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** A stack of its own on the lab's engine, with a store of its own; goes away with its data. */
final class TestStack implements AutoCloseable {
  final String name;
  final Path directory;
  final DockerHost host;
  final Stacks stacks;
  private final LabEngine engine;
  private final StateStore store;
  private final DockerAdvanced owner;

  private TestStack(LabEngine engine, UnaryOperator<Config> change) throws IOException {
    this.engine = engine;
    this.name = engine.uniqueName("st");
    this.directory = Files.createTempDirectory("stack").toRealPath();
    this.store = StateStore.file(directory.resolve("state.db"));
    this.owner = DockerAdvanced.create(change.apply(config(directory, store)));
    this.host = owner.host("lab", engine.uri());
    this.stacks = Stacks.on(host);
  }

  static TestStack on(LabEngine engine) throws IOException {
    return on(engine, UnaryOperator.identity());
  }

  /** One whose owner is configured in another way. */
  static TestStack on(LabEngine engine, UnaryOperator<Config> change) throws IOException {
    return new TestStack(engine, change);
  }

  static Config config(Path directory, StateStore store) {
    return Config.defaults()
        .use(StateStore.class, store)
        .use(SecretSource.class, SecretSource.file(directory.resolve("key")));
  }

  /** Another owner with the same store, as another process would have it. */
  DockerAdvanced another() {
    return DockerAdvanced.create(config(directory, store));
  }

  // ---- what is done

  StackSource source(String yaml) {
    return StackSource.text(yaml).name(name).workingDirectory(directory);
  }

  /** The file as Docker Compose would be given it. */
  Path file(String yaml) {
    try {
      return Files.writeString(directory.resolve("compose.yaml"), yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  StackSource fileSource(String yaml) {
    return StackSource.file(file(yaml)).name(name);
  }

  StackPlan plan(String yaml) {
    return stacks.plan(source(yaml));
  }

  StackStatus deploy(String yaml) {
    return stacks.deploy(source(yaml));
  }

  /** By our own verb: another client's stop is listed some milliseconds later (moby#50133). */
  void stop(String shortName) {
    if (!Containers.on(host).stop(container(shortName), Duration.ZERO)) {
      throw new AssertionError(container(shortName) + " did not run");
    }
  }

  // ---- what is there

  /** {@code st-x-web-1} for {@code web-1}. */
  String container(String shortName) {
    return name + "-" + shortName;
  }

  InspectContainerResponse inspect(String shortName) {
    return engine.docker().inspectContainerCmd(container(shortName)).exec();
  }

  String id(String shortName) {
    return inspect(shortName).getId();
  }

  /** Everything of this stack, by the names of its containers, networks and volumes. */
  Set<String> things() {
    return Invariants.of(engine.docker(), name).things();
  }

  /** Runs a command in a container and answers what it printed. */
  String exec(String shortName, String... command) {
    return engine.exec(container(shortName), command);
  }

  /** What a stack's web server answers at {@code /}. */
  String get(String shortName, int port) {
    return exec(shortName, "wget", "-q", "-O", "-", "http://127.0.0.1:" + port + "/");
  }

  /** Removes a volume if it is there. */
  void removeVolume(String volume) {
    try {
      engine.docker().removeVolumeCmd(volume).exec();
    } catch (NotFoundException e) {
      // It went with its container.
    }
  }

  List<String> logs(String shortName) throws Exception {
    StringBuilder text = new StringBuilder();
    engine
        .docker()
        .logContainerCmd(container(shortName))
        .withStdOut(true)
        .withStdErr(true)
        .exec(
            new com.github.dockerjava.api.async.ResultCallback.Adapter<Frame>() {
              @Override
              public void onNext(Frame frame) {
                text.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
              }
            })
        .awaitCompletion();
    return text.toString().lines().toList();
  }

  @Override
  public void close() throws IOException {
    try {
      stacks.down(name, DownOptions.defaults().volumes(true).removeOrphans(true));
    } finally {
      owner.close();
      store.close();
      LabFiles.delete(directory);
    }
  }
}
