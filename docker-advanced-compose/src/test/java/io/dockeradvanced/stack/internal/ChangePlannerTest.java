package io.dockeradvanced.stack.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.stack.StackChange;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What verbs plan, and in which order. */
class ChangePlannerTest {
  private final PlanHost host = new PlanHost();

  @AfterEach
  void close() {
    host.close();
  }

  /** web waits for a healthy db, and restarts with it; db for a completed migration. */
  private void shop() {
    add("db", 1).label(Labels.DEPENDS_ON, "migrate:service_completed_successfully:false");
    add("migrate", 1).state("exited", "Exited (0) 2 minutes ago");
    add("web", 1).label(Labels.DEPENDS_ON, "db:service_healthy:true");
    add("web", 2).label(Labels.DEPENDS_ON, "db:service_healthy:true");
    add("side", 1);
  }

  private PlanHost.Container add(String service, int number) {
    return host.container("shop-%s-%d".formatted(service, number), service, number);
  }

  private void allStopped() {
    for (String name : new String[] {"db-1", "web-1", "web-2", "side-1"}) {
      host.find("shop-" + name).state("exited", "Exited (137) 1 minute ago");
    }
  }

  private PlanData plan(StackChange change) {
    return ChangePlanner.plan(host, PlanHost.PROJECT, Optional.empty(), change);
  }

  @Test
  void stop_all_stopsDependentsFirst() {
    shop();
    PlanData plan = plan(StackChange.stop());
    assertThat(PlanHost.changes(plan))
        .containsExactlyInAnyOrder(
            "stop shop-db-1", "stop shop-web-1", "stop shop-web-2", "stop shop-side-1");
    assertThat(PlanHost.isBefore(plan, "stop shop-web-1", "stop shop-db-1")).isTrue();
    assertThat(PlanHost.isBefore(plan, "stop shop-web-2", "stop shop-db-1")).isTrue();
    assertThat(PlanHost.step(plan, "stop shop-side-1").after()).isEmpty();
  }

  @Test
  void stop_one_leavesTheOthersAlone() {
    shop();
    assertThat(PlanHost.changes(plan(StackChange.stop("db")))).containsExactly("stop shop-db-1");
  }

  @Test
  void stop_withGrace_saysHowLong() {
    shop();
    PlanData plan = plan(StackChange.stop("db").grace(Duration.ofSeconds(3)));
    assertThat(PlanHost.step(plan, "stop shop-db-1").parameters().number("stop", 0)).isEqualTo(3);
  }

  @Test
  void stop_ofWhatIsFrozen_isOneStep() {
    shop();
    host.find("shop-side-1").state("paused", "Up 2 minutes (Paused)");
    PlanData plan = plan(StackChange.stop("side"));
    assertThat(PlanHost.steps(plan)).containsExactly("stop shop-side-1");
  }

  @Test
  void stop_ofAStoppedStack_isEmpty() {
    shop();
    allStopped();
    assertThat(plan(StackChange.stop()).isEmpty()).isTrue();
  }

  @Test
  void start_one_bringsWhatItDependsOnAndWaitsForIt() {
    shop();
    allStopped();
    PlanData plan = plan(StackChange.start("web"));
    assertThat(PlanHost.changes(plan))
        .containsExactly("start shop-db-1", "start shop-web-1", "start shop-web-2");
    assertThat(PlanHost.isBefore(plan, "start shop-db-1", "see shop-db-1")).isTrue();
    assertThat(PlanHost.isBefore(plan, "see shop-db-1", "start shop-web-1")).isTrue();
  }

  @Test
  void start_migrationThatHasCompleted_isNotRunAgain() {
    shop();
    assertThat(plan(StackChange.start()).isEmpty()).isTrue();
  }

  @Test
  void start_migrationThatFailed_isRunAndAwaited() {
    shop();
    allStopped();
    host.find("shop-migrate-1").state("exited", "Exited (1) 2 minutes ago");
    PlanData plan = plan(StackChange.start("db"));
    assertThat(PlanHost.isBefore(plan, "start shop-migrate-1", "await shop-migrate-1")).isTrue();
    assertThat(PlanHost.isBefore(plan, "await shop-migrate-1", "start shop-db-1")).isTrue();
  }

