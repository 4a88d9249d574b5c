package io.dockeradvanced.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Image;
import io.dockeradvanced.image.Digest;
import io.dockeradvanced.image.Images;
import io.dockeradvanced.internal.tar.TarEntry;
import io.dockeradvanced.internal.tar.TarStream;
import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabCompose;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.lab.LabImages;
import io.dockeradvanced.lab.LabRegistry;
import io.dockeradvanced.operation.Operations;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Images that come from a real registry; each image store has its own way with them. */
@Lab
class PullIT {
  private static final String FILE =
      """
      services:
        web: {image: "%s", pull_policy: %s}
      """;

  @Engine LabEngine engine;
  private String repository = "";

  @BeforeEach
  void name() {
    repository = LabRegistry.of(engine) + "/it/" + engine.uniqueName("web");
  }

  @AfterEach
  void untag() {
    remove(repository + ":1");
    // A tag that moved leaves the digest it was pulled by.
    for (Image image : engine.docker().listImagesCmd().exec()) {
      String[] digests = image.getRepoDigests();
      Stream.of(digests == null ? new String[0] : digests)
          .filter(digest -> digest.startsWith(repository + "@"))
          .forEach(this::remove);
    }
  }

  private void remove(String image) {
    try {
      engine.docker().removeImageCmd(image).withForce(true).exec();
    } catch (NotFoundException e) {
      // It was not pulled.
    }
  }

  /** Puts an image into the registry as tag 1, and leaves none of that name on the engine. */
  private String push(String image) throws InterruptedException {
    DockerClient docker = engine.docker();
    docker.tagImageCmd(image, repository, "1").exec();
    docker.pushImageCmd(repository + ":1").start().awaitCompletion();
    String digest =
        docker.inspectImageCmd(repository + ":1").exec().getRepoDigests().stream()
            .filter(d -> d.startsWith(repository + "@"))
            .findFirst()
            .orElseThrow();
    remove(repository + ":1");
    return digest;
  }

  /** The tag is another image in the registry now, and still the old one on the engine. */
  private void move(String from, String to) throws InterruptedException {
    push(to);
    engine.docker().tagImageCmd(from, repository, "1").exec();
  }

  @Test
  void missingImage_isPulledAndKept() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      push(LabImages.WEB);
      String file = FILE.formatted(repository + ":1", "missing");
      stack.deploy(file);
      assertThat(stack.get("web-1", 8080)).startsWith("1 from");
      String first = stack.id("web-1");

