package io.dockeradvanced.stack.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.compose.StackSource;
import io.dockeradvanced.operation.Change;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.stack.DownOptions;
import io.dockeradvanced.stack.StackChange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With a file, what it does not speak of stays, as with Docker Compose 2.40. */
class DownByFileTest {
  private static final DownOptions DEFAULTS = DownOptions.defaults();
  private static final String ORPHAN = "the file has no service old; --remove-orphans removes it,";
  private static final String OFF = "none of the chosen profiles switches its service on";

  /** What was deployed once: with the profile, and with a service that the file lost since. */
  private static final String ALL =
      """
      services:
        web: {image: web, networks: [front, back], depends_on: [db], volumes: ["files:/files"]}
        db: {image: db, networks: [back], volumes: ["data:/data"]}
        debug: {image: debug, networks: [side], volumes: ["dumps:/dumps"]}
        old: {image: old, networks: [front, attic], volumes: ["attic:/attic"]}
      networks: {front: , back: , side: , attic: }
      volumes: {files: , data: , dumps: , attic: }
      """;

  private static final String FILE =
      """
      services:
        web: {image: web, networks: [front, back], depends_on: [db], volumes: ["files:/files"]}
        db: {image: db, networks: [back], volumes: ["data:/data"]}
        debug: {image: debug, networks: [side], volumes: ["dumps:/dumps"], profiles: [debug]}
      networks: {front: , back: , side: , unused: }
      volumes: {files: , data: , dumps: , unused: }
      """;

  private final PlanHost host = new PlanHost().deployed(ALL);

  DownByFileTest() {
    List.of("files", "data", "dumps", "attic").forEach(volume -> host.volume(volume, "h"));
    host.find("shop-web-1")
        .mounts("shop_files", "/files")
        .label(Labels.DEPENDS_ON, "db:service_started:false");
    host.find("shop-db-1").mounts("shop_data", "/data");
    host.find("shop-debug-1").mounts("shop_dumps", "/dumps");
    host.find("shop-old-1").mounts("shop_attic", "/attic");
  }

  @AfterEach
  void close() {
    host.close();
  }

  /** Of what a chosen one depends on, what stands on another chosen one goes, too. */
  @Test
  void services_betweenTwoThatAreChosen_go() {
    String file =
        """
        services:
          web: {image: web, depends_on: [mid]}
          mid: {image: mid, depends_on: [db]}
          db: {image: db}
          other: {image: x, depends_on: [db]}
        """;
    try (PlanHost other = new PlanHost().deployed(file)) {
      Optional<ComposeProject> project = Optional.of(file(file));
      assertThat(
              going(
                  DownPlanner.plan(
                      other, PlanHost.PROJECT, project, DEFAULTS.services("web", "db"))))
          .containsExactlyInAnyOrder("shop-web-1", "shop-mid-1", "shop-db-1");
      assertThat(going(DownPlanner.plan(other, PlanHost.PROJECT, project, DEFAULTS.services("db"))))
          .containsExactly("shop-db-1");
    }
  }

