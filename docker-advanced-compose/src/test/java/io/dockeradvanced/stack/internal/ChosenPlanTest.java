package io.dockeradvanced.stack.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.stack.DeployOptions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is wrong with services that a deploy is not of. */
class ChosenPlanTest {
  private static final DeployOptions WEB = DeployOptions.defaults().services("web");
  private static final List<String> BAD =
      List.of(
          "security_opt: [nonsense]",
          "build: {context: /nowhere, ssh: [default]}",
          "network_mode: 'container:nobody'",
          "volumes: ['v:/data']",
          "cpus: 100000");

  private final PlanHost host = new PlanHost();

  @AfterEach
  void close() {
    host.close();
  }

  private static String file(String bad) {
    return """
        services:
          web: {image: x, depends_on: [db]}
          db: {image: x}
          side: {image: x, %s}
          late: {image: x, depends_on: [side]}
          side.x: {image: x, security_opt: [nonsense]}
        volumes: {v: {name: v}}
        """
        .formatted(bad);
  }

  private String refusal(String file, DeployOptions options) {
    InvalidSpec refusal = catchThrowableOfType(InvalidSpec.class, () -> host.plan(file, options));
    assertThat(refusal).as(file).isNotNull();
    return String.valueOf(refusal.getMessage());
  }

  @Test
  void problemsOfOthers_refuseNothing() {
    for (String bad : BAD) {
      assertThat(PlanHost.changes(host.plan(file(bad), WEB)))
          .as(bad)
          .containsExactly("create shop_default", "create shop-db-1", "create shop-web-1");
    }
  }

  @Test
  void problemsOfTheChosen_orOfWhatTheyDependOn_refuse() {
    for (String bad : BAD) {
      assertThat(refusal(file(bad), DeployOptions.defaults())).isNotEmpty();
      assertThat(refusal(file(bad), DeployOptions.defaults().services("side"))).isNotEmpty();
      assertThat(refusal(file(bad), DeployOptions.defaults().services("late"))).isNotEmpty();
      assertThat(refusal(file(bad), WEB.scale("late", 2))).isNotEmpty();
    }
  }

  @Test
  void containersOfThosePutAside_areNoOrphans() {
    host.deployed(file("init: true").replace("nonsense", "no-new-privileges"));
    PlanData plan = host.plan(file(BAD.get(0)), WEB.removeOrphans(true));
    assertThat(PlanHost.changes(plan)).isEmpty();
    assertThat(plan.warnings()).isEmpty();
  }

  @Test
  void whatOnlyOthersUse_refusesNothing() {
    String file =
        """
        services:
          web: {image: x, secrets: [a.b]}
          side: {image: x, secrets: [a], configs: [c]}
        secrets: {a: {external: true}, a.b: {file: /etc/hostname}}
        configs: {c: {external: true}}
        """;
    assertThat(PlanHost.changes(host.plan(file, WEB)))
        .containsExactly("create shop_default", "create shop-web-1");
    assertThat(refusal(file, DeployOptions.defaults())).contains("a secret that is not in");
    String used = file.replace("a.b: {file: /etc/hostname}", "a.b: {external: true}");
    assertThat(refusal(used, WEB)).contains("a secret that is not in");
  }

  /** Nothing of it would be done. */
  @Test
  void builds_thatAreNotDone_needNotBePossible() {
    String file =
        """
        services:
          web: {image: x, build: {context: /nowhere, ssh: [default], platforms: [linux/amd64, linux/386]}}
          own: {build: "https://elsewhere/own.git"}
        """;
    DeployOptions without = DeployOptions.defaults().withoutBuilds(true);
    assertThat(PlanHost.changes(host.plan(file, without)))
        .containsExactly("create shop_default", "create shop-own-1", "create shop-web-1");
    assertThat(refusal(file, DeployOptions.defaults())).contains("BuildKit").contains("elsewhere");
    assertThat(refusal(file.replace("image: x", "image: X"), without)).contains("'X'");
  }
}
