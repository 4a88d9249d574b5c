package io.dockeradvanced.stack.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.compose.StackSource;
import io.dockeradvanced.container.internal.Hooks;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Operations;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.stack.DownOptions;
import io.dockeradvanced.stack.StackChange;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose hooks the verbs run on containers that are there: their own, or those of a file. */
class HooksPlanTest {
  private static final String FILE =
      """
      services:
        web:
          image: x
          secrets: [key]
          post_start: [{command: [begin]}]
          pre_stop: [{command: [end]}]
        side: {image: x}
      secrets: {key: {environment: KEY}}
      """;

  private final PlanHost host = new PlanHost();

  @AfterEach
  void close() {
    host.close();
  }

  private static Optional<ComposeProject> file() {
    return Optional.of(
        StackSource.text(FILE).name(PlanHost.PROJECT).variable("KEY", "s3cret").load());
  }

  private PlanHost.Container web() {
    return host.container("shop-web-1", "web", 1);
  }

  private PlanData change(Optional<ComposeProject> file, StackChange change) {
    return ChangePlanner.plan(host, PlanHost.PROJECT, file, change);
  }

  private PlanData down(Optional<ComposeProject> file, DownOptions options) {
    return DownPlanner.plan(host, PlanHost.PROJECT, file, options);
  }

  /** The first words of what a step runs. */
  private static List<String> run(PlanData plan, String step, String moment) {
    return PlanHost.step(plan, step).secret().objects(moment).stream()
        .map(hook -> hook.texts("command").get(0))
        .toList();
  }

  @Test
  void hooksOfTheFile_areThoseOfAContainerThatCarriesNone() {
    String down = "stop " + web().id();
    for (StackChange change :
        List.of(StackChange.stop(), StackChange.restart(), StackChange.remove().stopFirst())) {
      PlanData plan = change(file(), change);
      assertThat(run(plan, "stop shop-web-1", Hooks.PRE_STOP)).containsExactly("end");
      assertThat(PlanHost.step(plan, "stop shop-web-1").secret().texts(Hooks.HIDE))
          .containsExactly("s3cret");
      assertThat(plan.warnings()).isEmpty();
    }
    PlanData plan = change(file(), StackChange.restart());
    assertThat(run(plan, "start shop-web-1", Hooks.POST_START)).containsExactly("begin");
    plan = down(file(), DownOptions.defaults());
    assertThat(run(plan, down, Hooks.PRE_STOP)).containsExactly("end");
    assertThat(PlanHost.step(plan, down).action()).isEqualTo("run pre_stop, then stop");
    assertThat(plan.toString()).doesNotContain("s3cret");
  }

  @Test
  void nothingIsSaid_whereNothingShowsThatThereAreHooks() {
    String down = "stop " + web().id();
    PlanData plan = down(Optional.empty(), DownOptions.defaults());
    assertThat(PlanHost.step(plan, down).secret().isEmpty()).isTrue();
    assertThat(plan.warnings()).isEmpty();
  }

  @Test
  void hooksThatAContainerCarries_winOverTheFile() {
    String own = Data.of(Hooks.PRE_STOP, List.of(Data.of("command", List.of("own")))).toJson();
    web().label(Labels.HOOKS, Operations.vault(host.owner()).seal(own, Hooks.LABEL));
    PlanData plan = change(file(), StackChange.stop());
    assertThat(run(plan, "stop shop-web-1", Hooks.PRE_STOP)).containsExactly("own");
  }

  @Test
  void hooksUnderAnotherKey_areThoseOfTheFileOrWarnedOf() {
    web().label(Labels.HOOKS, "v1:AAAA");
    PlanData plan = change(file(), StackChange.stop());
    assertThat(run(plan, "stop shop-web-1", Hooks.PRE_STOP)).containsExactly("end");
    assertThat(plan.warnings()).isEmpty();
    assertThat(change(Optional.empty(), StackChange.stop()).warnings())
        .containsExactly(
            "shop-web-1 has hooks that were encrypted with another key; they are not run, unless"
                + " the file is given");
  }

  /** As on its way up: a task runs without the hooks of its service. */
  @Test
  void task_hasNoHooks() {
    String id = host.container("shop-web-run-1", "web", 0).label(Labels.ONEOFF, "True").id();
    PlanData plan = down(file(), DownOptions.defaults().removeOrphans(true));
    assertThat(PlanHost.step(plan, "stop " + id).secret().isEmpty()).isTrue();
  }
}
