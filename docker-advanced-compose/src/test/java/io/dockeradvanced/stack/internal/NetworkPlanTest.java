package io.dockeradvanced.stack.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.internal.json.Json;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.stack.DeployOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A network whose configuration changed is made anew. */
class NetworkPlanTest {
  private static final String FILE =
      """
      services:
        web: {image: x, environment: {V: "%1$s"}, networks: [back], scale: 2}
        kept: {image: x, networks: {back: {aliases: [store]}}}
        side: {image: x, network_mode: "service:kept"}
        away: {image: x, networks: [front]}
      networks:
        front:
        back: {labels: {v: "%2$s"}}
      """;

  private final PlanHost host = new PlanHost();

  @BeforeEach
  void deployed() {
    host.deployed(FILE.formatted(1, 1));
    host.inspect("/networks/net-back")
        .put("Name", "shop_back")
        .put("Driver", "bridge")
        .putObject("Labels")
        .put("v", "1");
    host.inspect("/networks/net-back")
        .putObject("IPAM")
        .put("Driver", "default")
        .putArray("Config")
        .addObject()
        .put("Subnet", "10.1.0.0/16");
  }

  @AfterEach
  void close() {
    host.close();
  }

  @Test
  void network_thatChanged_isReplacedWhileWhoIsInItIsAway() {
    PlanData plan = host.plan(FILE.formatted(1, 2));
    assertThat(PlanHost.changes(plan))
        .containsExactlyInAnyOrder(
            "recreate shop_back",
            "restart shop-web-1",
            "restart shop-web-2",
            "restart shop-kept-1",
            "restart shop-side-1");
    for (String name : new String[] {"shop-web-1", "shop-kept-1"}) {
      assertThat(PlanHost.isBefore(plan, "stop " + name, "detach " + name + " from shop_back"))
          .isTrue();
      assertThat(
              PlanHost.isBefore(
                  plan, "detach " + name + " from shop_back", "remove old network shop_back"))
          .isTrue();
      assertThat(
              PlanHost.isBefore(
                  plan, "create network shop_back", "attach " + name + " to shop_back"))
          .isTrue();
      assertThat(PlanHost.isBefore(plan, "attach " + name + " to shop_back", "start " + name))
          .isTrue();
    }
    assertThat(PlanHost.isBefore(plan, "remove old network shop_back", "create network shop_back"))
        .isTrue();
    // It has no network of its own, and cannot start before the one whose it uses.
    assertThat(PlanHost.isBefore(plan, "stop shop-side-1", "stop shop-kept-1")).isTrue();
    assertThat(PlanHost.isBefore(plan, "start shop-kept-1", "start shop-side-1")).isTrue();
    Data endpoint =
        PlanHost.step(plan, "attach shop-kept-1 to shop_back").secret().object("endpoint");
    assertThat(endpoint.texts("Aliases")).containsExactly("shop-kept-1", "kept", "store");
    Data old = PlanHost.step(plan, "remove old network shop_back").secret().object("body");
    assertThat(old.object("Labels").text("v")).isEqualTo("1");
    assertThat(old.object("IPAM").objects("Config").get(0).text("Subnet")).isEqualTo("10.1.0.0/16");
  }

  @Test
  void container_thatChangedToo_isMadeWhenTheNewNetworkIsThere() {
    PlanData plan = host.plan(FILE.formatted(2, 2));
    assertThat(PlanHost.changes(plan)).contains("recreate shop-web-1", "recreate shop-web-2");
    assertThat(PlanHost.isBefore(plan, "stop old shop-web-1", "create network shop_back")).isTrue();
    assertThat(PlanHost.isBefore(plan, "stop old shop-web-2", "create network shop_back")).isTrue();
    assertThat(PlanHost.isBefore(plan, "create network shop_back", "create shop-web-1")).isTrue();
    assertThat(PlanHost.steps(plan)).doesNotContain("attach shop-web-1 to shop_back");
  }

  @Test
  void container_thatDoesNotRun_isOnlyMoved() {
    host.find("shop-kept-1").state("exited", "Exited (0) 2 minutes ago");
    PlanData plan =
        host.plan(FILE.formatted(1, 2), DeployOptions.defaults().start(false).services("kept"));
    assertThat(PlanHost.changes(plan))
        .containsExactlyInAnyOrder(
            "recreate shop_back",
            "reconnect shop-kept-1",
            "restart shop-web-1",
            "restart shop-web-2");
  }

  @Test
  void container_thatGoes_leavesTheNetworkBefore() {
    PlanData plan = host.plan(FILE.formatted(1, 2), DeployOptions.defaults().scale("web", 1));
    assertThat(PlanHost.changes(plan)).contains("remove shop-web-2");
    assertThat(
            PlanHost.isBefore(
                plan, "detach shop-web-2 from shop_back", "remove old network shop_back"))
        .isTrue();
  }

