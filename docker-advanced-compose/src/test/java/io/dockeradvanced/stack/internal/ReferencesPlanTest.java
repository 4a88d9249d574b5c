package io.dockeradvanced.stack.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.stack.DeployOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Services that refer to containers of others. */
class ReferencesPlanTest {
  private static final String FILE =
      """
      services:
        base: {image: x, environment: {V: "%s"}, ipc: shareable}
        side: {image: x, network_mode: "service:base", ipc: "service:base", pid: "service:base"}
        data: {image: x, environment: {V: "%s"}}
        user: {image: x, volumes_from: ["data:ro"]}
        link: {image: x, links: ["base:store"], external_links: ["other:o"], scale: 2}
      """;

  private final PlanHost host = new PlanHost();

  @AfterEach
  void close() {
    host.close();
  }

  private PlanHost hostWithOther() {
    host.inspect("/containers/other/json");
    return host;
  }

  @Test
  void reference_toWhatIsMade_isTakenFromItsStep() {
    PlanData plan = hostWithOther().plan(FILE.formatted(1, 1));
    Step side = PlanHost.step(plan, "create shop-side-1");
    assertThat(side.after()).contains("create shop-base-1");
    assertThat(side.parameters().objects("peers"))
        .containsExactly(Data.of("from", "create shop-base-1"));
    assertThat(side.parameters().objects("uses"))
        .extracting(use -> use.text("field") + "=" + use.text("before"))
        .containsExactly("NetworkMode=container:", "IpcMode=container:", "PidMode=container:");
    assertThat(PlanHost.isBefore(plan, "start shop-base-1", "start shop-side-1")).isTrue();
    assertThat(side.secret().objects("hash")).hasSize(7);
    Step user = PlanHost.step(plan, "create shop-user-1");
    assertThat(user.parameters().objects("uses").get(0).text("after")).isEqualTo(":ro");
    assertThat(user.secret().object("body").object("HostConfig").texts("VolumesFrom"))
        .containsExactly("data:ro");
  }

  @Test
  void links_haveTheAliasesOfCompose() {
    PlanData plan = hostWithOther().plan(FILE.formatted(1, 1));
    Data body = PlanHost.step(plan, "create shop-link-2").secret().object("body");
    Data endpoint =
        body.object("NetworkingConfig").object("EndpointsConfig").object("shop_default");
    assertThat(endpoint.texts("Links"))
        .containsExactly(
            "shop-base-1:store", "shop-base-1:base-2", "shop-base-1:shop-base-2", "other:o");
  }

  @Test
  void stack_thatIsDeployed_hasNothingToDo() {
    assertThat(hostWithOther().deployed(FILE.formatted(1, 1)).plan(FILE.formatted(1, 1)).isEmpty())
        .isTrue();
  }

  @Test
  void service_madeAnew_takesAlongWhoUsesItsNamespacesOrVolumes() {
    PlanData plan = hostWithOther().deployed(FILE.formatted(1, 1)).plan(FILE.formatted(2, 2));
    assertThat(PlanHost.changes(plan))
        .containsExactlyInAnyOrder(
            "recreate shop-base-1",
            "recreate shop-side-1",
            "recreate shop-data-1",
            "recreate shop-user-1",
            "restart shop-link-1",
            "restart shop-link-2");
    // Whoever shares a namespace stops first and starts last, so that an undo can start it again.
    assertThat(PlanHost.isBefore(plan, "stop old shop-side-1", "stop old shop-base-1")).isTrue();
    assertThat(PlanHost.isBefore(plan, "start shop-base-1", "start shop-side-1")).isTrue();
  }

  @Test
  void service_thatStartsAgain_restartsWhoUsesItsNamespaces() {
    hostWithOther().deployed(FILE.formatted(1, 1));
    host.find("shop-base-1").state("exited", "Exited (0) 2 minutes ago");
    host.find("shop-data-1").state("exited", "Exited (0) 2 minutes ago");
    PlanData plan = host.plan(FILE.formatted(1, 1));
    assertThat(PlanHost.changes(plan))
        .containsExactlyInAnyOrder("start shop-base-1", "restart shop-side-1", "start shop-data-1");
    assertThat(PlanHost.isBefore(plan, "start shop-base-1", "start shop-side-1")).isTrue();
  }

  @Test
  void service_leftAlone_isSpokenOfWhenItsNamespacesGo() {
    hostWithOther().deployed(FILE.formatted(1, 1));
    PlanData plan = host.plan(FILE.formatted(2, 1), DeployOptions.defaults().services("base"));
    assertThat(PlanHost.changes(plan)).containsExactly("recreate shop-base-1");
    assertThat(plan.warnings())
        .contains(
            "service side uses what base has while it runs, and is left alone; deploy it, too");
  }

  @Test
  void reference_toAServiceThatIsLeftAlone_isToItsContainer() {
    hostWithOther().deployed(FILE.formatted(1, 1));
    DeployOptions alone =
        DeployOptions.defaults()
            .services("side")
            .withoutDependencies(true)
            .recreate(DeployOptions.Recreate.ALWAYS);
    Step side = PlanHost.step(host.plan(FILE.formatted(1, 1), alone), "create shop-side-1");
    assertThat(side.parameters().objects("peers"))
        .containsExactly(Data.of("id", host.id("shop-base-1")));
  }

  @Test
  void reference_toNothing_isRefusedByItsPlace() {
    String file = "services:\n  a: {image: x, scale: 0}\n  b: {image: x, %s}\n";
    assertThat(refusal(file.formatted("network_mode: 'service:a'")))
        .isEqualTo(
            "<text>:3:17: service a has no container whose network could be used; let it have one");
    assertThat(refusal(file.formatted("volumes_from: [a]")))
        .isEqualTo(
            "<text>:3:32: service a has no container whose volumes could be used; let it have one");
    assertThat(
            refusal(
                "services:\n  a: {image: x, ipc: private}\n  b: {image: x, ipc: 'service:a'}\n"))
        .isEqualTo(
            "<text>:3:17: service a keeps its IPC namespace to itself; say ipc: shareable there");
  }

  private String refusal(String file) {
    return catchThrowableOfType(InvalidSpec.class, () -> host.plan(file)).getMessage();
  }
}
