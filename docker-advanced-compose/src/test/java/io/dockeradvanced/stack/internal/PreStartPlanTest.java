package io.dockeradvanced.stack.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.compose.StackSource;
import io.dockeradvanced.container.internal.Hooks;
import io.dockeradvanced.container.internal.PreStart;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Operations;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.stack.DeployOptions;
import io.dockeradvanced.stack.DownOptions;
import io.dockeradvanced.stack.PullOptions;
import io.dockeradvanced.stack.StackChange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When the containers of {@code pre_start} run, what they are, and what becomes of old ones. */
class PreStartPlanTest {
  private static final String HOOK = "pre_start web";

  private final PlanHost host = new PlanHost();

  @AfterEach
  void close() {
    host.close();
  }

  private static String file(String more) {
    return """
    services:
      db: {image: db}
      web:
        image: x
        depends_on: [db]
        pre_start: [{image: init, command: [migrate]}]
        %s
    """
        .formatted(more);
  }

  private static ComposeProject project(String file) {
    return StackSource.text(file).name(PlanHost.PROJECT).load();
  }

  private static boolean runs(PlanData plan) {
    return plan.steps().stream().anyMatch(step -> step.kind().equals(PreStart.KIND));
  }

  private static List<Data> hooks(PlanData plan) {
    return PlanHost.step(plan, HOOK).secret().objects(Hooks.PRE_START);
  }

  private static Data body(PlanData plan, int hook) {
    return hooks(plan).get(hook).object("body");
  }

  /** Before every start of the service, after all its stops and what it depends on. */
  private static void assertGates(PlanData plan, List<String> before, List<String> after) {
    assertThat(after).allMatch(step -> PlanHost.isBefore(plan, HOOK, step));
    assertThat(before).allMatch(step -> PlanHost.isBefore(plan, step, HOOK));
    assertThat(PlanHost.changes(plan)).contains("run web");
  }

  // ---- when

  @Test
  void firstDeploy_runsThemOnce_forAllReplicas() {
    PlanData plan = host.plan(file("scale: 2"));
    assertGates(
        plan,
        List.of("create shop-web-1", "start shop-db-1"),
        List.of("start shop-web-1", "start shop-web-2"));
    Step step = PlanHost.step(plan, HOOK);
    assertThat(step.parameters().text("from")).isEqualTo("create shop-web-1");
    assertThat(step.parameters().text("name")).isEqualTo("shop-web");
    assertThat(step.after()).contains("image init missing", "create network shop_default");
    assertThat(plan.steps()).filteredOn(s -> s.kind().equals(PreStart.KIND)).hasSize(1);
    assertThat(plan.toString())
        .containsPattern("~ run +pre_start +web +\\(no container of the service runs\\)");
  }

  @Test
  void plan_ofWhatIsDeployed_isEmpty() {
    host.deployed(file(""));
    assertThat(PlanHost.changes(host.plan(file("")))).isEmpty();
  }

  @Test
  void recreation_runsThem_whenNoneServesAnyMore() {
    host.deployed(file("scale: 2"));
    PlanData plan = host.plan(file("scale: 2\n    hostname: other"));
    assertGates(
        plan,
        List.of("stop old shop-web-1", "stop old shop-web-2", "create shop-web-1"),
        List.of("start shop-web-1", "start shop-web-2"));
  }

  @Test
  void recreation_withoutThem_isStillOneReplicaAfterTheOther() {
    String plain = "services: {web: {image: x, scale: 2%s}}";
    host.deployed(plain.formatted(""));
    PlanData plan = host.plan(plain.formatted(", hostname: other"));
    assertThat(PlanHost.isBefore(plan, "see shop-web-1", "stop old shop-web-2")).isTrue();
  }

  @Test
  void scaleUp_runsNone_andScaleFromZeroDoes() {
    host.deployed(file(""));
    assertThat(runs(host.plan(file("scale: 3")))).isFalse();
    host.find("shop-web-1").state("exited", "Exited (0) 1 minute ago");
    assertGates(host.plan(file("scale: 3")), List.of(), List.of("start shop-web-3"));
    assertThat(runs(host.plan(file("scale: 0")))).isFalse();
    PlanHost empty = new PlanHost().deployed(file("scale: 0"));
    assertGates(empty.plan(file("")), List.of("create shop-web-1"), List.of("start shop-web-1"));
    empty.close();
  }

