package io.dockeradvanced.stack.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.compose.StackSource;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.stack.BuildOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which builds are planned, and with what. */
class BuildPlannerTest {
  private static final String FILE =
      """
      services:
        web:
          build: {context: ., args: {A: file, B: file, C: file}, tags: ["x/tagged:1"]}
          image: x/web:1
          pull_policy: always
          depends_on: [api]
        api: {build: ., depends_on: [db]}
        db: {image: x}
        secret: {build: {context: ., ssh: [default]}}
      """;

  @TempDir Path directory;

  private final PlanHost host = new PlanHost();

  @BeforeEach
  void dockerfile() throws IOException {
    Files.writeString(directory.resolve("Dockerfile"), "FROM scratch\n");
  }

  @AfterEach
  void close() {
    host.close();
  }

  private PlanData plan(String file, BuildOptions options) {
    return BuildPlanner.plan(
        host,
        StackSource.text(file)
            .name("shop")
            .workingDirectory(directory)
            .variable("B", "environment")
            .load(),
        options);
  }

  private PlanData plan(BuildOptions options) {
    return plan(FILE, options);
  }

  private String refusal(String file, BuildOptions options) {
    return catchThrowableOfType(InvalidSpec.class, () -> plan(file, options)).getMessage();
  }

  @Test
  void services_named_areBuiltAlone_orWithWhatTheyDependOn() {
    assertThat(plan(BuildOptions.defaults().services("web")).steps())
        .extracting(Step::id)
        .containsExactly("build x/web:1");
    PlanData all = plan(BuildOptions.defaults().services("web").withDependencies(true));
    assertThat(all.steps()).extracting(Step::id).containsExactly("build shop-api", "build x/web:1");
    assertThat(all.warnings()).isEmpty();
  }

  @Test
  void service_withoutBuild_isAWarning_whenItWasNamed() {
    PlanData plan = plan(BuildOptions.defaults().services("db"));
    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.warnings())
        .containsExactly("service db has no build, so nothing is built for it");
  }

  @Test
  void options_reachTheStep_whateverThePullPolicySays() {
    Step step =
        plan(BuildOptions.defaults()
                .services("web")
                .noCache(true)
                .pullBase(true)
                .memory("64m")
                .arg("A", "given")
                .arg("B", null)
                .arg("C", null))
            .steps()
            .get(0);
    assertThat(step.parameters().flag("noCache")).isTrue();
    assertThat(step.parameters().flag("pullBase")).isTrue();
    assertThat(step.parameters().number("memory", 0)).isEqualTo(64 << 20);
    assertThat(step.parameters().flag("pull")).isFalse();
    assertThat(step.secret().object("args").toJson())
        .isEqualTo("{\"A\":\"given\",\"B\":\"environment\"}");
    assertThat(step.toString()).doesNotContain("given");
  }

  @Test
  void pushes_comeAfterAllBuilds_andOnlyOfNamesOfTheirOwn() {
    PlanData plan = plan(BuildOptions.defaults().services("web", "api").push(true));
    assertThat(plan.steps())
        .extracting(Step::id)
        .containsExactly("build shop-api", "build x/web:1", "push x/tagged:1", "push x/web:1");
    assertThat(PlanHost.step(plan, "push x/web:1").after())
        .containsExactlyInAnyOrder("build shop-api", "build x/web:1");
    assertThat(plan.warnings()).hasSize(1).first().asString().contains("service api has no name");
  }

  @Test
  void whatNeedsBuildKit_isRefused_ofWhatIsBuiltOnly() {
    assertThat(refusal(FILE, BuildOptions.defaults())).contains("ssh needs BuildKit");
    assertThat(plan(BuildOptions.defaults().services("api")).steps()).hasSize(1);
  }

  @Test
  void whatCannotBeBuilt_isRefused() {
    assertThat(refusal(FILE, BuildOptions.defaults().services("wbe")))
        .isEqualTo("wbe: stack shop has no such service; it has api, db, secret, web");
    assertThat(refusal("services: {web: {build: ./nowhere}}", BuildOptions.defaults()))
        .contains("nowhere is no directory");
    assertThat(
            refusal(
                "services: {a: {build: ., image: x}, b: {build: {context: ., target: t}, image: x}}",
                BuildOptions.defaults()))
        .contains("image x is built in another way");
  }

  @Test
  void size_andNames_areChecked() {
    assertThat(
            catchThrowableOfType(
                IllegalArgumentException.class, () -> BuildOptions.defaults().memory("lots")))
        .hasMessage("'lots' is no size such as 512m");
    assertThat(
            catchThrowableOfType(
                IllegalArgumentException.class, () -> BuildOptions.defaults().arg("A=b", "c")))
        .hasMessageContaining("no name");
    assertThat(BuildOptions.defaults().services("web").arg("A", "hunter2").toString())
        .doesNotContain("hunter2");
  }
}