  @Test
  void network_withATaskThatRuns_isRefused() {
    host.container("shop-web-run-1", "web", 0).label(Labels.ONEOFF, "True").joins("back");
    assertThat(
            catchThrowableOfType(InvalidSpec.class, () -> host.plan(FILE.formatted(1, 2)))
                .getMessage())
        .isEqualTo(
            "<text>:8:3: network shop_back has to be made anew, but container shop-web-run-1, a"
                + " task that runs, is in it; wait until it has ended");
  }

  @Test
  void container_withAMacAddress_isMadeAnew() {
    String file = FILE.replace("{aliases: [store]}", "{mac_address: '02:42:ac:11:00:02'}");
    try (PlanHost other = new PlanHost().deployed(file.formatted(1, 1))) {
      other.inspect("/networks/net-back").put("Name", "shop_back");
      PlanData plan = other.plan(file.formatted(1, 2));
      assertThat(PlanHost.changes(plan)).contains("recreate shop-kept-1", "recreate shop-side-1");
      assertThat(PlanHost.step(plan, "detach shop-kept-1 from shop_back").parameters().text("mac"))
          .isEqualTo("02:42:ac:11:00:02");
      PlanData never =
          other.plan(
              file.formatted(1, 2),
              DeployOptions.defaults().recreate(DeployOptions.Recreate.NEVER));
      assertThat(never.warnings())
          .contains(
              "shop-kept-1 loses its MAC address 02:42:ac:11:00:02 in network shop_back; let the"
                  + " deploy make it anew");
    }
  }

  @Test
  void endpoint_asItWas_isWithoutWhatTheEngineAdds() {
    var container = Json.object().put("Id", "0123456789abcdef");
    var attached = container.putObject("NetworkSettings").putObject("Networks").putObject("n");
    attached.put("NetworkID", "old").put("IPAddress", "10.1.0.7").put("MacAddress", "02:42:00");
    attached.putArray("Aliases").add("web").add("0123456789ab");
    attached.putObject("IPAMConfig").put("IPv4Address", "10.1.0.7");
    attached.putNull("Links");
    Data endpoint = OldNetworks.endpoint(container, "n");
    assertThat(endpoint)
        .isEqualTo(
            Data.of("IPAMConfig", Data.of("IPv4Address", "10.1.0.7"))
                .with("Aliases", java.util.List.of("web")));
  }

  /** A pull that takes long, or fails, must not find anybody stopped. */
  @Test
  void image_thatIsNew_isThereBeforeAnybodyStops() {
    PlanData plan = host.plan(FILE.formatted(1, 2).replace("web: {image: x", "web: {image: y"));
    assertThat(PlanHost.isBefore(plan, "image y missing", "stop old shop-web-1")).isTrue();
    assertThat(PlanHost.isBefore(plan, "image y missing", "stop shop-kept-1")).isTrue();
  }

  // ---- one that another stack made

  private static final String SHARED =
      """
      services: {web: {image: x, networks: [proxy]}}
      networks: {proxy: {name: proxy, labels: {v: "1"}}}
      """;

  @Test
  void network_thatAnotherStackMadeInTheSameWay_isUsedWithAWarning() {
    String hash = host.desired(SHARED).networks().get("proxy").hash();
    host.otherNetwork("proxy")
        .put(Labels.PROJECT, "front")
        .put(Labels.NETWORK, "proxy")
        .put(Labels.CONFIG_HASH, hash);
    PlanData plan = host.plan(SHARED);
    assertThat(PlanHost.changes(plan))
        .contains("recreate shop-web-1")
        .doesNotContain("create proxy");
    assertThat(plan.warnings())
        .anyMatch(w -> w.startsWith("network proxy was made by stack front"));
  }

  @Test
  void network_thatAnotherStackMadeOtherwise_isRefused() {
    host.otherNetwork("proxy")
        .put(Labels.PROJECT, "front")
        .put(Labels.NETWORK, "proxy")
        .put(Labels.CONFIG_HASH, "0".repeat(64));
    assertThat(catchThrowableOfType(InvalidSpec.class, () -> host.plan(SHARED)))
        .hasMessageContaining("network proxy was made by stack front");
  }

  @Test
  void network_thatNoStackMade_isRefused() {
    host.otherNetwork("proxy");
    assertThat(catchThrowableOfType(InvalidSpec.class, () -> host.plan(SHARED)))
        .hasMessageContaining("does not belong to stack shop");
  }
}
