package io.dockeradvanced.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.model.PruneType;
import io.dockeradvanced.Cancelled;
import io.dockeradvanced.Config;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.UnreachableHost;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.lab.LabImages;
import io.dockeradvanced.lab.LabRegistry;
import io.dockeradvanced.lab.Waiting;
import io.dockeradvanced.lab.fault.FaultProxy;
import io.dockeradvanced.lab.fault.FaultRule.Fault;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Images of a real engine, with a real registry. */
@Lab
@Timeout(300)
class ImagesIT {
  @Engine LabEngine engine;

  @TempDir Path directory;

  private final List<String> made = Collections.synchronizedList(new ArrayList<>());
  private DockerHost host;
  private Images images;

  @BeforeEach
  void connect() {
    host = connect(engine.uri());
    images = Images.on(host);
  }

  private static DockerHost connect(String uri) {
    return DockerHost.connect(
        uri, Config.defaults().use(RegistryCredentials.class, RegistryCredentials.none()));
  }

  @AfterEach
  void tidyUp() {
    made.forEach(
        name -> {
          try {
            images.remove(name, true);
          } catch (ImageNotFound e) {
            // The test removed it itself.
          }
        });
    host.close();
  }

  private String name(String prefix) {
    String name = engine.uniqueName(prefix);
    made.add(name);
    return name;
  }

  private ImageReference pushed(String prefix) {
    String name = LabRegistry.of(engine) + "/" + name(prefix) + ":1";
    made.add(name);
    images.tag(LabImages.WEB, ImageReference.parse(name));
    return ImageReference.parse(name);
  }

  @Test
  void push_thenPull_givesTheSameImageAndDigest() {
    ImageReference name = pushed("push");
    List<ImageProgress> said = Collections.synchronizedList(new ArrayList<>());

    PushedImage pushed = images.push(name, said::add);
    assertThat(said).anyMatch(p -> p.layer().length() == 12);
    String id = images.inspect(name.familiar()).orElseThrow().id();
    images.remove(name.familiar());
    assertThat(images.inspect(name.familiar())).isEmpty();

    PulledImage pulled = images.pull(name, PullOptions.defaults(), said::add);
    assertThat(pulled.id()).isEqualTo(id);
    assertThat(pulled.digest()).contains(pushed.digest());
    assertThat(images.inspect(name.familiar()).orElseThrow().digests())
        .contains(name.bare().withDigest(pushed.digest()).familiar());

    ImageReference pinned = name.withDigest(pushed.digest());
    assertThat(images.pull(pinned, PullOptions.defaults(), p -> {}).id()).isEqualTo(id);
    made.add(pinned.pinned().familiar());
  }

  @Test
  void registryWithALogin_takesAndGivesImages_toWhoHasIt() {
    String address = LabRegistry.ofWithLogin(engine);
    ImageReference name = ImageReference.parse(address + "/" + name("login") + ":1");
    made.add(name.familiar());
    images.tag(LabImages.WEB, name);
    assertThatThrownBy(() -> images.push(name, p -> {})).isInstanceOf(PushFailed.class);
    RegistryLogin login = RegistryLogin.password(LabRegistry.USER, LabRegistry.PASSWORD);
    Config config =
        Config.defaults()
            .use(RegistryCredentials.class, RegistryCredentials.of(Map.of(address, login)));
    try (DockerHost known = DockerHost.connect(engine.uri(), config)) {
      PushedImage pushed = Images.on(known).push(name, p -> {});
      images.remove(name.familiar());
      assertThatThrownBy(() -> images.pull(name, PullOptions.defaults(), p -> {}))
          .isInstanceOf(PullFailed.class);
      assertThat(Images.on(known).pull(name, PullOptions.defaults(), p -> {}).digest())
          .contains(pushed.digest());
    }
  }

  @Test
  void pull_ofWhatIsNotThere_saysWhatTheEngineSays() {
    String name = LabRegistry.of(engine) + "/nothing:1";
    assertThatThrownBy(() -> images.pull(name))
        .isInstanceOf(PullFailed.class)
        .hasMessageContaining("image " + name + " cannot be pulled: ");
  }

  @Test
  void pull_forAnotherPlatform_isNotTakenForTheImage() {
    ImageReference name = pushed("platform");
    images.push(name, p -> {});
    PullOptions other = PullOptions.defaults().platform(Platform.parse("linux/s390x"));
    assertThatThrownBy(() -> images.pull(name, other, p -> {}))
        .isInstanceOf(DockerAdvancedException.class)
        .hasMessageContaining(name.familiar());
  }