  /** Only what starts services again needs what their files say. */
  @Test
  void down_needsNoFilesOfServices_thoughTheyHavePreStart() {
    String file =
        "services: {web: {image: web, env_file: /no.env, pre_start: [{image: i, command: [c]}]}}";
    ComposeProject project =
        StackSource.text(file)
            .name(PlanHost.PROJECT)
            .workingDirectory(Path.of("/"))
            .withoutServiceFiles()
            .load();
    assertThat(going(DownPlanner.plan(host, PlanHost.PROJECT, Optional.of(project), DEFAULTS)))
        .contains("shop-web-1");
    host.find("shop-web-1").state("exited", "Exited (0) 2 minutes ago");
    assertThatThrownBy(
            () ->
                ChangePlanner.plan(
                    host, PlanHost.PROJECT, Optional.of(project), StackChange.start("web")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("service web names");
  }

  private static List<String> going(PlanData plan) {
    return plan.changes().stream()
        .filter(change -> change.action().equals("remove") && change.object().equals("container"))
        .map(Change::name)
        .toList();
  }

  private static ComposeProject file(String text) {
    return StackSource.text(text).name(PlanHost.PROJECT).load();
  }

  private PlanData plan(DownOptions options) {
    return plan(FILE, options);
  }

  private PlanData plan(String text, DownOptions options) {
    return DownPlanner.plan(host, PlanHost.PROJECT, Optional.of(file(text)), options);
  }

  private static List<String> of(PlanData plan, String object) {
    List<String> all = new ArrayList<>();
    for (Change change : plan.changes()) {
      if (change.object().equals(object)) {
        String why = change.why().isEmpty() ? "" : ": " + change.why();
        all.add(change.action() + " " + change.name() + why);
      }
    }
    return all;
  }

  @Test
  void containers_ofOrphansAndOfProfilesThatAreOff_stay() {
    PlanData plan = plan(DEFAULTS);
    assertThat(of(plan, "container"))
        .containsExactly(
            "remove shop-web-1",
            "remove shop-db-1",
            "keep shop-debug-1: " + OFF,
            "keep shop-old-1: " + ORPHAN + " too");
    assertThat(PlanHost.steps(plan))
        .noneMatch(step -> step.endsWith(host.id("shop-old-1")))
        .noneMatch(step -> step.endsWith(host.id("shop-debug-1")));
    assertThat(
            PlanHost.isBefore(
                plan, "stop " + host.id("shop-web-1"), "stop " + host.id("shop-db-1")))
        .isTrue();
  }

  @Test
  void orphans_goWhenAsked_thoseOfProfilesThatAreOffDoNot() {
    assertThat(of(plan(DEFAULTS.removeOrphans(true)), "container"))
        .containsExactlyInAnyOrder(
            "remove shop-web-1",
            "remove shop-db-1",
            "remove shop-old-1",
            "keep shop-debug-1: " + OFF);
  }

  @Test
  void networks_thatTheFileUses_goUnlessOneThatStaysIsInThem() {
    assertThat(of(plan(DEFAULTS), "network"))
        .containsExactly(
            "keep shop_attic: no service of the file uses it",
            "remove shop_back",
            "keep shop_front: container shop-old-1 uses it",
            "keep shop_side: no service of the file uses it");
    assertThat(of(plan(DEFAULTS.removeOrphans(true)), "network"))
        .contains("remove shop_front", "keep shop_attic: no service of the file uses it");
    host.find("shop-old-1").state("exited", "Exited (0) 1 minute ago");
    assertThat(of(plan(DEFAULTS), "network"))
        .as("one that has stopped is in no network")
        .contains("remove shop_front");
  }

  @Test
  void network_thatTheFileCallsOtherwiseOrExternal_stays() {
    String renamed = FILE.replace("back: ,", "back: {name: other},");
    assertThat(of(plan(renamed, DEFAULTS), "network"))
        .contains("keep shop_back: no service of the file uses it");
    String external = FILE.replace("back: ,", "back: {external: true, name: shop_back},");
    assertThat(of(plan(external, DEFAULTS), "network"))
        .contains("keep shop_back: no service of the file uses it");
  }

  @Test
  void volumes_thatTheFileUses_goWhenAsked_andNoOthers() {
    assertThat(of(plan(DEFAULTS), "volume"))
        .containsExactly("keep shop_attic", "keep shop_data", "keep shop_dumps", "keep shop_files");
    assertThat(of(plan(DEFAULTS.volumes(true).removeOrphans(true)), "volume"))
        .containsExactly(
            "keep shop_attic: no service of the file uses it",
            "remove shop_data: with its data",
            "keep shop_dumps: no service of the file uses it",
            "remove shop_files: with its data");
    String external = FILE.replace("data: ,", "data: {external: true, name: shop_data},");
    assertThat(of(plan(external, DEFAULTS.volumes(true)), "volume"))
        .contains("keep shop_data: no service of the file uses it");
  }

  @Test
  void volume_thatOneThatStaysMounts_stays() {
    host.find("shop-old-1").mounts("shop_data", "/data").state("exited", "Exited (0)");
    assertThat(of(plan(DEFAULTS.volumes(true)), "volume"))
        .contains("keep shop_data: container shop-old-1 uses it");
  }

  /** Compose takes those of services along, and leaves those of orphans. */
  @Test
  void volumesWithoutAName_goWithServicesOnly() {
    PlanData plan = plan(DEFAULTS.volumes(true).removeOrphans(true));
    assertThat(volumes(plan, "shop-web-1")).isTrue();
    assertThat(volumes(plan, "shop-old-1")).isFalse();
    assertThat(volumes(plan(DEFAULTS.removeOrphans(true)), "shop-web-1")).isFalse();
  }

  private boolean volumes(PlanData plan, String container) {
    return PlanHost.step(plan, "remove " + host.id(container)).parameters().flag("volumes");
  }

  /** Tasks of services that go, go in every state; others when they have ended. */
  @ParameterizedTest
  @CsvSource({
    "web,running,remove",
    "web,exited,remove",
    "debug,running,keep",
    "debug,created,keep",
    "debug,exited,remove",
    "old,running,keep",
    "old,dead,remove"
  })
  void task_withOrphans_goesAsWithCompose(String service, String state, String action) {
    host.container("task", service, 0).label(Labels.ONEOFF, "True").state(state, state);
    assertThat(PlanHost.changes(plan(DEFAULTS.removeOrphans(true)))).contains(action + " task");
    assertThat(PlanHost.changes(plan(DEFAULTS))).contains("keep task");
  }

  @Test
  void chosenServices_goAlone() {
    PlanData plan = plan(DEFAULTS.services("web").volumes(true));
    assertThat(of(plan, "container"))
        .containsExactly(
            "remove shop-web-1",
            "keep shop-db-1: its service was not chosen",
            "keep shop-debug-1: its service was not chosen",
            "keep shop-old-1: " + ORPHAN + " too");
    assertThat(of(plan, "network"))
        .contains("keep shop_back: container shop-db-1 uses it")
        .contains("keep shop_front: container shop-old-1 uses it");
    assertThat(of(plan, "volume"))
        .contains("remove shop_files: with its data")
        .contains("keep shop_data: container shop-db-1 uses it");
    plan = plan(DEFAULTS.services("db").volumes(true));
    assertThat(of(plan, "container"))
        .contains("remove shop-db-1", "keep shop-web-1: its service was not chosen");
    assertThat(of(plan, "volume"))
        .contains("remove shop_data: with its data")
        .contains("keep shop_files: no chosen service of the file uses it");
  }

  @Test
  void chosenService_ofAProfileThatIsOff_goes() {
    assertThat(of(plan(DEFAULTS.services("debug")), "container"))
        .contains("remove shop-debug-1", "keep shop-web-1: its service was not chosen");
  }

  @Test
  void chosenService_thatTheFileDoesNotHave_isRefused() {
    assertThatThrownBy(() -> plan(DEFAULTS.services("old")))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("there is no service old; the stack has db, debug, web");
  }

  /** So Compose has it, which knows of no file here. */
  @Test
  void chosenServices_byTheNameOfTheStack_takeTheirDependentsAlong() {
    assertThat(PlanHost.changes(byName(DEFAULTS.services("db", "typo"))))
        .contains("remove shop-web-1", "remove shop-db-1", "keep shop-old-1", "remove shop_back")
        .contains("keep shop_front");
    assertThat(PlanHost.steps(byName(DEFAULTS.services("typo").volumes(true)))).isEmpty();
  }

  private PlanData byName(DownOptions options) {
    return DownPlanner.plan(host, PlanHost.PROJECT, Optional.empty(), options);
  }

  @Test
  void stopTimeout_isThatOfEveryStop() {
    PlanData own = plan(DEFAULTS);
    String stop = "stop " + host.id("shop-web-1");
    assertThat(PlanHost.step(own, stop).parameters().number("stop", 0)).isEqualTo(-1);
    PlanData given = plan(DEFAULTS.stopTimeout(Duration.ZERO));
    assertThat(PlanHost.step(given, stop).parameters().number("stop", 7)).isZero();
    assertThatThrownBy(() -> DEFAULTS.stopTimeout(Duration.ofSeconds(-1)))
        .hasMessageContaining("does not wait for ever");
  }

  private void has(String image, String id) {
    host.inspect("/images/" + image + "/json").put("Id", id);
  }

  @Test
  void images_goAsAsked() {
    has("web", "sha256:web");
    has("db", "sha256:db");
    has("debug", "sha256:debug");
    host.builtImage("built/db:2", "sha256:built", "db");
    host.builtImage("shop-debug:latest", "sha256:odd", "debug");
    assertThat(of(plan(DEFAULTS), "image")).isEmpty();
    DownOptions local = DEFAULTS.images(DownOptions.Images.LOCAL);
    assertThat(of(plan(local), "image")).containsExactly("remove built/db:2");
    assertThat(of(plan(local.removeOrphans(true)), "image"))
        .containsExactly("remove built/db:2", "remove shop-debug:latest");
    PlanData all = plan(DEFAULTS.images(DownOptions.Images.ALL));
    assertThat(of(all, "image"))
        .containsExactly("remove built/db:2", "remove db:latest", "remove web:latest");
    assertThat(PlanHost.isBefore(all, "remove " + host.id("shop-db-1"), "remove image web:latest"))
        .isTrue();
    assertThat(PlanHost.step(all, "remove image web:latest").parameters().text("image"))
        .isEqualTo("sha256:web");
  }

  /** An old Compose built it without a label. */
  @Test
  void image_ofABuildWithoutALabel_isKnownByItsName() {
    has("shop-web", "sha256:1");
    String built = FILE.replace("web: {image: web,", "web: {build: /nowhere,");
    assertThat(of(plan(built, DEFAULTS.images(DownOptions.Images.LOCAL)), "image"))
        .containsExactly("remove shop-web:latest");
  }

  @Test
  void image_thatOneThatStaysRuns_stays() {
    has("web", "image of x");
    assertThat(of(plan(DEFAULTS.images(DownOptions.Images.ALL)), "image"))
        .containsExactly("keep web:latest: container shop-debug-1 uses it");
  }

  @Test
  void images_byTheNameOfTheStack_areThoseOfItsContainers() {
    has("x", "sha256:x");
    assertThat(of(byName(DEFAULTS.images(DownOptions.Images.ALL)), "image"))
        .containsExactly("remove x:latest");
    assertThat(of(byName(DEFAULTS.images(DownOptions.Images.LOCAL)), "image")).isEmpty();
  }
}
