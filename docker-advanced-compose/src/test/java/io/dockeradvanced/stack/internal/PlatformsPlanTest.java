package io.dockeradvanced.stack.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.compose.StackSource;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.stack.DeployOptions;
import io.dockeradvanced.stack.PullOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code DOCKER_DEFAULT_PLATFORM} does, as with Docker Compose 2.40. */
class PlatformsPlanTest {
  private final PlanHost host = new PlanHost();

  @TempDir Path directory;

  @AfterEach
  void close() {
    host.close();
  }

  private static ComposeProject project(String file, String platform) {
    return StackSource.text(file)
        .name(PlanHost.PROJECT)
        .variable("DOCKER_DEFAULT_PLATFORM", platform)
        .load();
  }

  private PlanData plan(String file, String platform) {
    return DeployPlanner.plan(
        host, Translate.of(project(file, platform), host), DeployOptions.defaults());
  }

  private static Optional<String> platform(PlanData plan, String id) {
    return PlanHost.step(plan, id).parameters().find("platform");
  }

  @Test
  void service_thatNamesNone_hasTheDefault() {
    PlanData plan =
        plan("services: {a: {image: x}, b: {image: x, platform: linux/386}}", "linux/arm64");
    assertThat(platform(plan, "image x missing linux/arm64")).contains("linux/arm64");
    assertThat(platform(plan, "create shop-a-1")).contains("linux/arm64");
    assertThat(platform(plan, "image x missing linux/386")).contains("linux/386");
    assertThat(platform(plan, "create shop-b-1")).contains("linux/386");
    assertThat(platform(plan("services: {a: {image: x}}", ""), "create shop-a-1")).isEmpty();
  }

  @Test
  void pull_isOfTheDefault() {
    PlanData plan =
        PullPlanner.plan(
            host, project("services: {a: {image: x}}", "linux/arm64"), PullOptions.defaults());
    assertThat(plan.steps())
        .singleElement()
        .extracting(Step::parameters)
        .extracting(parameters -> parameters.text("platform"))
        .isEqualTo("linux/arm64");
  }

  @Test
  void build_isForTheDefault_alsoWhereItIsForSeveral() throws Exception {
    Files.writeString(directory.resolve("Dockerfile"), "FROM scratch\n");
    String file =
        "services: {a: {build: %1$s}, b: {build: {context: %1$s, platforms: [linux/386, linux/arm64]}}}"
            .formatted(directory);
    PlanData plan = plan(file, "linux/arm64");
    assertThat(platform(plan, "build shop-a")).contains("linux/arm64");
    assertThat(platform(plan, "build shop-b")).contains("linux/arm64");
    assertThat(platform(plan, "create shop-b-1")).contains("linux/arm64");
    assertThat(catchThrowableOfType(InvalidSpec.class, () -> plan(file, "windows/amd64")))
        .hasMessageContaining(
            "windows/amd64 is not among them, which DOCKER_DEFAULT_PLATFORM says for service b");
  }

  @Test
  void default_thatIsNone_isRefused() {
    assertThat(
            catchThrowableOfType(
                InvalidSpec.class, () -> plan("services: {a: {image: x}}", "no platform")))
        .hasMessage(
            "<text>:1:12: 'no platform', which DOCKER_DEFAULT_PLATFORM says, is not a platform such"
                + " as linux/amd64");
  }
}
