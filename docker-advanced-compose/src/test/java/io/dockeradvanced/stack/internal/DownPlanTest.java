package io.dockeradvanced.stack.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.internal.json.Json;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.stack.DownOptions;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes when a stack is taken down, and what stays. */
class DownPlanTest {
  private static final String FILE =
      "{services: {web: {image: x, networks: [back]}}, networks: {back: }}";
  private static final String TASK = "shop-web-run-1";

  private final PlanHost host = new PlanHost();

  @BeforeEach
  void deployed() {
    host.deployed(FILE);
    host.volume("data", "h");
  }

  @AfterEach
  void close() {
    host.close();
  }

  private PlanHost.Container task(String state) {
    return host.container(TASK, "web", 0)
        .label(Labels.ONEOFF, "True")
        .state(state, state)
        .joins("back");
  }

  private PlanData plan(DownOptions options) {
    return DownPlanner.plan(host, PlanHost.PROJECT, Optional.empty(), options);
  }

  /** As Docker Compose 2.40: only with --remove-orphans, and then in every state. */
  @ParameterizedTest
  @CsvSource({"created,remove", "exited,remove", "running,keep", "paused,keep"})
  void task_inEveryState_goesWithTheOrphansOnly(String state, String network) {
    String id = task(state).id();
    assertThat(PlanHost.changes(plan(DownOptions.defaults())))
        .containsExactly(
            "remove shop-web-1", "keep " + TASK, network + " shop_back", "keep shop_data");
    assertThat(PlanHost.steps(plan(DownOptions.defaults()))).doesNotContain("remove " + id);
    PlanData all = plan(DownOptions.defaults().removeOrphans(true));
    assertThat(PlanHost.steps(all)).contains("remove " + id);
    assertThat(PlanHost.changes(all))
        .containsExactlyInAnyOrder(
            "remove shop-web-1", "remove " + TASK, "remove shop_back", "keep shop_data");
  }

  @Test
  void volume_thatATaskMounts_staysWithIt() {
    PlanHost.Container task = task("exited");
    mounts(task, "shop_data");
    mounts(task, "0".repeat(64));
    mounts(host.find("shop-web-1"), "0".repeat(64));
    DownOptions volumes = DownOptions.defaults().volumes(true);
    assertThat(PlanHost.changes(plan(volumes))).contains("keep shop_data");
    assertThat(PlanHost.steps(plan(volumes))).noneMatch(step -> step.startsWith("remove volume"));
    assertThat(PlanHost.changes(plan(volumes.removeOrphans(true)))).contains("remove shop_data");
  }

  private static void mounts(PlanHost.Container container, String volume) {
    container
        .json()
        .withArray("/Mounts")
        .add(
            Json.object()
                .put("Type", "volume")
                .put("Name", volume)
                .put("Destination", "/" + volume));
  }
}
