package io.dockeradvanced.operation;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.container.internal.CreateContainer;
import io.dockeradvanced.container.internal.CreateNetwork;
import io.dockeradvanced.container.internal.CreateVolume;
import io.dockeradvanced.container.internal.EnsureImage;
import io.dockeradvanced.container.internal.HealthGate;
import io.dockeradvanced.container.internal.RenameContainer;
import io.dockeradvanced.container.internal.StartContainer;
import io.dockeradvanced.store.Batch;
import io.dockeradvanced.store.StateStore;
import io.dockeradvanced.store.StoredEvent;
import io.dockeradvanced.store.StoredRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Journals of interrupted operations as text, written once by a release and never again: whatever
 * comes later must still read them. {@link #main} writes those of this release into a directory; a
 * release that changes the format adds its own and keeps the old ones.
 *
 * <p>One line is the record; each further one is an event: its type, a tab, its JSON.
 */
final class FixtureJournal {
  private FixtureJournal() {}

  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[0]);
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("format-1-forward.journal"), forward());
    Files.writeString(directory.resolve("format-1-undoing.journal"), undoing());
    Files.writeString(directory.resolve("format-1-containers.journal"), containers());
    Files.writeString(directory.resolve("format-1-paused.journal"), paused());
    Files.writeString(directory.resolve("format-1-done.journal"), done());
  }

  /** a is done, b was asked something, was answered and was at work when the process died. */
  private static String forward() {
    FakeWorld world = new FakeWorld();
    world.on(
        "b",
        context -> {
          if (context.answer("promote").isPresent()) {
            ((FakeProcess) context.host()).store().die();
            throw new DockerAdvancedException("dead");
          }
          context.remember(Data.of("seen", "by b"));
          return Optional.of(StepResult.pause("promote", "is it well?"));
        });
    return dead(
        world,
        run -> {
          Operation<?> operation =
              run.operations()
                  .decide(id(world), "promote", "yes", io.dockeradvanced.Actor.of("alice"));
          try {
            operation.await();
          } catch (OperationFailed e) {
            // It died.
          }
        },
        old("a"),
        old("b").after("a"),
        old("c").after("b"),
        old("d").after("c"),
        old("e").after("d").finish());
  }

  /** a is done, b failed, and the process died before anything was undone. */
  private static String undoing() {
    FakeWorld world = new FakeWorld();
    world.fail("b", new DockerAdvancedException("fake: b is broken"));
    world.onUndo(
        "b",
        context -> {
          ((FakeProcess) context.host()).store().die();
          return Optional.empty();
        });
    return dead(world, run -> {}, old("a"), old("b").after("a"), old("c").after("b"));
  }

  /** a is done, b waits for a decision. */
  private static String paused() {
    FakeWorld world = new FakeWorld();
    world.on("b", context -> Optional.of(StepResult.pause("promote", "is it well?")));
    return dead(world, run -> {}, old("a"), old("b").after("a"), old("c").after("b"));
  }

  /** Everything is done. */
  private static String done() {
    return dead(new FakeWorld(), run -> {}, old("a"), old("b").after("a").finish());
  }

  /** Steps of containers, none of which has begun. */
  private static String containers() {
    FakeWorld world = new FakeWorld();
    String name = "da-fixture-1";
    Data body =
        Data.of("Image", "docker-advanced-lab/busybox:1")
            .with("Entrypoint", List.of("/bin/sh", "-c", "exec sleep 1000"))
            .with("StopSignal", "SIGKILL")
            .with("Env", List.of("PASSWORD=hunter2"))
            .with(
                "HostConfig", Data.of("NetworkMode", name).with("Binds", List.of(name + ":/data")));
    return dead(
        world,
        2,
        run -> {},
        EnsureImage.step("image", "docker-advanced-lab/busybox:1", "never"),
        CreateNetwork.step("network", name, Data.of("Name", name)),
        CreateVolume.step("volume", name, Data.of("Name", name)),
        CreateContainer.step("create", name + "-new", body).after("image", "network", "volume"),
        RenameContainer.stepFrom("rename", "create", name + "-new", name),
        StartContainer.stepFrom("start", name, "create", 1).after("rename"),
        HealthGate.stepFrom(
                "gate", name, "create", HealthGate.Condition.RUNNING, Duration.ofSeconds(30))
            .after("start"));
  }

  private static Step.Builder old(String id) {
    return Step.of(id, FakeStep.KIND, 1)
        .target("object " + id)
        .action("make")
        .undo("remove it")
        .secret(Data.of("password", "hunter2"));
  }

  private interface Next {
    void act(FakeProcess process);
  }

  private static String dead(FakeWorld world, Next next, Step.Builder... steps) {
    return dead(world, 0, next, steps);
  }

  private static String dead(FakeWorld world, int write, Next next, Step.Builder... steps) {
    DyingStore store = new DyingStore(world.store, write, false);
    try (FakeProcess process = new FakeProcess(world, store, Duration.ofSeconds(1))) {
      try {
        process.operations().run(FakePlan.of(process, 1, steps));
      } catch (DockerAdvancedException e) {
        // It died, or waits for a decision.
      }
      next.act(process);
    }
    StoredRecord record =
        Stream.of(Journal.KIND, Journal.ENDED)
            .flatMap(kind -> world.store.list(kind).stream())
            .findFirst()
            .orElseThrow();
    StringBuilder text = new StringBuilder(record.json()).append('\n');
    for (StoredEvent event : world.store.events("operation/" + record.id(), 0, 1000)) {
      text.append(event.type()).append('\t').append(event.json()).append('\n');
    }
    return text.toString();
  }

  private static String id(FakeWorld world) {
    return world.store.list(Journal.KIND).get(0).id();
  }

  /** Puts a journal into a store, as if it had been written there; answers the operation's id. */
  static String load(StateStore store, String name, String hostUri) {
    String text;
    try (InputStream in = FixtureJournal.class.getResourceAsStream("/journals/" + name)) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    List<String> lines = text.lines().toList();
    Data record = Data.parse(lines.get(0)).with("hostUri", hostUri);
    String id = record.text("id");
    Batch batch = new Batch().put(Journal.KIND, id, 0, record.toJson());
    for (String line : lines.subList(1, lines.size())) {
      int tab = line.indexOf('\t');
      batch.append(Journal.KIND + "/" + id, line.substring(0, tab), line.substring(tab + 1));
    }
    store.write(batch);
    return id;
  }
}
