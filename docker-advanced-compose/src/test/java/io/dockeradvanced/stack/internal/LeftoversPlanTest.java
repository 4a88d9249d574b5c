package io.dockeradvanced.stack.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.stack.DeployOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What interrupted changes left, ours or those of Docker Compose, is put right. */
class LeftoversPlanTest {
  private static final String FILE =
      """
      services:
        web: {image: x, scale: 2, network_mode: none}
        side: {image: x, network_mode: "service:web"}
      """;

  private final PlanHost host = new PlanHost().deployed(FILE);

  @AfterEach
  void close() {
    host.close();
  }

  @Test
  void temporaryNames_ofBothTools_becomeTheirOwn() {
    host.find("shop-web-1").renamed("0123456789ab_shop-web-1");
    host.find("shop-web-2").renamed("shop-web-2.old-0123456789ab");
    PlanData plan = host.plan(FILE);
    assertThat(PlanHost.changes(plan))
        .containsExactly("rename 0123456789ab_shop-web-1", "rename shop-web-2.old-0123456789ab");
    assertThat(PlanHost.step(plan, "name 0123456789ab_shop-web-1").parameters().text("new"))
        .isEqualTo("shop-web-1");
  }

  @Test
  void successor_thatNeverGotItsName_goesAndTheOldOneIsReplaced() {
    // Docker Compose died after it had made the new one.
    String hash = host.find("shop-web-1").json().path("Labels").path(Labels.CONFIG_HASH).asText();
    host.find("shop-web-1").label(Labels.CONFIG_HASH, "old");
    host.container("0123456789ab_shop-web-1", "web", 1)
        .label(Labels.CONFIG_HASH, hash)
        .state("created", "Created");
    assertThat(PlanHost.changes(host.plan(FILE)))
        .containsExactly(
            "remove 0123456789ab_shop-web-1", "recreate shop-web-1", "recreate shop-side-1");
  }

  @Test
  void numbers_givenTwice_areGivenOnce() {
    String hash = host.find("shop-web-1").json().path("Labels").path(Labels.CONFIG_HASH).asText();
    host.container("shop-web-1.old-0123456789ab", "web", 1).label(Labels.CONFIG_HASH, hash);
    assertThat(PlanHost.changes(host.plan(FILE)))
        .containsExactly("remove shop-web-1.old-0123456789ab");
  }

  @Test
  void task_thatHasEnded_goesWithTheOrphansOnly() {
    host.container("shop-web-run-1", "web", 0)
        .label(Labels.ONEOFF, "True")
        .state("exited", "Exited (0) 2 hours ago");
    host.container("shop-web-run-2", "web", 0).label(Labels.ONEOFF, "True");
    assertThat(host.plan(FILE).isEmpty()).isTrue();
    assertThat(PlanHost.changes(host.plan(FILE, DeployOptions.defaults().removeOrphans(true))))
        .containsExactly("remove shop-web-run-1");
  }
}
