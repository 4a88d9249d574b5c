package io.dockeradvanced.stack.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.stack.DeployOptions;
import io.dockeradvanced.stack.DeployOptions.Pull;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code --no-build} images are pulled as ever, and never built. */
class WithoutBuildsPlanTest {
  private static final DeployOptions WITHOUT = DeployOptions.defaults().withoutBuilds(true);

  @TempDir Path directory;

  private final PlanHost host = new PlanHost();

  private String file = "";

  @BeforeEach
  void dockerfile() throws Exception {
    Files.writeString(directory.resolve("Dockerfile"), "FROM scratch\n");
    file =
        """
        services:
          nameless: {build: "%1$s"}
          named: {build: "%1$s", image: named}
          built: {build: "%1$s", image: built, pull_policy: build}
          always: {build: "%1$s", image: always, pull_policy: always}
          plain: {image: named}
        """
            .formatted(directory);
  }

  @AfterEach
  void close() {
    host.close();
  }

  private static List<String> images(PlanData plan) {
    return plan.steps().stream()
        .filter(step -> step.kind().startsWith("image."))
        .map(step -> step.parameters().text("image") + " " + step.parameters().find("policy"))
        .map(step -> step.replace("Optional[", "").replace("]", ""))
        .toList();
  }

  private void isThere(String image) {
    host.inspect("/images/" + image + "/json")
        .put("Id", "sha256:" + image)
        .putObject("Metadata")
        .put("LastTagTime", Instant.now().toString());
  }

  @Test
  void images_areLookedForOrPulled_whereTheyWouldBeBuilt() {
    assertThat(images(host.plan(file))).contains("shop-nameless Optional.empty");
    assertThat(images(host.plan(file, WITHOUT)))
        .containsExactlyInAnyOrder(
            "shop-nameless never", "named missing", "built never", "always always");
  }

  /** A name that only a build gives is no registry's; that a file says build is overruled. */
  @Test
  void pull_givenWithIt_isOfThoseWithAName() {
    assertThat(images(host.plan(file, WITHOUT.pull(Pull.ALWAYS))))
        .containsExactlyInAnyOrder(
            "shop-nameless never", "named always", "built always", "always always");
  }

  @Test
  void imageOfPolicyAlways_isPulledBeforeTheDeploy_andNotAgain() {
    isThere("always");
    PlanData pulls = PullPlanner.before(host, host.desired(file), WITHOUT).orElseThrow();
    assertThat(images(pulls)).containsExactly("always always");
    assertThat(images(host.plan(file, WITHOUT.afterPulls(true)))).contains("always missing");
  }

  @Test
  void containers_areNotMadeAnew_forWhatABuildWouldChange() {
    isThere("built");
    String built =
        "services: {built: {build: \"%s\", image: built, pull_policy: build}}".formatted(directory);
    host.deployed(built);
    host.find("shop-built-1").label(Labels.IMAGE, "sha256:built");
    assertThat(PlanHost.changes(host.plan(built))).contains("recreate shop-built-1");
    assertThat(PlanHost.changes(host.plan(built, WITHOUT))).isEmpty();
  }
}
