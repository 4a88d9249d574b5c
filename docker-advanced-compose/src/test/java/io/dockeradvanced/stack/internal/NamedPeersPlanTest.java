package io.dockeradvanced.stack.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.stack.DeployOptions;
import io.dockeradvanced.stack.StackChange;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Services that refer to containers of the same file by the names the file gives them. */
class NamedPeersPlanTest {
  private static final String FILE =
      """
      services:
        app: {image: x, network_mode: "container:my-vpn", pid: "container:my-vpn"}
        user: {image: x, volumes_from: ["container:my-data:ro"], external_links: ["my-vpn:v"]}
        vpn: {image: x, container_name: my-vpn, environment: {V: "%s"}}
        data: {image: x, container_name: my-data}
      """;

  private final PlanHost host = new PlanHost();

  @AfterEach
  void close() {
    host.close();
  }

  @Test
  void container_thatTheSameDeployMakes_comesFirst() {
    PlanData plan = host.plan(FILE.formatted(1));
    Step app = PlanHost.step(plan, "create shop-app-1");
    assertThat(app.parameters().objects("peers")).containsExactly(Data.of("from", "create my-vpn"));
    assertThat(app.parameters().objects("uses"))
        .extracting(use -> use.text("field") + "=" + use.text("before"))
        .containsExactly("NetworkMode=container:", "PidMode=container:");
    assertThat(PlanHost.isBefore(plan, "start my-vpn", "start shop-app-1")).isTrue();
    Step user = PlanHost.step(plan, "create shop-user-1");
    assertThat(user.after()).contains("create my-data");
    assertThat(user.parameters().objects("uses").get(0).text("after")).isEqualTo(":ro");
    assertThat(plan.warnings()).isEmpty();
  }

  @Test
  void labels_areThoseOfTheFile() {
    Step app = PlanHost.step(host.plan(FILE.formatted(1)), "create shop-app-1");
    assertThat(app.secret().object("body").object("Labels").text(Labels.DEPENDS_ON)).isEmpty();
  }

  @Test
  void deployed_hasNothingToDo_andASuccessorTakesThemAlong() {
    host.deployed(FILE.formatted(1));
    assertThat(host.plan(FILE.formatted(1)).isEmpty()).isTrue();
    assertThat(PlanHost.changes(host.plan(FILE.formatted(2))))
        .containsExactlyInAnyOrder("recreate my-vpn", "recreate shop-app-1");
  }

  @Test
  void chosenAlone_bringsNobodyOfWhomTheFileSaysNothing() {
    DeployOptions app = DeployOptions.defaults().services("app");
    assertThat(refusal(FILE.formatted(1), app))
        .contains("there is no container 'my-vpn' on the engine");
    host.inspect("/containers/my-vpn/json");
    assertThat(PlanHost.changes(host.plan(FILE.formatted(1), app)))
        .containsExactly("create shop-app-1");
  }

  @Test
  void circles_andOneself_areRefused() {
    String circle =
        """
        services:
          a: {image: x, container_name: ca, volumes_from: ["container:cb"]}
          b: {image: x, container_name: cb, ipc: "container:cc"}
          c: {image: x, container_name: cc, depends_on: [a]}
        """;
    assertThat(refusal(circle, DeployOptions.defaults())).contains("a -> b -> c -> a");
    String own = "services: {a: {image: x, container_name: ca, network_mode: 'container:ca'}}";
    assertThat(refusal(own, DeployOptions.defaults()))
        .isEqualTo("<text>:1:46: container 'ca' is its own; name another one");
  }

  /** It is an alias, which nobody has to answer to. */
  @Test
  void externalLinks_inANetwork_makeNobodyWait() {
    String file =
        """
        services:
          a: {image: x, container_name: ca, depends_on: [b]}
          b: {image: x, container_name: cb, external_links: [ca]}
        """;
    PlanData plan = host.plan(file);
    assertThat(PlanHost.isBefore(plan, "start cb", "start ca")).isTrue();
    assertThat(plan.warnings()).isEmpty();
  }

  /** By the network that the engine says it is in: no label has it. */
  @Test
  void restart_takesAlongWhoIsInItsNetwork_andStartComesAfter() {
    host.deployed(FILE.formatted(1));
    host.find("shop-app-1")
        .json()
        .putObject("HostConfig")
        .put("NetworkMode", "container:" + host.id("my-vpn"));
    PlanData restart =
        ChangePlanner.plan(host, PlanHost.PROJECT, Optional.empty(), StackChange.restart("vpn"));
    assertThat(PlanHost.changes(restart))
        .containsExactlyInAnyOrder("restart my-vpn", "restart shop-app-1");
    List.of("my-vpn", "shop-app-1")
        .forEach(name -> host.find(name).state("exited", "Exited (0) 2 minutes ago"));
    PlanData start =
        ChangePlanner.plan(host, PlanHost.PROJECT, Optional.empty(), StackChange.start("app"));
    assertThat(PlanHost.changes(start))
        .containsExactlyInAnyOrder("start my-vpn", "start shop-app-1");
  }

  private String refusal(String file, DeployOptions options) {
    return catchThrowableOfType(InvalidSpec.class, () -> host.plan(file, options)).getMessage();
  }
}