  @Test
  void start_ofWhatIsFrozen_isRefused() {
    shop();
    host.find("shop-side-1").state("paused", "Up 2 minutes (Paused)");
    assertThatThrownBy(() -> plan(StackChange.start("side")))
        .isInstanceOf(DockerAdvancedException.class)
        .hasMessage("container shop-side-1 is paused; unpause it first");
  }

  @Test
  void restart_one_takesThoseAlongThatRestartWithIt() {
    shop();
    PlanData plan = plan(StackChange.restart("db"));
    assertThat(PlanHost.changes(plan))
        .containsExactly("restart shop-db-1", "restart shop-web-1", "restart shop-web-2");
    assertThat(PlanHost.isBefore(plan, "stop shop-web-1", "stop shop-db-1")).isTrue();
    assertThat(PlanHost.isBefore(plan, "stop shop-db-1", "start shop-db-1")).isTrue();
    assertThat(PlanHost.isBefore(plan, "see shop-db-1", "start shop-web-1")).isTrue();
  }

  @Test
  void restart_withoutDependents_isOfThisOneAlone() {
    shop();
    assertThat(PlanHost.changes(plan(StackChange.restart("db").withoutDependents())))
        .containsExactly("restart shop-db-1");
  }

  @Test
  void pauseAndUnpause_doWhatIsNotSoYet() {
    shop();
    host.find("shop-side-1").state("paused", "Up 2 minutes (Paused)");
    assertThat(PlanHost.changes(plan(StackChange.pause("side", "db"))))
        .containsExactly("pause shop-db-1");
    assertThat(PlanHost.changes(plan(StackChange.unpause())))
        .containsExactly("unpause shop-side-1");
  }

  @Test
  void kill_sendsTheSignalToWhatRuns() {
    shop();
    PlanData plan = plan(StackChange.kill("HUP"));
    assertThat(PlanHost.changes(plan)).hasSize(4).doesNotContain("kill shop-migrate-1");
    assertThat(PlanHost.step(plan, "kill shop-db-1").parameters().text("signal")).isEqualTo("HUP");
  }

  @Test
  void remove_takesWhatDoesNotRun() {
    shop();
    assertThat(PlanHost.changes(plan(StackChange.remove()))).contains("remove shop-migrate-1");
    assertThat(PlanHost.steps(plan(StackChange.remove()))).containsExactly("remove shop-migrate-1");
  }

  @Test
  void remove_stopFirst_takesAllAfterTheirStops() {
    shop();
    PlanData plan = plan(StackChange.remove("db", "web").stopFirst());
    assertThat(PlanHost.isBefore(plan, "stop shop-db-1", "remove shop-db-1")).isTrue();
    assertThat(PlanHost.isBefore(plan, "stop shop-web-2", "stop shop-db-1")).isTrue();
  }

  @Test
  void labels_thatFormACircle_areNoReasonToFail() {
    add("a", 1).label(Labels.DEPENDS_ON, "b:service_started:false");
    add("b", 1).label(Labels.DEPENDS_ON, "a:service_started:false");
    assertThat(PlanHost.changes(plan(StackChange.stop()))).hasSize(2);
    assertThat(PlanHost.changes(plan(StackChange.restart()))).hasSize(2);
  }

  @Test
  void service_thatTheStackDoesNotHave_isRefusedWithThoseItHas() {
    shop();
    assertThatThrownBy(() -> plan(StackChange.stop("wbe")))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("no container of such a service; it has those of db, migrate");
  }

  @Test
  void stack_thatIsNotThere_isRefused() {
    assertThatThrownBy(() -> plan(StackChange.stop()))
        .isInstanceOf(DockerAdvancedException.class)
        .hasMessageContaining("there is no stack shop");
  }

  @Test
  void change_badValues_areRefusedAtOnce() {
    assertThatThrownBy(() -> StackChange.kill("HUP; rm -rf /"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is no signal");
    assertThatThrownBy(() -> StackChange.stop().grace(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> StackChange.start().healthTimeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void restart_ofAll_leavesAOneShotThatIsDone() {
    shop();
    assertThat(PlanHost.changes(plan(StackChange.restart())))
        .doesNotContain("restart shop-migrate-1");
    assertThat(PlanHost.changes(plan(StackChange.restart("migrate"))))
        .contains("restart shop-migrate-1");
  }
}