  @Test
  void startOfOneReplica_whileAnotherRuns_runsNone() {
    host.deployed(file("scale: 2"));
    host.find("shop-web-1").state("exited", "Exited (1) 1 minute ago");
    PlanData plan = host.plan(file("scale: 2"));
    assertThat(PlanHost.changes(plan)).containsExactly("start shop-web-1");
    host.find("shop-web-2").state("exited", "Exited (1) 1 minute ago");
    plan = host.plan(file("scale: 2"));
    assertGates(plan, List.of(), List.of("start shop-web-1", "start shop-web-2"));
    assertThat(PlanHost.step(plan, HOOK).parameters().text("id")).isEqualTo(host.id("shop-web-1"));
  }

  @Test
  void restartForADependency_runsThem() {
    String restarts =
        "services:\n  db: {image: db%s}\n  web: {image: x, depends_on: {db: "
            + "{condition: service_started, restart: true}}, pre_start: [{}]}\n";
    host.deployed(restarts.formatted(""));
    assertGates(
        host.plan(restarts.formatted(", hostname: other")),
        List.of("stop shop-web-1", "start shop-db-1"),
        List.of("start shop-web-1"));
  }

  @Test
  void networkThatIsMadeAnew_runsThem_alsoOfAServiceThatIsNotDeployed() {
    String network = "networks: {default: {driver: bridge%s}}";
    host.deployed(file("") + network.formatted(""));
    host.inspect("/networks/net-default");
    String changed = file("") + network.formatted(", internal: true");
    assertGates(
        host.plan(changed),
        List.of("stop shop-web-1", "create network shop_default"),
        List.of("start shop-web-1"));
    carry(file("") + network.formatted(""));
    PlanData plan = host.plan(changed, DeployOptions.defaults().services("db"));
    assertGates(
        plan,
        List.of("stop shop-web-1", "create network shop_default", "image of pre_start init"),
        List.of("start shop-web-1"));
    assertThat(DeployPlanner.fingerprint(plan, host)).isEqualTo(plan.fingerprint());
  }

  @Test
  void deployThatOnlyMakes_runsNone() {
    assertThat(runs(host.plan(file(""), DeployOptions.defaults().start(false)))).isFalse();
  }

  @Test
  void task_runsNone() {
    ComposeProject project = project(file(""));
    io.dockeradvanced.stack.Task task = io.dockeradvanced.stack.Task.of("web");
    Desired desired = Translate.of(OneOff.project(project, task), host);
    OneOff oneOff = OneOff.of(desired, task, DeployOptions.defaults());
    PlanData plan = DeployPlanner.plan(host, desired, DeployOptions.defaults(), oneOff);
    assertThat(runs(plan)).isFalse();
  }

  // ---- verbs

  /** The containers carry their hooks, as a deploy makes them. */
  private void carry(String file) {
    Data hooks = host.desired(file).services().get("web").extras().hooks();
    String sealed = Operations.vault(host.owner()).seal(hooks.toJson(), Hooks.LABEL);
    host.find("shop-web-1")
        .label(Labels.HOOKS, sealed)
        .label(Labels.DEPENDS_ON, "db:service_started:false");
  }

  private PlanData change(StackChange change) {
    return ChangePlanner.plan(host, PlanHost.PROJECT, Optional.empty(), change);
  }

  @Test
  void startAndRestart_needNoFile() {
    host.deployed(file(""));
    carry(file(""));
    assertThat(runs(change(StackChange.start()))).isFalse();
    assertGates(
        change(StackChange.restart()),
        List.of("stop shop-web-1", "start shop-db-1", "image of pre_start init"),
        List.of("start shop-web-1"));
    assertThat(runs(change(StackChange.stop()))).isFalse();
    host.find("shop-web-1").state("exited", "Exited (0) 1 minute ago");
    host.find("shop-db-1").state("exited", "Exited (0) 1 minute ago");
    PlanData start = change(StackChange.start());
    assertGates(start, List.of("start shop-db-1"), List.of("start shop-web-1"));
    assertThat(body(start, 0).texts("Cmd")).containsExactly("migrate");
    assertThat(PlanHost.step(start, "start shop-web-1").secret().isEmpty()).isTrue();
  }

