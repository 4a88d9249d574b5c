package io.dockeradvanced.stack.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.operation.Change;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.stack.DeployOptions;
import io.dockeradvanced.stack.DeployOptions.Pull;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is pulled before a deploy is planned, and what its plan pulls then. */
class PullsBeforePlanTest {
  private static final DeployOptions DEFAULTS = DeployOptions.defaults();

  private final PlanHost host = new PlanHost();

  @AfterEach
  void close() {
    host.close();
  }

  /** An image that is there, and got its name so long ago. */
  private void image(String name, Duration age) {
    host.inspect("/images/" + name + "/json")
        .put("Id", "sha256:" + name)
        .putObject("Metadata")
        .put("LastTagTime", Instant.now().minus(age).toString());
  }

  private List<String> pulls(String file, DeployOptions options) {
    return PullPlanner.before(host, host.desired(file), options).stream()
        .map(PlanData::changes)
        .flatMap(List::stream)
        .map(Change::name)
        .toList();
  }

  private static List<String> policies(PlanData plan) {
    return plan.steps().stream()
        .filter(step -> step.id().startsWith("image "))
        .map(step -> step.parameters().text("image") + " " + step.parameters().text("policy"))
        .toList();
  }

  @Test
  void always_isPulledOnceForAllWhoHaveTheImage_andNotAgainByTheDeploy() {
    image("x", Duration.ZERO);
    String file =
        """
        services:
          a: {image: x, pull_policy: daily}
          b: {image: x, pull_policy: always}
          c: {image: x}
        """;
    assertThat(pulls(file, DEFAULTS)).containsExactly("x");
    assertThat(policies(host.plan(file, DEFAULTS.afterPulls(true)))).containsOnly("x missing");
  }

  @Test
  void age_decidesWhatIsPulledAgain() {
    image("young", Duration.ofHours(1));
    image("old", Duration.ofHours(25));
    String file =
        """
        services:
          a: {image: young, pull_policy: daily}
          b: {image: old, pull_policy: daily}
        """;
    assertThat(pulls(file, DEFAULTS)).containsExactly("old");
  }

  /** As with Docker Compose, which pulls it whatever the policy, unless that is never. */
  @Test
  void imageForAnotherPlatform_isPulledFirst_andSaysWhy() {
    image("x", Duration.ZERO);
    host.inspect("/images/x/json").put("Os", "linux").put("Architecture", "amd64");
    String file =
        """
        services:
          a: {image: x, platform: linux/arm64}
          b: {image: x, platform: linux/arm64, pull_policy: daily}
          c: {image: x, platform: linux/x86_64}
          d: {image: x, platform: linux/s390x, pull_policy: never}
          e: {image: x}
          f: {image: x, platform: linux/s390x, scale: 0}
        """;
    PlanData plan = PullPlanner.before(host, host.desired(file), DEFAULTS).orElseThrow();
    assertThat(plan.changes())
        .singleElement()
        .extracting(Change::why)
        .isEqualTo("it is for linux/amd64, not for linux/arm64");
    assertThat(plan.steps())
        .singleElement()
        .matches(step -> step.parameters().text("platform").equals("linux/arm64"));
    assertThat(pulls(file, DEFAULTS.pull(Pull.NEVER))).isEmpty();
  }

  /** A plan that is carried out by itself, without the pulls before. */
  @Test
  void imageForAnotherPlatform_isInThePlanAsAPull() {
    image("x", Duration.ZERO);
    host.inspect("/images/x/json").put("Os", "linux").put("Architecture", "amd64");
    assertThat(host.plan("services: {a: {image: x, platform: linux/arm64}}").changes())
        .filteredOn(change -> change.action().equals("pull"))
        .singleElement()
        .extracting(Change::why)
        .isEqualTo("it is for linux/amd64, not for linux/arm64");
    for (String other :
        List.of("platform: linux/amd64", "platform: linux/arm64, pull_policy: never")) {
      assertThat(host.plan("services: {a: {image: x, %s}}".formatted(other)).changes())
          .noneMatch(change -> change.action().equals("pull"));
    }
  }

  @Test
  void builtImageForAnotherPlatform_isBuiltForTheRightOne(@TempDir Path directory)
      throws Exception {
    Files.writeString(directory.resolve("Dockerfile"), "FROM scratch\n");
    image("shop-a", Duration.ZERO);
    host.inspect("/images/shop-a/json").put("Os", "linux").put("Architecture", "amd64");
    String file = "services: {a: {build: %s, platform: %s}}";
    assertThat(host.plan(file.formatted(directory, "linux/arm64")).changes())
        .filteredOn(change -> change.object().equals("image"))
        .singleElement()
        .matches(change -> change.action().equals("build"))
        .extracting(Change::why)
        .isEqualTo("it is for linux/amd64, not for linux/arm64");
    assertThat(host.plan(file.formatted(directory, "linux/amd64")).changes())
        .noneMatch(change -> change.object().equals("image"));
  }

  /** It is pulled by the deploy, as every image that is missing. */
  @Test
  void image_thatIsNotThere_isLeftToTheDeploy() {
    String file = "services: {a: {image: x, pull_policy: always}}";
    assertThat(pulls(file, DEFAULTS)).isEmpty();
    assertThat(policies(host.plan(file, DEFAULTS.afterPulls(true)))).containsExactly("x missing");
  }

  @Test
  void option_isForAllServicesOfTheDeploy() {
    for (String name : List.of("x", "y", "z")) {
      image(name, Duration.ZERO);
    }
    String file =
        """
        services:
          a: {image: x, depends_on: [b]}
          b: {image: y}
          c: {image: z, scale: 0}
        """;
    DeployOptions always = DEFAULTS.pull(Pull.ALWAYS);
    assertThat(pulls(file, DEFAULTS)).isEmpty();
    assertThat(pulls(file, always)).containsExactly("x", "y");
    assertThat(pulls(file, always.services("a").withoutDependencies(true))).containsExactly("x");
    assertThat(pulls(file, always.services("b"))).containsExactly("y");
    assertThat(pulls(file, DEFAULTS.pull(Pull.MISSING))).isEmpty();
  }

  @Test
  void image_thatIsBuiltOrNamedByItsId_isNotPulledBefore() {
    String id = "sha256:" + "a".repeat(64);
    image("made", Duration.ZERO);
    image(id, Duration.ZERO);
    String file =
        """
        services:
          a: {image: made, pull_policy: always, build: {context: /tmp}}
          b: {image: made, pull_policy: always}
          c: {image: "%s", pull_policy: always}
        """
            .formatted(id);
    assertThat(pulls(file, DEFAULTS)).isEmpty();
  }

  @Test
  void deploy_thatIsRefused_pullsNothing() {
    image("x", Duration.ZERO);
    String file =
        """
        services: {a: {image: x, pull_policy: always}}
        networks: {default: {external: true, name: nowhere}}
        """;
    assertThatThrownBy(() -> pulls(file, DEFAULTS))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("network nowhere is external and not on");
  }
}
