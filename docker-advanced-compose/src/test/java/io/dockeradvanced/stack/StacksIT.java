package io.dockeradvanced.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Container;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.StalePlan;
import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabEngine;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The life of a stack on a real engine. */
@Lab
class StacksIT {
  private static final String WEB =
      """
      services:
        web:
          image: docker-advanced-lab/web:1
          environment: {VERSION: "%s"}
      """;

  @Engine LabEngine engine;

  // ---- first deploy

  @Test
  void deploy_ofServicesWithConditions_startsInThatOrder() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      StackStatus status =
          stack.deploy(
              """
              services:
                web:
                  image: docker-advanced-lab/web:1
                  depends_on:
                    api: {condition: service_started}
                api:
                  image: docker-advanced-lab/web:1
                  depends_on:
                    db: {condition: service_healthy}
                    migrate: {condition: service_completed_successfully}
                migrate:
                  image: docker-advanced-lab/busybox:1
                  command: sh -c "sleep 0.3; echo migrated"
                db:
                  image: docker-advanced-lab/web:1
                  environment: {HEALTHY_AFTER: "0.5"}
                  healthcheck: {test: [CMD, /bin/healthy], interval: 0.2s, retries: 50}
              """);
      assertThat(status.state()).isEqualTo(StackStatus.State.RUNNING);
      Instant migrated = Instant.parse(stack.inspect("migrate-1").getState().getFinishedAt());
      Instant db = started(stack, "db-1");
      Instant api = started(stack, "api-1");
      assertThat(api).isAfter(migrated).isAfter(db.plusMillis(500));
      assertThat(started(stack, "web-1")).isAfter(api);
    }
  }

  private static Instant started(TestStack stack, String container) {
    return Instant.parse(stack.inspect(container).getState().getStartedAt());
  }

  @Test
  void deploy_ofServiceWithHealthCheck_returnsWhenHealthy() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      stack.deploy(
          """
          services:
            web:
              image: docker-advanced-lab/web:1
              environment: {HEALTHY_AFTER: "1"}
              healthcheck: {test: [CMD, /bin/healthy], interval: 0.2s, retries: 50}
          """);
      assertThat(stack.inspect("web-1").getState().getHealth().getStatus()).isEqualTo("healthy");
    }
  }

  @Test
  void services_ofOneNetwork_reachEachOtherByNameAndAlias() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      stack.deploy(
          """
          services:
            web:
              image: docker-advanced-lab/web:1
              environment: {GREETING_FROM: "http://backend:8080/"}
              networks: [front, back]
            api:
              image: docker-advanced-lab/web:1
              environment: {VERSION: greetings}
              networks:
                back: {aliases: [backend]}
          networks:
            front:
            back:
          """);
      assertThat(stack.get("web-1", 8080)).contains("greetings from");
      assertThat(stack.exec("web-1", "wget", "-q", "-O", "-", "http://api:8080/"))
          .startsWith("greetings");
    }
  }

  @Test
  void ports_published_areThoseOfTheFile() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      StackStatus status =
          stack.deploy(
              """
              services:
                web:
                  image: docker-advanced-lab/web:1
                  ports: ["127.0.0.1:27131:8080", "127.0.0.1::9000/udp"]
              """);
      List<String> ports = status.services().get(0).replicas().get(0).ports();
      assertThat(ports).contains("127.0.0.1:27131->8080/tcp");
      assertThat(ports).anyMatch(p -> p.matches("127\\.0\\.0\\.1:\\d+->9000/udp"));
    }
  }

  // ---- the next deploy

  @Test
  void redeploy_ofTheSameFile_hasNothingToDo() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      String file =
          """
          services:
            web:
              image: docker-advanced-lab/web:1
              volumes: [data:/data, /cache]
              tmpfs: [/scratch]
              networks: [back]
              ports: ["8080"]
              healthcheck: {test: [CMD, /bin/healthy], interval: 0.2s, retries: 50}
              depends_on: {once: {condition: service_completed_successfully}}
            once:
              image: docker-advanced-lab/busybox:1
              command: "true"
          networks: {back: {labels: {a: b}}}
          volumes: {data: {}}
          """;
      stack.deploy(file);
      StackPlan again = stack.plan(file);
      assertThat(again.data().steps()).isEmpty();
      assertThat(again.isEmpty()).isTrue();
      String before = stack.id("web-1");
      stack.deploy(file);
      assertThat(stack.id("web-1")).isEqualTo(before);
    }
  }

  @Test
  void redeploy_withOneServiceChanged_recreatesOnlyThat() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      String file =
          """
          services:
            web: {image: "docker-advanced-lab/web:%d", depends_on: [db]}
            db: {image: "docker-advanced-lab/db:1"}
          """;
      stack.deploy(file.formatted(1));
      String db = stack.id("db-1");
      String web = stack.id("web-1");
      StackPlan plan = stack.plan(file.formatted(2));
      assertThat(plan.toString()).contains("web-1").doesNotContain("db-1");
      stack.stacks.deploy(plan);
      assertThat(stack.id("db-1")).isEqualTo(db);
      assertThat(stack.id("web-1")).isNotEqualTo(web);
      assertThat(stack.get("web-1", 8080)).startsWith("2 from");
      assertThat(stack.things())
          .containsExactly(
              "container " + stack.container("db-1"),
              "container " + stack.container("web-1"),
              "network " + stack.name + "_default");
    }
  }

  @Test
  void volumes_namedAndAnonymous_keepTheirDataAcrossRedeploy() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      String file =
          """
          services:
            db:
              image: docker-advanced-lab/db:1
              environment: {VERSION: "%s"}
              volumes: [named:/named, /declared]
          volumes: {named: }
          """;
      stack.deploy(file.formatted("a"));
      String before = stack.id("db-1");
      stack.exec("db-1", "sh", "-c", "echo n >/named/x; echo d >/declared/x; echo i >/data/x");
      stack.deploy(file.formatted("b"));
      assertThat(stack.id("db-1")).isNotEqualTo(before);
      assertThat(stack.exec("db-1", "cat", "/named/x")).isEqualTo("n");
      assertThat(stack.exec("db-1", "cat", "/declared/x")).isEqualTo("d");
      assertThat(stack.exec("db-1", "cat", "/data/x")).isEqualTo("i");
    }
  }

  @Test
  void replicas_scaledUpAndDown_keepThoseThatStay() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      String file =
          """
          services:
            web: {image: "docker-advanced-lab/web:1", scale: %d}
          """;
      stack.deploy(file.formatted(1));
      String first = stack.id("web-1");
      assertThat(stack.deploy(file.formatted(3)).services().get(0).replicas())
          .extracting(StackStatus.Replica::number)
          .containsExactly(1, 2, 3);
      assertThat(stack.deploy(file.formatted(1)).services().get(0).replicas())
          .extracting(StackStatus.Replica::id)
          .containsExactly(first);
      stack.deploy(file.formatted(0));
      assertThat(stack.stacks.status(stack.name).state()).isEqualTo(StackStatus.State.ABSENT);
    }
  }

  @Test
  void containerThatWasStopped_isStartedAgainAndKept() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      stack.deploy(WEB.formatted("1"));
      String before = stack.id("web-1");
      stack.stop("web-1");
      assertThat(stack.stacks.status(stack.name).state()).isEqualTo(StackStatus.State.STOPPED);
      stack.deploy(WEB.formatted("1"));
      assertThat(stack.id("web-1")).isEqualTo(before);
      assertThat(stack.inspect("web-1").getState().getRunning()).isTrue();
    }
  }

  @Test
  void orphan_isWarnedOfAndRemovedOnlyWhenAsked() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      stack.deploy(
          """
          services:
            web: {image: "docker-advanced-lab/web:1"}
            old: {image: "docker-advanced-lab/web:1"}
          """);
      String web = "services: {web: {image: 'docker-advanced-lab/web:1'}}";
      StackPlan plan = stack.plan(web);
      assertThat(plan.isEmpty()).isTrue();
      assertThat(plan.data().warnings()).anyMatch(w -> w.contains("old-1") && w.contains("stays"));
      stack.deploy(web);
      assertThat(stack.inspect("old-1").getState().getRunning()).isTrue();
      stack.stacks.deploy(stack.source(web), DeployOptions.defaults().removeOrphans(true));
      assertThat(stack.things()).noneMatch(t -> t.contains("old"));
    }
  }

  @Test
  void network_thatIsExternalAndMissing_isRefusedByItsPlace() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      assertThatThrownBy(
              () ->
                  stack.deploy(
                      """
                      services:
                        web: {image: "docker-advanced-lab/web:1", networks: [out]}
                      networks:
                        out: {external: true, name: da-no-such-network}
                      """))
          .isInstanceOf(InvalidSpec.class)
          .hasMessageContaining(":4:")
          .hasMessageContaining("da-no-such-network is external and not on lab");
      assertThatThrownBy(
              () ->
                  stack.deploy(
                      """
                      services:
                        web: {image: "docker-advanced-lab/web:1", volumes: ["out:/x"]}
                      volumes:
                        out: {external: true, name: da-no-such-volume}
                      """))
          .isInstanceOf(InvalidSpec.class)
          .hasMessageContaining(":4:")
          .hasMessageContaining("da-no-such-volume is external and not on lab");
      assertThat(stack.things()).isEmpty();
    }
  }

  @Test
  void network_thatIsExternal_isUsedAndSurvivesDown() throws Exception {
    String out = engine.uniqueName("out");
    String id = engine.docker().createNetworkCmd().withName(out).exec().getId();
    try (TestStack stack = TestStack.on(engine)) {
      stack.deploy(
          """
          services:
            web: {image: "docker-advanced-lab/web:1", networks: [out]}
          networks:
            out: {external: true, name: %s}
          """
              .formatted(out));
      assertThat(stack.inspect("web-1").getNetworkSettings().getNetworks()).containsOnlyKeys(out);
      stack.stacks.down(stack.name);
      assertThat(engine.docker().inspectNetworkCmd().withNetworkId(id).exec().getName())
          .isEqualTo(out);
    } finally {
      engine.docker().removeNetworkCmd(id).exec();
    }
  }

  @Test
  void plan_afterTheStackChanged_isStale() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      stack.deploy(WEB.formatted("1"));
      StackPlan plan = stack.plan(WEB.formatted("2"));
      stack.deploy(WEB.formatted("3"));
      String before = stack.id("web-1");
      assertThatThrownBy(() -> stack.stacks.deploy(plan))
          .isInstanceOf(StalePlan.class)
          .hasMessageContaining("make a new plan");
      assertThat(stack.id("web-1")).isEqualTo(before);
    }
  }

  @Test
  void plan_ofAnything_changesNothing() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      stack.plan(WEB.formatted("1"));
      assertThat(stack.things()).isEmpty();
    }
  }

  // ---- the end

  @Test
  void down_keepsVolumesUnlessAsked() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      stack.deploy(
          """
          services:
            db: {image: "docker-advanced-lab/db:1", volumes: ["data:/data"]}
          volumes: {data: }
          """);
      stack.stacks.down(stack.name);
      assertThat(stack.things()).containsExactly("volume " + stack.name + "_data");
      stack.stacks.down(stack.name, DownOptions.defaults().volumes(true));
      assertThat(stack.things()).isEmpty();
    }
  }

  @Test
  void down_withVolumes_takesAnonymousOnesThatWereHandedOn() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      Set<String> seen = new TreeSet<>();
      for (String version : List.of("1", "2", "3")) {
        stack.deploy(
            """
            services:
              db:
                image: docker-advanced-lab/db:1
                volumes: [/cache]
                environment: {VERSION: "%s"}
            """
                .formatted(version));
        stack.inspect("db-1").getMounts().forEach(mount -> seen.add(mount.getName()));
      }
      assertThat(seen).as("one for the image, one for the file, handed on twice").hasSize(2);
      stack.stacks.down(stack.name, DownOptions.defaults().volumes(true));
      assertThat(engine.docker().listVolumesCmd().exec().getVolumes())
          .noneMatch(volume -> seen.contains(volume.getName()));
    }
  }

  @Test
  void list_hasTheStackWithItsReplicas() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      stack.deploy(WEB.formatted("1"));
      assertThat(stack.stacks.list())
          .filteredOn(s -> s.name().equals(stack.name))
          .singleElement()
          .satisfies(s -> assertThat(s.state()).isEqualTo(StackStatus.State.RUNNING));
    }
  }

  @Test
  void list_hasReplicasByNumber() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      stack.deploy("services: {web: {image: 'docker-advanced-lab/web:1', scale: 3}}");
      assertThat(stack.stacks.list())
          .filteredOn(s -> s.name().equals(stack.name))
          .flatExtracting(s -> s.services().get(0).replicas())
          .extracting(StackStatus.Replica::number)
          .containsExactly(1, 2, 3);
    }
  }

  @Test
  void plan_thatOnlyWaits_saysWhatForAndIsNoChange() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      String file =
          """
          services:
            web:
              image: docker-advanced-lab/web:1
              healthcheck: {test: [CMD, /bin/healthy], interval: 1s, retries: 50}
          """;
      assertThat(stack.plan(file).isChange()).isTrue();
      stack.deploy(file);
      engine.docker().restartContainerCmd(stack.id("web-1")).withTimeout(1).exec();
      StackPlan plan = stack.plan(file);
      assertThat(plan.isEmpty()).isFalse();
      assertThat(plan.isChange()).isFalse();
      assertThat(plan.toString())
          .contains(stack.container("web-1"))
          .contains("it is not known to be well yet, and is waited for");
      stack.stacks.deploy(plan);
      assertThat(stack.plan(file).isEmpty()).isTrue();
    }
  }

  @Test
  void resources_ofTheFile_areThoseOfTheContainer() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      stack.deploy(
          """
          services:
            web:
              image: docker-advanced-lab/web:1
              restart: on-failure:3
              labels: {team: blue}
              deploy:
                resources:
                  limits: {cpus: "0.5", memory: 64M}
                  reservations: {memory: 32M}
          """);
      InspectContainerResponse web = stack.inspect("web-1");
      assertThat(web.getHostConfig().getMemory()).isEqualTo(64L << 20);
      assertThat(web.getHostConfig().getMemoryReservation()).isEqualTo(32L << 20);
      assertThat(web.getHostConfig().getNanoCPUs()).isEqualTo(500_000_000L);
      assertThat(web.getHostConfig().getRestartPolicy().getMaximumRetryCount()).isEqualTo(3);
      assertThat(web.getConfig().getLabels()).containsEntry("team", "blue");
      assertThat(containers(stack)).hasSize(1);
    }
  }

  private List<Container> containers(TestStack stack) {
    return engine.docker().listContainersCmd().withShowAll(true).exec().stream()
        .filter(c -> c.getNames()[0].contains(stack.name))
        .toList();
  }
}