      move(LabImages.WEB, LabImages.WEB2);
      stack.deploy(file);
      assertThat(stack.id("web-1")).as("the image is there").isEqualTo(first);
    }
  }

  @Test
  void tagThatMoved_withPolicyAlways_isPulledAndItsContainersAreMadeAnew() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      push(LabImages.WEB);
      String file = FILE.formatted(repository + ":1", "always");
      stack.deploy(file);
      String first = stack.id("web-1");
      stack.deploy(file);
      assertThat(stack.id("web-1")).as("nothing is new").isEqualTo(first);

      move(LabImages.WEB, LabImages.WEB2);
      // A plan only reads, so it cannot know what a pull would bring; it says so.
      StackPlan plan = stack.plan(file);
      assertThat(plan.data().changes()).isEmpty();
      assertThat(plan.toString()).contains("service web: its image is pulled before a deploy");
      stack.deploy(file);
      assertThat(stack.id("web-1")).isNotEqualTo(first);
      assertThat(stack.get("web-1", 8080)).startsWith("2 from");
      String second = stack.id("web-1");
      assertThat(LabCompose.on(engine).run(stack.file(file), stack.name, "up", "-d").status())
          .isZero();
      assertThat(stack.id("web-1")).as("Docker Compose finds it as it wants it").isEqualTo(second);
    }
  }

  @Test
  void tagThatMoved_pulledByAnOptionOrByHand_isInForceWithTheNextDeploy() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      push(LabImages.WEB);
      String file = FILE.formatted(repository + ":1", "missing");
      stack.deploy(file);
      move(LabImages.WEB, LabImages.WEB2);
      stack.stacks.deploy(
          stack.source(file), DeployOptions.defaults().pull(DeployOptions.Pull.ALWAYS));
      assertThat(stack.get("web-1", 8080)).startsWith("2 from");
      String second = stack.id("web-1");

      move(LabImages.WEB2, LabImages.WEB);
      stack.stacks.pull(stack.source(file));
      assertThat(stack.id("web-1")).isEqualTo(second);
      stack.deploy(file);
      assertThat(stack.get("web-1", 8080)).startsWith("1 from");
    }
  }

  /** Nothing has changed by then. */
  @Test
  void pull_thatFailsBeforeADeploy_leavesTheContainers() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      push(LabImages.WEB);
      engine.docker().tagImageCmd(LabImages.WEB, repository + "-gone", "1").exec();
      String file = FILE.formatted(repository + "-gone:1", "%s");
      stack.deploy(file.formatted("missing"));
      String first = stack.id("web-1");
      assertThatThrownBy(() -> stack.deploy(file.formatted("always, labels: {changed: \"yes\"}")))
          .hasMessageContaining(repository + "-gone:1 is there, but cannot be pulled again: ");
      assertThat(stack.id("web-1")).isEqualTo(first);
      assertThat(Operations.on(stack.host).list())
          .as("nothing was tried that would have to be undone")
          .filteredOn(info -> info.title().startsWith("deploy "))
          .hasSize(1);
      assertThat(stack.inspect("web-1").getState().getRunning()).isTrue();
    } finally {
      remove(repository + "-gone:1");
    }
  }

  /** A name may be of an image that somebody loaded for another machine. */
  @Test
  void imageOfAnotherArchitecture_isReplacedByTheRightOne() throws Exception {
    String foreign = "";
    try (TestStack stack = TestStack.on(engine)) {
      InspectImageResponse web = engine.docker().inspectImageCmd(LabImages.WEB).exec();
      String own = web.getOs() + "/" + web.getArch();
      String other = own.equals("linux/s390x") ? "linux/amd64" : "linux/s390x";
      push(LabImages.WEB);
      foreign = load(stack, repository + ":1", other.substring("linux/".length()));
      String mismatch = "it is for %s, not for %s".formatted(other, own);

      String file = FILE.formatted(repository + ":1", "%s, platform: " + own);
      assertThatThrownBy(() -> stack.deploy(file.formatted("never")))
          .hasMessageContaining(mismatch)
          .hasMessageContaining("its pull policy is never");
      assertThat(stack.things()).isEmpty();

      String missing = file.formatted("missing");
      assertThat(stack.plan(missing).toString()).contains(mismatch);
      stack.deploy(missing);
      assertThat(stack.get("web-1", 8080)).startsWith("1 from");
      String first = stack.id("web-1");
      assertThat(stack.plan(missing).data().changes()).isEmpty();
      assertThat(LabCompose.on(engine).run(stack.file(missing), stack.name, "up", "-d").status())
          .isZero();
      assertThat(stack.id("web-1")).as("Docker Compose finds it as it wants it").isEqualTo(first);

      // The container is of the right image, whatever has the name: nothing is made anew.
      load(stack, repository + ":1", other.substring("linux/".length()));
      stack.deploy(missing);
      assertThat(stack.id("web-1")).isEqualTo(first);
    } finally {
      if (!foreign.isEmpty()) {
        remove(foreign);
      }
    }
  }

  /** Loads an image without files as docker save writes one; answers its id on the engine. */
  private static String load(TestStack stack, String name, String architecture) {
    byte[] layer = new byte[1024];
    String config =
        """
        {"os":"linux","architecture":"%s","config":{"Cmd":["/none"]},
         "rootfs":{"type":"layers","diff_ids":["%s"]}}"""
            .formatted(architecture, Digest.of(layer));
    String manifest =
        "[{\"Config\":\"config.json\",\"RepoTags\":[\"%s\"],\"Layers\":[\"layer.tar\"]}]"
            .formatted(name);
    List<TarEntry> files =
        List.of(
            file("config.json", config.getBytes(StandardCharsets.UTF_8)),
            file("layer.tar", layer),
            file("manifest.json", manifest.getBytes(StandardCharsets.UTF_8)));
    Images images = Images.on(stack.host);
    assertThat(images.load(new TarStream(files.iterator()))).contains(name);
    return images.inspect(name).orElseThrow().id();
  }

  private static TarEntry file(String name, byte[] content) {
    return TarEntry.file(name, content, 0644, 0);
  }

  @Test
  void digest_isPulledAndStays() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      String digest = push(LabImages.WEB);
      push(LabImages.WEB2);
      String file = FILE.formatted(digest, "missing");
      stack.deploy(file);
      assertThat(stack.get("web-1", 8080)).startsWith("1 from");
      assertThat(stack.plan(file).data().changes()).isEmpty();
      stack.stacks.down(stack.name);
      remove(digest);
    }
  }

  @Test
  void tagThatTheRegistryLacks_failsWithItsNameAndLeavesNothing() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      push(LabImages.WEB);
      for (String image : List.of(repository + ":2", repository + "-other:1")) {
        Throwable failed = catchThrowable(() -> stack.deploy(FILE.formatted(image, "missing")));
        assertThat(failed).isNotNull().hasMessageContaining(image);
        assertThat(stack.things()).isEmpty();
      }
    }
  }
}