  @Test
  void pull_withAnErrorInAGoodAnswer_fails_andATruncatedOneToo() {
    try (FaultProxy proxy = FaultProxy.before(engine.uri());
        DockerHost through = connect(proxy.uri())) {
      Images slow = Images.on(through);
      proxy
          .on(c -> c.isPost("/images/create"))
          .nth(1)
          .answer(
              200,
              "{\"status\":\"Pulling\"}\n{\"errorDetail\":{\"message\":\"disk full\"},\"error\":\"disk full\"}");
      assertThatThrownBy(() -> slow.pull("web:1"))
          .isInstanceOf(PullFailed.class)
          .hasMessageContaining("disk full");

      proxy.reset();
      proxy
          .on(c -> c.isPost("/images/create"))
          .answer(200, "{\"status\":\"Download complete\",\"id\":\"0123456789ab\"}\n");
      assertThatThrownBy(() -> slow.pull("web:1"))
          .isInstanceOf(UnreachableHost.class)
          .hasMessageContaining("broke off before its end");

      proxy.reset();
      String end = "{\"status\":\"Status: Downloaded newer image for none:1\"}";
      proxy.on(c -> c.isPost("/images/create")).answer(200, end);
      assertThatThrownBy(() -> slow.pull("docker-advanced-lab/none:1"))
          .hasMessageContaining("is not there although its pull ended well");

      proxy.reset();
      String digest = "{\"status\":\"Digest: " + Digest.of(new byte[0]) + "\"}";
      proxy.on(c -> c.isPost("/images/create")).answer(200, digest + end);
      assertThatThrownBy(() -> slow.pull(LabImages.WEB)).hasMessageContaining("has not the digest");
    }
  }

  @Test
  void push_withoutItsLastWords_isNoPush() {
    try (FaultProxy proxy = FaultProxy.before(engine.uri());
        DockerHost through = connect(proxy.uri())) {
      Fault fault =
          proxy
              .on(c -> c.target().contains("/push?"))
              .answer(200, "{\"status\":\"Pushed\",\"id\":\"0123456789ab\"}");
      assertThatThrownBy(() -> Images.on(through).push(LabImages.WEB))
          .isInstanceOf(UnreachableHost.class)
          .hasMessageContaining("broke off before its end");
      assertThat(fault.hits()).isOne();
    }
    assertThatThrownBy(() -> images.push("docker-advanced-lab/none:1"))
        .isInstanceOf(ImageNotFound.class);
  }

  @Test
  void tagAndRemove_takeNamesAndImages_andSayWhatIsInUse() {
    String name = name("tag");
    images.tag(LabImages.WEB, ImageReference.parse(name));
    assertThat(images.list()).anyMatch(i -> i.tags().contains(name + ":latest"));
    assertThat(images.remove(name).untagged()).contains(name + ":latest");
    assertThatThrownBy(() -> images.remove(name)).isInstanceOf(ImageNotFound.class);
    assertThatThrownBy(() -> images.tag(name, ImageReference.parse("x")))
        .isInstanceOf(ImageNotFound.class);

    String used = engine.uniqueName("used");
    String id = images.importTar(emptyTar(), ImportOptions.named(ImageReference.parse(used)));
    made.add(used);
    String container =
        engine.docker().createContainerCmd(used).withName(used).withCmd("x").exec().getId();
    try {
      assertThatThrownBy(() -> images.remove(id))
          .isInstanceOf(ImageInUse.class)
          .hasMessageContaining("remove what uses it first");
    } finally {
      engine.docker().removeContainerCmd(container).exec();
    }
  }

  private static ByteArrayInputStream emptyTar() {
    return new ByteArrayInputStream(new byte[1024]);
  }

  @Test
  void importTar_withChanges_makesAnImageOfThem() {
    String name = name("import");
    String id =
        images.importTar(
            emptyTar(),
            ImportOptions.named(ImageReference.parse(name))
                .change("CMD [\"serve\"]")
                .change("LABEL a=b")
                .message("by hand"));
    ImageDetails details = images.inspect(name).orElseThrow();
    assertThat(details.id()).isEqualTo(id);
    assertThat(details.command()).containsExactly("serve");
    assertThat(details.labels()).containsEntry("a", "b");
    assertThat(details.platform().os()).isEqualTo("linux");
    assertThatThrownBy(
            () -> images.importTar(emptyTar(), ImportOptions.unnamed().change("NONSENSE x")))
        .isInstanceOf(DockerAdvancedException.class);
  }

