package io.dockeradvanced.stack.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.container.internal.StopContainer;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.stack.DeployOptions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Containers that a deploy is not of, when a network they are in is made anew. */
class TakenAlongPlanTest {
  private static final String FILE =
      """
      services:
        web: {image: x, networks: [back]}
        db: {image: x, networks: [back], healthcheck: {test: "true"}}
        job: {image: x, networks: [back], depends_on: {db: {condition: service_healthy}}}
        app:
          image: x
          networks: [back]
          depends_on: {db: {condition: service_healthy}, web: {condition: service_started}}
        side: {image: x, network_mode: "service:db", depends_on: [db]}
        third: {image: x, pid: "service:side", networks: [front]}
        far: {image: x, networks: [front], depends_on: [db]}
      networks:
        front:
        back: {labels: {v: "%s"}}
      """;

  private static final DeployOptions WEB = DeployOptions.defaults().services("web");

  private final PlanHost host = new PlanHost();

  @BeforeEach
  void deployed() {
    host.deployed(FILE.formatted(1));
    host.inspect("/networks/net-back").put("Name", "shop_back");
    shares("shop-side-1", "NetworkMode", "shop-db-1");
    shares("shop-third-1", "PidMode", "shop-side-1");
  }

  private void shares(String name, String mode, String owner) {
    host.inspect("/containers/%s/json".formatted(host.id(name)))
        .putObject("HostConfig")
        .put(mode, "container:" + host.id(owner));
  }

  @AfterEach
  void close() {
    host.close();
  }

  private PlanData plan() {
    return host.plan(FILE.formatted(2), WEB);
  }

  private static void inOrder(PlanData plan, String... steps) {
    for (int i = 1; i < steps.length; i++) {
      assertThat(PlanHost.isBefore(plan, steps[i - 1], steps[i]))
          .as("%s before %s", steps[i - 1], steps[i])
          .isTrue();
    }
  }

  @Test
  void timeToStop_isThatOfTheOptions_alsoForThem() {
    assertThat(stop(plan(), "stop shop-db-1")).isEqualTo(StopContainer.OWN_GRACE);
    PlanData given = host.plan(FILE.formatted(2), WEB.stopTimeout(Duration.ofSeconds(3)));
    assertThat(stop(given, "stop shop-db-1")).isEqualTo(3);
    assertThat(stop(given, "stop shop-web-1")).isEqualTo(3);
  }

  private static long stop(PlanData plan, String step) {
    return PlanHost.step(plan, step).parameters().number("stop", 99);
  }

  @Test
  void dependents_stopFirstAndStartWhenWhatTheyWaitForIsThere() {
    PlanData plan = plan();
    inOrder(plan, "stop shop-app-1", "stop shop-db-1", "detach shop-db-1 from shop_back");
    inOrder(plan, "stop shop-app-1", "stop shop-web-1");
    inOrder(plan, "stop shop-job-1", "stop shop-db-1");
    inOrder(
        plan,
        "attach shop-db-1 to shop_back",
        "start shop-db-1",
        "see shop-db-1",
        "start shop-app-1");
    inOrder(plan, "start shop-web-1", "start shop-app-1", "see shop-app-1");
    inOrder(plan, "see shop-db-1", "start shop-job-1");
    assertThat(PlanHost.step(plan, "see shop-db-1").parameters().text("condition"))
        .isEqualTo("HEALTHY");
    assertThat(PlanHost.steps(plan)).doesNotContain("stop shop-far-1");
  }

  @Test
  void sharers_ofNamespaces_restartAfterTheirOwner() {
    PlanData plan = plan();
    assertThat(PlanHost.changes(plan)).contains("restart shop-side-1", "restart shop-third-1");
    inOrder(plan, "stop shop-third-1", "stop shop-side-1", "stop shop-db-1");
    inOrder(plan, "start shop-db-1", "start shop-side-1", "start shop-third-1");
    assertThat(plan.warnings()).noneMatch(warning -> warning.contains("left alone"));
  }

  @Test
  void deployedService_startsAfterADependencyThatIsTakenAlong() {
    PlanData plan =
        host.plan(
            FILE.formatted(2), DeployOptions.defaults().services("app").withoutDependencies(true));
    inOrder(plan, "stop shop-app-1", "stop shop-db-1");
    inOrder(plan, "start shop-db-1", "see shop-db-1", "start shop-app-1");
    inOrder(plan, "start shop-web-1", "start shop-app-1");
  }

  @Test
  void orphans_goByTheirLabels() {
    String old = "shop-old-1";
    host.container("shop-queue-1", "queue", 1).joins("back");
    host.container(old, "old", 1)
        .joins("back")
        .label(Labels.DEPENDS_ON, "queue:service_healthy:false,db:service_healthy:false");
    PlanData plan = plan();
    inOrder(plan, "stop " + old, "stop shop-queue-1");
    inOrder(plan, "start shop-queue-1", "see shop-queue-1", "start " + old);
    inOrder(plan, "see shop-db-1", "start " + old);
    assertThat(PlanHost.step(plan, "see shop-queue-1").parameters().text("condition"))
        .isEqualTo("HEALTHY");
  }

  @Test
  void labels_inACircle_areNoObstacle() {
    host.container("shop-a-1", "a", 1)
        .joins("back")
        .label(Labels.DEPENDS_ON, "b:service_started:false");
    host.container("shop-b-1", "b", 1)
        .joins("back")
        .label(Labels.DEPENDS_ON, "a:service_started:false");
    assertThat(PlanHost.steps(plan())).contains("start shop-a-1", "start shop-b-1");
  }

  @Test
  void container_thatWasNotWell_isSeenOnlyForThoseThatWait() {
    host.find("shop-job-1").state("restarting", "Restarting (1) 3 seconds ago");
    host.find("shop-db-1").state("running", "Up 2 minutes (unhealthy)");
    PlanData plan = plan();
    assertThat(plan.steps()).noneMatch(step -> step.id().equals("see shop-job-1"));
    inOrder(plan, "see shop-db-1", "start shop-job-1");
  }

  @Test
  void task_thatUsesTheNetworkOfOneThatStops_isRefused() {
    host.container("shop-web-run-1", "web", 0).label(Labels.ONEOFF, "True");
    shares("shop-web-run-1", "NetworkMode", "shop-db-1");
    assertThat(catchThrowableOfType(InvalidSpec.class, this::plan))
        .hasMessage(
            "<text>:14:3: network shop_back has to be made anew, but container shop-web-run-1, a"
                + " task that runs, uses what shop-db-1 has while it runs; wait until it has ended");
  }

  @Test
  void containerOfOthers_inTheNetworkOfOneThatStops_isWarnedOf() {
    host.container("other", "x", 1)
        .label(Labels.PROJECT, "else")
        .json()
        .putObject("HostConfig")
        .put("NetworkMode", "container:" + host.id("shop-db-1"));
    assertThat(plan().warnings())
        .contains(
            "container other of stack else uses the network of shop-db-1, which restarts; restart"
                + " it after that");
  }
}