  @Test
  void start_ofContainersThatCarryNone_takesThoseOfTheFile() {
    host.deployed(file(""));
    host.find("shop-web-1").state("exited", "Exited (0) 1 minute ago");
    PlanData plan =
        ChangePlanner.plan(
            host, PlanHost.PROJECT, Optional.of(project(file(""))), StackChange.start());
    assertThat(body(plan, 0).text("Image")).isEqualTo("init");
    assertThat(runs(change(StackChange.start()))).isFalse();
  }

  // ---- what

  @Test
  void body_isThatOfDockerCompose() {
    String file =
        """
        services:
          web:
            image: x
            environment: {A: own, B: own, C: }
            user: someone
            working_dir: /own
            networks: {front: {aliases: [w], ipv4_address: 10.0.0.7}, back: }
            pre_start:
              - {command: "sh -c 'x y'", user: u, working_dir: /w, privileged: true, environment: {B: hook, D: s3cret, E: }}
              - {image: other}
        networks: {front: {ipam: {config: [{subnet: 10.0.0.0/24}]}}, back: }
        """;
    PlanData plan = host.plan(file);
    Data body = body(plan, 0);
    assertThat(body.texts("Cmd")).containsExactly("sh", "-c", "x y");
    assertThat(body.texts("Env")).containsExactly("A=own", "B=hook", "C", "D=s3cret", "E");
    assertThat(body.text("Image")).isEqualTo("x");
    assertThat(body.text("User")).isEqualTo("u");
    assertThat(body.text("WorkingDir")).isEqualTo("/w");
    assertThat(body.object("Labels").asMap())
        .isEqualTo(
            Map.of(
                "com.docker.compose.project", "shop",
                "com.docker.compose.service", "web",
                "com.docker.compose.version", "5.5.0",
                "com.docker.compose.hook", "pre_start"));
    assertThat(body.object("HostConfig").flag("Privileged")).isTrue();
    assertThat(body.object("HostConfig").text("NetworkMode")).isEqualTo("shop_back");
    Data endpoints = body.object("NetworkingConfig").object("EndpointsConfig");
    assertThat(endpoints.asMap()).containsOnlyKeys("shop_front", "shop_back");
    assertThat(endpoints.object("shop_front").texts("Aliases")).isEmpty();
    assertThat(endpoints.object("shop_front").object("IPAMConfig").text("IPv4Address"))
        .isEqualTo("10.0.0.7");
    Data plain = body(plan, 1);
    assertThat(plain.asMap()).doesNotContainKeys("Cmd", "User", "WorkingDir");
    assertThat(plain.text("Image")).isEqualTo("other");
    assertThat(PlanHost.step(plan, "create shop-web-1").secret().object("body").object("Labels"))
        .satisfies(labels -> assertThat(labels.text(Labels.VERSION)).isEqualTo("5.5.0"));
    assertThat(plan.toString()).doesNotContain("s3cret");
    assertThat(PlanHost.step(plan, HOOK).parameters().toJson()).doesNotContain("s3cret", "x y");
  }

  @Test
  void engineThatTakesOneNetworkAtCreation_getsTheOthersAfterIt() {
    host.api("1.41");
    PlanData plan =
        host.plan(
            "services: {web: {image: x, networks: [a, b], pre_start: [{}]}}\nnetworks: {a: , b: }");
    Data hook = hooks(plan).get(0);
    assertThat(hook.object("body").object("NetworkingConfig").object("EndpointsConfig").asMap())
        .containsOnlyKeys("shop_a");
    assertThat(hook.objects("connect"))
        .extracting(c -> c.text("network"))
        .containsExactly("shop_b");
  }