  @Test
  void save_thenLoad_givesTheImagesBack() throws Exception {
    String name = name("save") + ":1";
    made.add(name);
    images.importTar(emptyTar(), ImportOptions.named(ImageReference.parse(name)));
    Path file = directory.resolve("images.tar");
    long length;
    try (var out = Files.newOutputStream(file)) {
      length = images.save(List.of(name, LabImages.WEB), out);
    }
    assertThat(file).hasSize(length);
    images.remove(name);
    assertThat(images.load(file)).contains(name, LabImages.WEB);
    assertThat(images.inspect(name)).isPresent();

    byte[] cut = java.util.Arrays.copyOf(Files.readAllBytes(file), (int) length / 2);
    assertThatThrownBy(() -> images.load(new ByteArrayInputStream(cut)))
        .isInstanceOf(DockerAdvancedException.class);
    assertThatThrownBy(() -> images.load(emptyTar())).isInstanceOf(DockerAdvancedException.class);
    assertThatThrownBy(() -> images.save(List.of("none:1"), new ByteArrayOutputStream()))
        .isInstanceOf(ImageNotFound.class);
    try (FaultProxy proxy = FaultProxy.before(engine.uri());
        DockerHost through = connect(proxy.uri())) {
      proxy.on(c -> c.isGet("/images/get")).cutReply(100_000);
      assertThatThrownBy(
              () -> Images.on(through).save(List.of(LabImages.WEB), new ByteArrayOutputStream()))
          .isInstanceOf(UnreachableHost.class)
          .hasMessageContaining("of no use");
    }
  }

  /** The engine has the base image no more, so that it must ask the registry, with the login. */
  @Test
  void build_onAPrivateImageNamedByArguments_hasItsLogin() throws Exception {
    String address = LabRegistry.ofWithLogin(engine);
    ImageReference base = ImageReference.parse(address + "/" + name("base") + ":1");
    made.add(base.familiar());
    String built = name("on-private");
    RegistryLogin login = RegistryLogin.password(LabRegistry.USER, LabRegistry.PASSWORD);
    Config config =
        Config.defaults()
            .use(RegistryCredentials.class, RegistryCredentials.of(Map.of(address, login)));
    Path context =
        context(
            """
            ARG TAG=none
            ARG REPOSITORY=%s
            FROM \\
              ${REPOSITORY:-nothing}:$TAG
            LABEL built=yes
            """
                .formatted(base.bare().familiar()));
    BuildSpec spec = BuildSpec.of(context).tag(built).arg("TAG", "1");
    try (DockerHost known = DockerHost.connect(engine.uri(), config)) {
      images.tag(LabImages.WEB, base);
      Images.on(known).push(base, p -> {});
      images.remove(base.familiar());
      assertThatThrownBy(() -> images.build(spec)).isInstanceOf(BuildFailed.class);
      assertThat(Images.on(known).build(spec).id())
          .isEqualTo(images.inspect(built).orElseThrow().id());
    }
    assertThat(images.inspect(built).orElseThrow().labels()).containsEntry("built", "yes");
  }

  private Path context(String dockerfile) throws Exception {
    Path context = Files.createDirectories(directory.resolve("context"));
    Files.writeString(context.resolve("Dockerfile"), dockerfile);
    return context;
  }

