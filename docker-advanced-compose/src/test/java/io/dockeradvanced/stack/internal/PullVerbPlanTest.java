package io.dockeradvanced.stack.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.compose.StackSource;
import io.dockeradvanced.container.internal.EnsureImage;
import io.dockeradvanced.container.internal.SeePulled;
import io.dockeradvanced.container.internal.TryPull;
import io.dockeradvanced.image.internal.EngineImages;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.stack.DeployOptions.Pull;
import io.dockeradvanced.stack.PullOptions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code stack pull} pulls, as {@code docker compose pull} 2.40 does. */
class PullVerbPlanTest {
  private static final PullOptions DEFAULTS = PullOptions.defaults();
  private static final String SHOP =
      """
      services:
        web: {image: "web:1", depends_on: [api]}
        api: {image: "api:1", build: /nowhere, depends_on: [db]}
        db: {image: "db:1"}
        made: {build: /nowhere}
      """;

  private final PlanHost host = new PlanHost();

  @AfterEach
  void close() {
    host.close();
  }

  private PlanData plan(String file, PullOptions options) {
    return PullPlanner.plan(host, StackSource.text(file).name(PlanHost.PROJECT).load(), options);
  }

  private static List<String> of(PlanData plan, String kind) {
    return plan.steps().stream()
        .filter(step -> step.kind().equals(kind))
        .map(step -> step.parameters().text("image"))
        .toList();
  }

  private static List<String> images(PlanData plan) {
    return plan.changes().stream()
        .map(
            change ->
                change.action()
                    + " "
                    + change.name()
                    + (change.why().isEmpty() ? "" : ": " + change.why()))
        .toList();
  }

  private void isThere(String image) {
    host.inspect(EngineImages.path(image) + "/json").put("Id", "sha256:" + image);
  }

  @Test
  void what_canBeBuiltToo_isPulledAndMayFailUntilAllOthersAreDone() {
    PlanData plan = plan(SHOP, DEFAULTS);
    assertThat(of(plan, EnsureImage.KIND)).containsExactly("db:1", "web:1");
    assertThat(of(plan, TryPull.KIND)).containsExactly("api:1");
    assertThat(images(plan))
        .containsExactly(
            "pull api:1", "pull db:1", "keep shop-made: only a build gives it", "pull web:1");
    Step see =
        plan.steps().stream()
            .filter(step -> step.kind().equals(SeePulled.KIND))
            .findFirst()
            .orElseThrow();
    assertThat(see.after()).containsExactly("image api:1");
    assertThat(see.parameters().toJson()).contains("api:1", "\"api\"");
  }

  @Test
  void ignoreBuildable_leavesOutWhatCanBeBuilt() {
    PlanData plan = plan(SHOP, DEFAULTS.ignoreBuildable(true));
    assertThat(images(plan)).contains("keep api:1: it can be built");
    assertThat(plan.steps()).extracting(Step::kind).containsOnly(EnsureImage.KIND);
  }

  @Test
  void ignoreFailures_letsEveryPullFail() {
    PlanData plan = plan(SHOP, DEFAULTS.ignoreFailures(true));
    assertThat(plan.steps()).extracting(Step::kind).containsOnly(TryPull.KIND);
    assertThat(of(plan, TryPull.KIND)).containsExactly("api:1", "db:1", "web:1");
  }

  @Test
  void services_chosen_comeAloneUnlessTheirDependenciesAreAskedFor() {
    assertThat(images(plan(SHOP, DEFAULTS.services("web")))).containsExactly("pull web:1");
    assertThat(images(plan(SHOP, DEFAULTS.services("web").withDependencies(true))))
        .containsExactly("pull api:1", "pull db:1", "pull web:1");
    assertThatThrownBy(() -> plan(SHOP, DEFAULTS.services("wbe"))).isInstanceOf(InvalidSpec.class);
  }

  /** All of these are there. */
  @ParameterizedTest
  @CsvSource({
    "web:1,,pull",
    "web:1,always,pull",
    "web:1,daily,pull",
    "web:1,missing,keep",
    "web:1,if_not_present,keep",
    "web:1,never,keep",
    "web:1,build,keep",
    "web,missing,pull",
    "web:latest,if_not_present,pull",
    "web@sha256:0000000000000000000000000000000000000000000000000000000000000000,missing,keep"
  })
  void policy_decidesWhatIsPulledAlthoughItIsThere(String image, String policy, String action) {
    isThere(image);
    String file =
        "services: {a: {image: '%s'%s}}"
            .formatted(image, policy == null ? "" : ", pull_policy: " + policy);
    assertThat(images(plan(file, DEFAULTS))).singleElement().asString().startsWith(action);
    assertThat(images(plan(file, DEFAULTS.policy(Pull.ALWAYS)))).containsExactly("pull " + image);
  }

  @Test
  void image_thatIsMissing_isPulled_alsoByAnOption() {
    String file = "services: {a: {image: 'web:1', pull_policy: missing}, b: {image: 'db:1'}}";
    assertThat(images(plan(file, DEFAULTS))).containsExactly("pull web:1", "pull db:1");
    isThere("db:1");
    assertThat(images(plan(file, DEFAULTS.policy(Pull.MISSING))))
        .containsExactly("pull web:1", "keep db:1: it is there, and its pull policy is missing");
  }

  /** As with a deploy it counts as not there. */
  @Test
  void image_thatIsThereForAnotherPlatform_isPulled() {
    isThere("web:1");
    host.inspect(EngineImages.path("web:1") + "/json")
        .put("Os", "linux")
        .put("Architecture", "amd64");
    String file = "services: {a: {image: 'web:1', pull_policy: missing, platform: %s}}";
    assertThat(images(plan(file.formatted("linux/arm64"), DEFAULTS))).containsExactly("pull web:1");
    assertThat(images(plan(file.formatted("linux/amd64"), DEFAULTS)))
        .containsExactly("keep web:1: it is there, and its pull policy is missing");
  }

  @Test
  void image_ofSeveralServices_isPulledOnce() {
    String file = "services: {a: {image: 'web:1'}, b: {image: 'web:1'}}";
    assertThat(images(plan(file, DEFAULTS))).containsExactly("pull web:1");
  }
}
