package io.dockeradvanced.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dockeradvanced.DockerAdvanced;
import io.dockeradvanced.compose.StackSource;
import io.dockeradvanced.container.ClientProxies;
import io.dockeradvanced.image.Images;
import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.lab.LabImages;
import io.dockeradvanced.lab.LabRegistry;
import io.dockeradvanced.operation.OperationFailed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Services whose image is built: when, from what, under which name, and what a failure leaves. */
@Lab
class BuildsIT {
  private static final String FILE =
      """
      services:
        web:
          build: {context: ./app, args: {GREETING: "%s"}, labels: {team: blue}}
          pull_policy: %s
          init: true
      """;

  @Engine LabEngine engine;

  private static void app(TestStack stack, String content, String more) throws IOException {
    Path app = Files.createDirectories(stack.directory.resolve("app"));
    Files.writeString(app.resolve("content"), content);
    Files.writeString(app.resolve("ignored"), "x");
    Files.writeString(app.resolve(".dockerignore"), "ignored\n");
    Files.writeString(
        app.resolve("Dockerfile"),
        """
        FROM docker-advanced-lab/busybox:1
        LABEL docker-advanced-test=%s
        ARG GREETING
        COPY . /app
        RUN echo $GREETING >/app/greeting
        %s
        CMD ["sleep", "1000"]
        """
            .formatted(stack.name, more));
  }

  private void remove(TestStack stack) {
    LabImages.removeBuilt(engine, "docker-advanced-test", stack.name);
  }

