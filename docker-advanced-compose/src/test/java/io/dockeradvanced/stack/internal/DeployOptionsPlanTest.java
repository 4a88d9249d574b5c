package io.dockeradvanced.stack.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.container.internal.EnsureImage;
import io.dockeradvanced.container.internal.StopContainer;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.stack.DeployOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What options change of a plan. */
class DeployOptionsPlanTest {
  private static final DeployOptions DEFAULTS = DeployOptions.defaults();
  private static final String FILE =
      """
      services:
        db: {image: x, volumes: [/cache]}
        web: {image: x, depends_on: [db], networks: [front]}
        side: {image: x, networks: [back]}
      networks: {front: , back: }
      """;

  private final PlanHost host = new PlanHost();

  @AfterEach
  void close() {
    host.close();
  }

  private PlanData plan(DeployOptions options) {
    return host.plan(FILE, options);
  }

  private String refusal(String file, DeployOptions options) {
    return catchThrowableOfType(InvalidSpec.class, () -> host.plan(file, options)).getMessage();
  }

  // ---- which services

  @Test
  void services_chosen_bringWhatTheyDependOnAndTheirNetworks() {
    assertThat(PlanHost.changes(plan(DEFAULTS.services("web"))))
        .containsExactly(
            "create shop_default", "create shop_front", "create shop-db-1", "create shop-web-1");
  }

  @Test
  void services_withoutDependencies_comeAlone() {
    assertThat(PlanHost.changes(plan(DEFAULTS.services("web").withoutDependencies(true))))
        .containsExactly("create shop_front", "create shop-web-1");
  }