  @Test
  void build_withArgsTargetAndIgnoredFiles_givesTheImage() throws Exception {
    Path context =
        context(
            """
            FROM docker-advanced-lab/busybox:1 AS one
            ARG WHO=nobody
            COPY . /in/
            RUN echo "hello $WHO" && ls -a /in > /listing && grep extra /etc/hosts
            LABEL who=$WHO
            FROM one AS two
            RUN exit 7
            """);
    Files.writeString(context.resolve("kept"), "1");
    Files.writeString(context.resolve("left-out"), "1");
    Files.writeString(context.resolve(".dockerignore"), "*\n!kept\n");
    List<String> lines = Collections.synchronizedList(new ArrayList<>());
    String name = name("build");
    BuildSpec spec =
        BuildSpec.of(context)
            .tag(name)
            .arg("WHO", "world")
            .label("x", "y")
            .target("one")
            .noCache(true)
            .shmSize(1 << 20)
            .extraHost("extra", "1.2.3.4")
            .network("none");

    BuiltImage built = images.build(spec, lines::add);

    ImageDetails details = images.inspect(name).orElseThrow();
    assertThat(built.id()).isEqualTo(details.id());
    assertThat(details.labels()).containsEntry("who", "world").containsEntry("x", "y");
    assertThat(lines).contains("hello world").anyMatch(l -> l.startsWith("Step 1/"));
    try (FaultProxy proxy = FaultProxy.before(engine.uri());
        DockerHost through = connect(proxy.uri())) {
      String container =
          engine
              .docker()
              .createContainerCmd(name)
              .withName(engine.uniqueName("listing"))
              .withCmd("cat", "/listing")
              .exec()
              .getId();
      try {
        engine.docker().startContainerCmd(container).exec();
        assertThat(engine.docker().waitContainerCmd(container).start().awaitStatusCode()).isZero();
        assertThat(io.dockeradvanced.container.Containers.on(through).logs(container, 10))
            .containsExactly(".", "..", "kept");
      } finally {
        engine.docker().removeContainerCmd(container).exec();
      }
    }
  }

  /** Stages have ids of their own; a line can be as long as somebody likes. */
  @Test
  void build_ofStagesThatPrintWithoutEnd_givesTheLastOneInBoundedLines() throws Exception {
    String name = name("stages");
    Path context =
        context(
            """
            FROM docker-advanced-lab/busybox:1 AS one
            LABEL %s=1
            RUN echo one > /stage && echo "Successfully built 0123456789ab"
            FROM docker-advanced-lab/busybox:1
            COPY --from=one /stage /stage
            RUN head -c 300000 /dev/zero | tr '\\0' x
            """
                .formatted(name));
    List<String> lines = Collections.synchronizedList(new ArrayList<>());
    BuiltImage built = images.build(BuildSpec.of(context).tag(name).noCache(true), lines::add);
    assertThat(images.inspect(name).orElseThrow().id()).isEqualTo(built.id());
    assertThat(lines).allMatch(line -> line.length() <= 16 << 10);
    // What the engine says next stands behind them on the same line.
    assertThat(
            lines.stream()
                .filter(line -> line.startsWith("xxxx"))
                .flatMapToInt(String::chars)
                .filter(c -> c == 'x')
                .count())
        .isEqualTo(300_000);
    // The first stage is an image, too, and has no name.
    pruneAll(name + "=1");
  }

  @Test
  void build_thatFails_saysItWithItsLastLines_andMovesNoTag() throws Exception {
    Path context = context("FROM docker-advanced-lab/busybox:1\nRUN echo going && exit 7\n");
    String name = name("failing");
    assertThatThrownBy(() -> images.build(BuildSpec.of(context).tag(name)))
        .isInstanceOfSatisfying(
            BuildFailed.class,
            e -> {
              assertThat(e.reason()).contains("returned a non-zero code: 7");
              assertThat(e.log()).contains("going");
            });
    assertThat(images.inspect(name)).isEmpty();
    assertThatThrownBy(() -> images.build(BuildSpec.of(directory.resolve("none"))))
        .isInstanceOf(InvalidSpec.class);
    assertThatThrownBy(() -> images.build(BuildSpec.of(context).dockerfile("Other")))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("no such Dockerfile");
  }

  @Test
  void build_withADockerfileFromElsewhere_doesNotShowItToTheBuild() throws Exception {
    Path context = context("FROM nothing-that-exists");
    Files.writeString(context.resolve(".dockerignore"), "Dockerfile");
    Path elsewhere = Files.createDirectories(directory.resolve("elsewhere")).resolve("D");
    Files.writeString(
        elsewhere,
        "FROM docker-advanced-lab/busybox:1\nCOPY . /in/\nRUN test -z \"$(ls /in/.dockerfile.* 2>/dev/null)\"\n");
    String name = name("elsewhere");
    images.build(BuildSpec.of(context).tag(name).dockerfile(elsewhere.toString()).noCache(true));
    assertThat(images.inspect(name)).isPresent();
  }