  @Test
  void image_thatIsNotThere_isBuiltAndThenKept() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      app(stack, "one", "");
      String file = FILE.formatted("hello", "missing");
      StackPlan plan = stack.stacks.plan(stack.fileSource(file));
      assertThat(plan.toString()).containsPattern("build +image +" + stack.name + "-web");
      stack.stacks.deploy(plan);
      assertThat(stack.exec("web-1", "sh", "-c", "ls /app; cat /app/content /app/greeting"))
          .isEqualTo("Dockerfile\ncontent\ngreeting\nonehello");
      assertThat(Images.on(stack.host).inspect(stack.name + "-web").orElseThrow().labels())
          .containsEntry("team", "blue")
          .containsEntry("com.docker.compose.project", stack.name)
          .containsEntry("com.docker.compose.service", "web");
      assertThat(stack.stacks.plan(stack.fileSource(file)).isEmpty()).isTrue();
      // As with Docker Compose: an image that is there is not built again.
      app(stack, "two", "");
      assertThat(stack.stacks.plan(stack.fileSource(file)).isEmpty()).isTrue();
      stack.stacks.down(stack.name);
      remove(stack);
    }
  }

  /** As Docker Compose builds it, with BuildKit. */
  @Test
  void ignoreFileOfTheDockerfile_countsInPlaceOfTheOther() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      app(stack, "one", "");
      Path own = stack.directory.resolve("app/Dockerfile.dockerignore");
      Files.writeString(own, "content\nDockerfile*\n");
      String file = FILE.formatted("hello", "build");
      stack.stacks.deploy(stack.fileSource(file));
      assertThat(stack.exec("web-1", "ls", "-a", "/app")).isEqualTo(".\n..\ngreeting\nignored");
      app(stack, "two", "");
      assertThat(stack.stacks.plan(stack.fileSource(file)).isEmpty()).as("not sent").isTrue();
      Files.writeString(stack.directory.resolve("app/ignored"), "other");
      assertThat(stack.stacks.plan(stack.fileSource(file)).isEmpty()).as("sent").isFalse();
      stack.stacks.down(stack.name);
      remove(stack);
    }
  }

  @Test
  void image_ofPolicyBuild_isBuiltWhenItsFilesHaveChanged() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      app(stack, "one", "");
      String file = FILE.formatted("hello", "build");
      stack.stacks.deploy(stack.fileSource(file));
      assertThat(stack.stacks.plan(stack.fileSource(file)).isEmpty()).isTrue();
      app(stack, "two", "");
      assertThat(stack.stacks.plan(stack.fileSource(file)).toString())
          .contains("what it is built from has changed");
      stack.stacks.deploy(stack.fileSource(file));
      assertThat(stack.exec("web-1", "cat", "/app/content")).isEqualTo("two");
      assertThat(stack.stacks.plan(stack.fileSource(file)).isEmpty()).isTrue();
      Files.writeString(stack.directory.resolve("app/ignored"), "other");
      assertThat(stack.stacks.plan(stack.fileSource(file)).isEmpty()).isTrue();
      stack.stacks.down(stack.name);
      remove(stack);
    }
  }

  @Test
  void build_thatFails_leavesNothingAndSaysWhere() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      app(stack, "one", "RUN echo it broke $GREETING; exit 5");
      String file = FILE.formatted("secret-greeting", "missing");
      OperationFailed failed =
          catchThrowableOfType(
              OperationFailed.class, () -> stack.stacks.deploy(stack.fileSource(file)));
      assertThat(failed)
          .hasMessageContaining("compose.yaml:3:5: ")
          .hasMessageContaining("cannot be built")
          .hasMessageContaining("it broke …");
      assertThat(failed.getMessage()).doesNotContain("secret-greeting");
      assertThat(stack.things()).isEmpty();
      remove(stack);
    }
  }

  /** What failed must not be taken for the image that the next deploy wants. */
  @Test
  void deploy_thatFailsAfterTheBuild_givesTheNameBack() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      app(stack, "one", "");
      String good = FILE.formatted("hello", "build");
      String bad = good + "    healthcheck: {test: [CMD, \"false\"], interval: 0.1s, retries: 1}\n";
      assertThat(
              catchThrowableOfType(
                  OperationFailed.class, () -> stack.stacks.deploy(stack.fileSource(bad))))
          .isNotNull();
      assertThat(Images.on(stack.host).inspect(stack.name + "-web")).isEmpty();

      stack.stacks.deploy(stack.fileSource(good));
      String id = Images.on(stack.host).inspect(stack.name + "-web").orElseThrow().id();
      app(stack, "two", "");
      assertThat(
              catchThrowableOfType(
                  OperationFailed.class, () -> stack.stacks.deploy(stack.fileSource(bad))))
          .isNotNull();
      assertThat(Images.on(stack.host).inspect(stack.name + "-web").orElseThrow().id())
          .isEqualTo(id);
      assertThat(stack.exec("web-1", "cat", "/app/content")).isEqualTo("one");
      stack.stacks.down(stack.name);
      remove(stack);
    }
  }

  @Test
  void build_thatIsAskedFor_isDoneThoughTheImageIsThere() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      app(stack, "one", "");
      String file = FILE.formatted("hello", "missing");
      BuildOptions of = BuildOptions.defaults().services("web");
      stack.stacks.build(stack.fileSource(file), of);
      String first = id(stack, "web");
      // The engine's cache answers: it is the same image.
      stack.stacks.build(stack.fileSource(file), of);
      assertThat(id(stack, "web")).isEqualTo(first);
      stack.stacks.build(stack.fileSource(file), of.noCache(true).memory("64m"));
      String anew = id(stack, "web");
      assertThat(anew).isNotEqualTo(first);
      stack.stacks.build(
          stack.fileSource(file).variable("GREETING", "of the environment"),
          of.arg("GREETING", null));
      assertThat(id(stack, "web")).isNotEqualTo(anew);
      assertThat(stack.things()).isEmpty();
      stack.stacks.deploy(stack.fileSource(file));
      assertThat(stack.exec("web-1", "cat", "/app/greeting")).isEqualTo("of the environment");
      stack.stacks.down(stack.name);
      remove(stack);
    }
  }

  @Test
  void build_ofSeveralOfWhichOneFails_givesTheNamesBack() throws Exception {
    String file =
        """
        services:
          bad:
            build: {context: ./app, dockerfile_inline: "FROM docker-advanced-lab/busybox:1\nRUN exit 7"}
            depends_on: [web]
          web: {build: ./app}
        """;
    try (TestStack stack = TestStack.on(engine)) {
      app(stack, "one", "");
      stack.stacks.build(stack.fileSource(file), BuildOptions.defaults().services("web"));
      String first = id(stack, "web");
      app(stack, "two", "");
      BuildOptions both = BuildOptions.defaults().services("bad").withDependencies(true);
      assertThat(
              catchThrowableOfType(
                  OperationFailed.class, () -> stack.stacks.build(stack.fileSource(file), both)))
          .hasMessageContaining("image %s-bad cannot be built".formatted(stack.name));
      assertThat(id(stack, "web")).isEqualTo(first);
      assertThat(Images.on(stack.host).inspect(stack.name + "-bad")).isEmpty();
      remove(stack);
    }
  }

  @Test
  void build_withPush_pushesWhenAllIsBuilt_andSaysWhatStaysThere() throws Exception {
    String registry = LabRegistry.of(engine);
    try (TestStack stack = TestStack.on(engine)) {
      app(stack, "one", "");
      String image = registry + "/" + stack.name + ":1";
      String file = "services: {web: {build: ./app, image: '%s'}, own: {build: ./app}}";
      StackSource source = stack.fileSource(file.formatted(image));
      BuildOptions push = BuildOptions.defaults().push(true);
      StackPlan plan = stack.stacks.planBuild(source.load(), push);
      assertThat(plan.data().warnings())
          .containsExactly(
              "the image of service own has no name of its own, so it is not pushed; name it with"
                  + " image");
      stack.stacks.build(source, push);
      assertThat(Images.on(stack.host).inspect(image).orElseThrow().digests()).hasSize(1);

      String nowhere = "127.0.0.1:9/" + stack.name + ":1";
      String twice = "services: {a: {build: ./app, image: '%s'}, b: {build: ./app, image: '%s'}}";
      OperationFailed failed =
          catchThrowableOfType(
              OperationFailed.class,
              () -> stack.stacks.build(stack.fileSource(twice.formatted(image, nowhere)), push));
      assertThat(failed).hasMessageContaining("image " + nowhere + " cannot be pushed");
      assertThat(Images.on(stack.host).inspect(nowhere)).isEmpty();
      assertThat(Images.on(stack.host).inspect(image)).isPresent();
      remove(stack);
    }
  }

  private static String id(TestStack stack, String service) {
    return Images.on(stack.host).inspect(stack.name + "-" + service).orElseThrow().id();
  }

  /** As the docker command has them: told to containers and builds, part of no layer's key. */
  @Test
  void proxies_reachTheBuildAndTheContainers_andMakeNothingAnew() throws Exception {
    ClientProxies proxies = host -> Map.of("http_proxy", "http://p:1", "no_proxy", "n");
    try (TestStack stack = TestStack.on(engine, c -> c.use(ClientProxies.class, proxies))) {
      app(stack, "one", "RUN echo $http_proxy $no_proxy >/app/proxies");
      String file =
          """
          services:
            web: {build: {context: ./app, args: {no_proxy: own}}, init: true}
            other: {image: "docker-advanced-lab/web:1", environment: {http_proxy: mine}}
          """;
      stack.stacks.deploy(stack.fileSource(file));
      assertThat(stack.exec("web-1", "cat", "/app/proxies")).isEqualTo("http://p:1 own");
      assertThat(stack.exec("web-1", "sh", "-c", "echo $http_proxy $no_proxy"))
          .isEqualTo("http://p:1 n");
      assertThat(stack.exec("other-1", "sh", "-c", "echo $http_proxy $no_proxy"))
          .isEqualTo("mine n");
      DockerAdvanced without = stack.another();
      assertThat(
              Stacks.on(without.host("lab", engine.uri())).plan(stack.fileSource(file)).isEmpty())
          .isTrue();
      without.close();
      stack.stacks.down(stack.name);
      remove(stack);
    }
  }

  @Test
  void image_withANameThatCannotBePulled_isBuilt() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      app(stack, "one", "");
      String image = "127.0.0.1:9/" + stack.name + ":1";
      String file =
          """
          services:
            web: {build: ./app, image: "%1$s", init: true}
            other: {image: "%1$s", init: true}
            inline:
              build: {context: ./app, dockerfile_inline: "FROM docker-advanced-lab/busybox:1\\nCMD sleep 1000"}
              init: true
          """
              .formatted(image);
      stack.stacks.deploy(stack.fileSource(file));
      assertThat(stack.exec("other-1", "cat", "/app/content")).isEqualTo("one");
      assertThat(stack.stacks.plan(stack.fileSource(file)).isEmpty()).isTrue();
      stack.stacks.down(stack.name);
      Images.on(stack.host).remove(image);
      Images.on(stack.host).remove(stack.name + "-inline");
      remove(stack);
    }
  }
}