  @Test
  void services_chosen_makeNoOrphansOfTheOthers() {
    host.deployed(FILE);
    PlanData plan = plan(DEFAULTS.services("web").removeOrphans(true));
    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.warnings()).isEmpty();
  }

  @Test
  void services_thatAreNotThere_areRefused() {
    assertThat(refusal(FILE, DEFAULTS.services("wbe")))
        .isEqualTo("shop: there is no service wbe; the stack has db, side, web");
    assertThat(refusal(FILE + "x-a: 1\n", DEFAULTS.scale("wbe", 1)))
        .contains("there is no service wbe");
    String profiled = "services: {web: {image: x}, dbg: {image: x, profiles: [debug]}}";
    assertThat(refusal(profiled, DEFAULTS.services("dbg")))
        .isEqualTo(
            "shop: no profile that is on has service dbg; enable it when the project is loaded, or choose its profile");
  }

  // ---- how many

  @Test
  void scale_replacesTheNumberOfTheFile() {
    host.deployed(FILE);
    assertThat(PlanHost.changes(plan(DEFAULTS.scale("web", 3))))
        .containsExactly("create shop-web-2", "create shop-web-3");
    assertThat(PlanHost.changes(plan(DEFAULTS.scale("side", 0))))
        .containsExactly("remove shop-side-1");
  }

  @Test
  void scale_beyondWhatHasOneNameOrOnePort_isRefusedByItsPlace() {
    assertThat(
            refusal("services:\n  web: {image: x, container_name: only}", DEFAULTS.scale("web", 2)))
        .isEqualTo(
            "<text>:2:19: services.web has a container_name, so it cannot have more than one"
                + " container.");
    assertThat(
            refusal(
                "services:\n  web:\n    image: x\n    ports: ['80-81:80']",
                DEFAULTS.scale("web", 3)))
        .isEqualTo(
            "<text>:4:13: services.web publishes port 80-81, so it cannot have 3 containers;"
                + " publish a range or none.");
  }

  // ---- what is made anew

  @Test
  void recreate_always_isOfTheChosenServicesOnly() {
    host.deployed(FILE);
    DeployOptions always = DEFAULTS.recreate(DeployOptions.Recreate.ALWAYS);
    assertThat(PlanHost.changes(plan(always)))
        .containsExactly("recreate shop-db-1", "recreate shop-side-1", "recreate shop-web-1");
    assertThat(PlanHost.changes(plan(always.services("web"))))
        .containsExactly("recreate shop-web-1");
    assertThat(PlanHost.changes(plan(always.services("web").recreateDependencies(true))))
        .containsExactly("recreate shop-db-1", "recreate shop-web-1");
  }

  @Test
  void recreate_never_leavesWhatDiffersAndMakesWhatIsMissing() {
    host.deployed(FILE);
    String changed = FILE.replace("{image: x, volumes", "{image: y, volumes") + "volumes: {}\n";
    String more = changed.replace("services:\n", "services:\n  new: {image: x}\n");
    DeployOptions never = DEFAULTS.recreate(DeployOptions.Recreate.NEVER);
    assertThat(PlanHost.changes(host.plan(changed, never))).isEmpty();
    assertThat(PlanHost.changes(host.plan(more, never))).containsExactly("create shop-new-1");
  }

  @Test
  void renewAnonymousVolumes_makesAnewWithoutThem() {
    host.deployed(FILE);
    host.find("shop-db-1")
        .json()
        .withArray("Mounts")
        .addObject()
        .put("Type", "volume")
        .put("Destination", "/cache")
        .put("Name", "of-before");
    DeployOptions always = DEFAULTS.services("db").recreate(DeployOptions.Recreate.ALWAYS);
    String create = "create shop-db-1";
    assertThat(PlanHost.step(plan(always), create).secret().toJson()).contains("of-before");
    PlanData renewed = plan(DEFAULTS.services("db").renewAnonymousVolumes(true));
    assertThat(PlanHost.step(renewed, create).secret().toJson()).doesNotContain("of-before");
  }

  /** Where the file wants a volume without a name, or the image declares one. */
  @Test
  void mounts_ofThePredecessor_areHandedOnAsTheyWere() {
    host.deployed(FILE);
    host.find("shop-db-1")
        .json()
        .withArray("Mounts")
        .addObject()
        .put("Type", "bind")
        .put("Destination", "/cache")
        .put("Source", "/of/before")
        .put("RW", false);
    host.find("shop-db-1")
        .json()
        .withArray("Mounts")
        .addObject()
        .put("Type", "bind")
        .put("Destination", "/nowhere")
        .put("Source", "/of/nobody");
    DeployOptions always = DEFAULTS.services("db").recreate(DeployOptions.Recreate.ALWAYS);
    Data body = PlanHost.step(plan(always), "create shop-db-1").secret().object("body");
    assertThat(body.object("HostConfig").objects("Mounts"))
        .containsExactly(
            Data.of("Type", "bind")
                .with("Source", "/of/before")
                .with("Target", "/cache")
                .with("ReadOnly", true));
  }

  // ---- images, starts, volumes

  @Test
  void pull_replacesThePolicyOfTheFile() {
    PlanData plan = plan(DEFAULTS.services("db").pull(DeployOptions.Pull.NEVER));
    assertThat(plan.steps())
        .filteredOn(step -> step.kind().equals(EnsureImage.KIND))
        .singleElement()
        .satisfies(step -> assertThat(step.parameters().toJson()).contains("\"never\""));
  }

  @Test
  void start_false_onlyMakesContainers() {
    assertThat(PlanHost.steps(plan(DEFAULTS.start(false).services("db"))))
        .containsExactly("create network shop_default", "create shop-db-1");
    host.deployed(FILE);
    host.find("shop-side-1").state("exited", "Exited (1) 2 minutes ago");
    assertThat(plan(DEFAULTS.start(false)).isEmpty()).isTrue();
    PlanData anew =
        plan(DEFAULTS.start(false).services("db").recreate(DeployOptions.Recreate.ALWAYS));
    assertThat(PlanHost.steps(anew))
        .containsExactlyInAnyOrder(
            "create shop-db-1",
            "stop old shop-db-1",
            "set shop-db-1 aside",
            "name new shop-db-1",
            "remove old shop-db-1");
    assertThat(anew.steps()).noneMatch(step -> step.id().startsWith("see "));
  }

  @Test
  void volume_thatChanged_isKeptOrRefusedAndNeverRemoved() {
    String file =
        "services: {db: {image: x, volumes: ['data:/d']}}\nvolumes:\n  data: {labels: {a: b}}";
    host.volume("data", "another");
    PlanData plan = host.plan(file);
    assertThat(plan.warnings())
        .anyMatch(w -> w.contains("volume shop_data has another configuration than the file"));
    assertThat(PlanHost.steps(plan)).noneMatch(step -> step.contains("volume"));
    assertThat(refusal(file, DEFAULTS.volumes(DeployOptions.ChangedVolumes.REFUSE)))
        .isEqualTo(
            "<text>:3:3: volume shop_data has another configuration than the file says; give it"
                + " another name, or remove the old one with its data first");
  }

  /** What a registry has under that name is the image of somebody else. */
  @Test
  void pull_ofWhatOnlyThisStackBuilds_asksNoRegistry(@TempDir Path context) throws Exception {
    Files.writeString(context.resolve("Dockerfile"), "FROM scratch");
    host.inspect("/images/shop-web/json").put("Id", "built before");
    String file = "services: {web: {build: '%s', pull_policy: weekly}}".formatted(context);
    for (DeployOptions options : List.of(DEFAULTS, DEFAULTS.pull(DeployOptions.Pull.ALWAYS))) {
      assertThat(host.plan(file, options).steps())
          .filteredOn(step -> step.kind().equals(EnsureImage.KIND))
          .singleElement()
          .satisfies(
              step -> assertThat(step.parameters().toJson()).contains("shop-web", "\"never\""));
    }
  }

  // ---- stops

  /** As with {@code docker compose up --timeout}: of what is replaced, surplus or an orphan. */
  @Test
  void stopTimeout_isThatOfEveryStop() {
    String before =
        """
        services:
          web: {image: x, scale: 2, stop_grace_period: 40s, networks: [front]}
          old: {image: x}
        networks: {front: }
        """;
    String after =
        """
        services: {web: {image: x, user: u, stop_grace_period: 30s, networks: [front]}}
        networks: {front: }
        """;
    host.deployed(before);
    DeployOptions options = DEFAULTS.removeOrphans(true);
    assertThat(stops(host.plan(after, options))).containsExactlyInAnyOrder(30L, 30L, -1L);
    assertThat(stops(host.plan(after, options.stopTimeout(Duration.ofSeconds(3)))))
        .containsExactly(3L, 3L, 3L);
  }

  private static List<Long> stops(PlanData plan) {
    return plan.steps().stream()
        .filter(step -> step.kind().equals(StopContainer.KIND))
        .map(step -> step.parameters().number("stop", 99))
        .toList();
  }
}