  @Test
  void build_withAnIgnoreFileOfItsDockerfile_hidesWhatThatSays() throws Exception {
    Path context = context("FROM nothing-that-exists");
    Files.writeString(context.resolve(".dockerignore"), "kept\n");
    Files.writeString(context.resolve("kept"), "1");
    Files.writeString(context.resolve("left-out"), "1");
    Path dir = Files.createDirectories(context.resolve("dir"));
    Files.writeString(
        dir.resolve("Other"),
        "FROM docker-advanced-lab/busybox:1\nCOPY . /in/\nRUN test \"$(ls -A /in)\" = kept\n");
    Files.writeString(dir.resolve("Other.dockerignore"), "*\n!kept\n");
    String name = name("own-ignore");
    images.build(BuildSpec.of(context).tag(name).dockerfile("dir/Other").noCache(true));
    assertThat(images.inspect(name)).isPresent();
  }

  @Test
  void build_interrupted_isCancelled_andTheEngineStops() throws Exception {
    Path context = context("FROM docker-advanced-lab/busybox:1\nRUN echo begun && sleep 300\n");
    List<String> lines = Collections.synchronizedList(new ArrayList<>());
    AtomicReference<Thread> caller = new AtomicReference<>();
    CompletableFuture<BuiltImage> build =
        CompletableFuture.supplyAsync(
            () -> {
              caller.set(Thread.currentThread());
              return images.build(BuildSpec.of(context).noCache(true), lines::add);
            });
    Waiting.assertSoon("it runs", Duration.ofSeconds(60), () -> lines.contains("begun"));
    caller.get().interrupt();
    assertThatThrownBy(build::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(Cancelled.class);
    Waiting.assertSoon(
        "the engine stops it",
        Duration.ofSeconds(60),
        () ->
            engine.docker().listContainersCmd().exec().stream()
                .noneMatch(c -> String.valueOf(c.getCommand()).contains("sleep 300")));
  }

  /** What {@code docker image prune -a} does, to images of this label alone. */
  private void pruneAll(String label) {
    engine.docker().pruneCmd(PruneType.IMAGES).withDangling(false).withLabelFilter(label).exec();
  }

  @Test
  void retained_survivesPruneAndTagMoves_untilItIsReleased() {
    String name = name("keep");
    ImportOptions options =
        ImportOptions.named(ImageReference.parse(name)).change("LABEL " + name + "=1");
    String id = images.importTar(emptyTar(), options);
    try {
      RetainedImage kept = images.retain(name, name);
      assertThat(kept.imageId()).isEqualTo(id);
      assertThat(images.retain(id, name)).isEqualTo(kept);
      assertThat(images.retained()).contains(kept);

      pruneAll(name + "=1");
      assertThat(images.inspect(id)).as("pruned with a name").isPresent();
      images.tag(LabImages.WEB, ImageReference.parse(name));
      pruneAll(name + "=1");
      assertThat(images.inspect(id)).as("pruned when its name had moved").isPresent();

      assertThatThrownBy(() -> images.retain(LabImages.WEB, name))
          .isInstanceOf(InvalidSpec.class)
          .hasMessageContaining("release it first");
    } finally {
      assertThat(images.release(name)).isTrue();
    }
    assertThat(images.release(name)).isFalse();
    assertThat(images.retained()).noneMatch(r -> r.name().equals(name));
    pruneAll(name + "=1");
    assertThat(images.inspect(id)).isEmpty();
    assertThatThrownBy(() -> images.retain("none:1", name)).isInstanceOf(ImageNotFound.class);
    assertThatThrownBy(() -> images.retain(LabImages.WEB, "a/b")).isInstanceOf(InvalidSpec.class);
  }

  @Test
  void retain_withALostReply_keepsOnce() {
    String name = name("lost");
    try (FaultProxy proxy = FaultProxy.before(engine.uri());
        DockerHost through = connect(proxy.uri())) {
      Fault lost = proxy.on(c -> c.isPost("/containers/create")).nth(1).cutReply();
      assertThat(Images.on(through).retain(LabImages.WEB, name).name()).isEqualTo(name);
      assertThat(lost.hits()).isOne();
    }
    assertThat(images.release(name)).isTrue();
  }

  @Test
  void progress_ofASlowOrThrowingListener_delaysNobody() {
    ImageReference name = pushed("slow");
    images.push(name, p -> {});
    PulledImage pulled =
        images.pull(
            name,
            PullOptions.defaults(),
            p -> {
              throw new IllegalStateException("a listener's own trouble");
            });
    assertThat(Optional.of(pulled.id()))
        .contains(images.inspect(name.familiar()).orElseThrow().id());
  }
}