  @Test
  void images_arePulledAsThoseOfTheService_butNeverBuiltOnesAnew() {
    String file =
        "services: {web: {image: x, pull_policy: %s, pre_start: [{image: i}, {}, {image: i}]}}";
    assertThat(imageSteps(host.plan(file.formatted("never"))))
        .containsExactly("image i never", "image x never");
    assertThat(imageSteps(host.plan(file.formatted("missing"))))
        .containsExactly("image i missing", "image x missing");
    DeployOptions never = DeployOptions.defaults().pull(DeployOptions.Pull.NEVER);
    assertThat(imageSteps(host.plan(file.formatted("always"), never)))
        .containsExactly("image i never", "image x never");
    DeployOptions pulled = DeployOptions.defaults().afterPulls(true);
    assertThat(imageSteps(host.plan(file.formatted("always"), pulled)))
        .containsExactly("image i always", "image x missing");
  }

  private static List<String> imageSteps(PlanData plan) {
    return plan.steps().stream()
        .map(Step::id)
        .filter(id -> id.startsWith("image "))
        .sorted()
        .toList();
  }

  @Test
  void pull_pullsThoseOfHooksToo_eachOnce() {
    String file =
        """
        services:
          web: {image: x, pre_start: [{image: i}, {}, {image: b}]}
          own: {build: {context: /b}, image: b, pre_start: [{image: i}, {}]}
          quiet: {image: q, pull_policy: never, pre_start: [{image: j}]}
        """;
    PlanData plan = PullPlanner.plan(host, project(file), PullOptions.defaults());
    // What a service builds is pulled for that service, if it can be, and for no hook.
    assertThat(plan.steps())
        .extracting(Step::id)
        .containsExactlyInAnyOrder("image x", "image i", "image b", "see pulled");
  }

  @Test
  void timeout_isThatOfTheDeploy() {
    DeployOptions options = DeployOptions.defaults().healthTimeout(Duration.ofSeconds(7));
    Step step = PlanHost.step(host.plan(file(""), options), HOOK);
    assertThat(step.parameters().number("timeout", 0)).isEqualTo(7000);
    assertThat(step.parameters().text(Step.WHERE)).contains(":3:");
  }

  @Test
  void perReplica_isRefusedAtItsPlace() {
    assertThatThrownBy(
            () -> host.plan(file("").replace("[migrate]", "[migrate], per_replica: true")))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining(":6:51: a pre_start hook runs once for all replicas");
  }

  // ---- leftovers

  private PlanHost.Container left(String state) {
    PlanHost.Container left = host.container("amazing_hook", "web", 0).state(state, state);
    left.label(PreStart.LABEL, "pre_start");
    ((com.fasterxml.jackson.databind.node.ObjectNode) left.json().path("Labels"))
        .remove(Labels.CONFIG_HASH);
    return left;
  }

  @Test
  void leftover_countsAsNothing_andGoesWithTheNextDeploy() {
    host.deployed(file(""));
    left("exited");
    PlanData plan = host.plan(file(""));
    assertThat(PlanHost.changes(plan)).containsExactly("remove amazing_hook");
    assertThat(Statuses.of(host, PlanHost.PROJECT).services())
        .extracting(service -> service.replicas().size())
        .containsExactly(1, 1);
    plan = host.plan("services: {db: {image: db}}", DeployOptions.defaults().removeOrphans(true));
    assertThat(PlanHost.changes(plan)).contains("remove amazing_hook");
  }

  @Test
  void leftoverThatRuns_isLeftAloneByADeployThatRunsNoHook() {
    host.deployed(file(""));
    left("running");
    assertThat(PlanHost.changes(host.plan(file("")))).isEmpty();
  }

  @Test
  void leftover_goesWhenTheStackIsTakenDown_beforeItsNetworks() {
    host.deployed(file(""));
    String id = left("running").id();
    PlanData plan =
        DownPlanner.plan(host, PlanHost.PROJECT, Optional.empty(), DownOptions.defaults());
    assertThat(PlanHost.isBefore(plan, "remove " + id, "remove network net-default")).isTrue();
    assertThat(PlanHost.steps(plan)).doesNotContain("stop " + id);
  }
}
