package io.dockeradvanced.stack.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.compose.ConfigHashes;
import io.dockeradvanced.compose.StackSource;
import io.dockeradvanced.operation.PlanData;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an older or newer Docker Compose made is kept. */
class AdoptionPlanTest {
  private static final String FILE =
      """
      services:
        db: {image: x, deploy: {resources: {limits: {cpus: '0.5'}}}}
        web: {image: x, depends_on: [db], volumes: ['/a:/b'], devices: [/dev/null]}
      networks: {default: {ipam: {options: {a: b}}}}
      """;

  private final PlanHost host = new PlanHost();

  @AfterEach
  void close() {
    host.close();
  }

  static List<String> epochs() {
    return ConfigHashes.epochs();
  }

  private static ConfigHashes hashes() {
    return StackSource.text(FILE).name(PlanHost.PROJECT).load().hashes();
  }

  /** The stack as this release made it. */
  private void deployedBy(String release, String label) {
    host.deployed(FILE);
    for (String service : List.of("db", "web")) {
      host.find("shop-" + service + "-1")
          .label(Labels.CONFIG_HASH, hashes().service(service, release).iterator().next())
          .label(Labels.VERSION, label);
    }
  }

  @ParameterizedTest
  @MethodSource("epochs")
  void plan_overAStackOfAnyRelease_hasNothingToDo(String release) {
    deployedBy(release, release);
    PlanData plan = host.plan(FILE);
    assertThat(plan.changes()).isEmpty();
    assertThat(plan.isEmpty()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("epochs")
  void plan_overAStackOfAnUnknownRelease_hasNothingToDo(String release) {
    deployedBy(release, "dev");
    assertThat(host.plan(FILE).isEmpty()).isTrue();
  }

  @Test
  void plan_hashThatTheReleaseOfTheLabelNeverWrote_isAChange() {
    deployedBy("2.22.0", "2.40.3");
    assertThat(PlanHost.changes(host.plan(FILE)))
        .containsExactly("recreate shop-db-1", "recreate shop-web-1");
  }

  @Test
  void plan_changeOfTheFile_isAChangeWhoeverMadeIt() {
    deployedBy("2.22.0", "2.22.0");
    assertThat(PlanHost.changes(host.plan(FILE.replace("'0.5'", "'0.6'"))))
        .containsExactly("recreate shop-db-1");
  }

  @Test
  void plan_networkOfANewerRelease_isKept() {
    PlanHost newer = new PlanHost();
    try (newer) {
      newer.network("default", hashes().network("default", "5.4.0").iterator().next());
      assertThat(PlanHost.changes(newer.plan(FILE)))
          .containsExactly("create shop-db-1", "create shop-web-1");
    }
  }
}
