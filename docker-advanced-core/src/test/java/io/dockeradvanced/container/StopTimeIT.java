package io.dockeradvanced.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabEngine;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long a container has to end: what it was made with counts unless somebody says otherwise. */
@Lab
@Timeout(180)
class StopTimeIT {
  private static final int KILLED = 137;

  @Engine LabEngine engine;

  private DockerHost host;
  private Containers containers;
  private String name;

  @BeforeEach
  void start() {
    host = DockerHost.connect(engine.uri());
    containers = Containers.on(host);
    name = engine.uniqueName("stops");
  }

  @AfterEach
  void end() {
    containers.remove(name, RemoveOptions.defaults().force(true).volumes(true));
    host.close();
  }

  private void runs(int stopTimeout, String onTerm) {
    engine
        .docker()
        .createContainerCmd("docker-advanced-lab/busybox:1")
        .withName(name)
        .withStopTimeout(stopTimeout)
        .withCmd(
            "sh", "-c", "trap '%s' TERM; touch /up; while :; do sleep 0.1; done".formatted(onTerm))
        .exec();
    containers.start(name);
    trapIsSet();
  }

  private void trapIsSet() {
    Exec look = Exec.command("sh", "-c", "until test -e /up; do sleep 0.1; done");
    assertThat(containers.exec(name, look).exitCode()).isZero();
  }

  private int exitCode() {
    return containers.awaitExit(name, Duration.ofSeconds(30));
  }

  /** Longer than the 10 seconds of an engine. */
  @Test
  void ownTime_thatIsLong_isWaitedFor() {
    runs(40, "sleep 12; touch /ended; exit 7");
    assertThat(containers.stop(name)).isTrue();
    assertThat(exitCode()).isEqualTo(7);
    assertThat(containers.stop(name)).as("it does not run").isFalse();
  }

  @Test
  void ownTime_thatIsLong_isWaitedForByARestart() {
    runs(40, "sleep 12; touch /ended; exit 7");
    containers.restart(name);
    assertThat(containers.exec(name, Exec.command("test", "-e", "/ended")).exitCode()).isZero();
    containers.kill(name, "KILL");
  }

  @Test
  void ownTime_thatIsShort_endsInAKill() {
    runs(1, "");
    long begin = System.nanoTime();
    containers.stop(name);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
    assertThat(exitCode()).isEqualTo(KILLED);
  }

  @Test
  void givenTime_winsOverTheOwnOne() {
    runs(40, "sleep 20; exit 7");
    containers.stop(name, Duration.ofSeconds(1));
    assertThat(exitCode()).isEqualTo(KILLED);
  }

  @Test
  void container_thatIsNotThere_isAnError() {
    assertThatThrownBy(() -> containers.stop(name)).isInstanceOf(EngineRejected.class);
    assertThatThrownBy(() -> containers.stop(name, Duration.ZERO))
        .isInstanceOf(EngineRejected.class)
        .hasMessageContaining(name);
    assertThatThrownBy(() -> containers.restart(name)).isInstanceOf(EngineRejected.class);
  }
}
