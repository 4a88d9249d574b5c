package io.dockeradvanced.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import com.github.dockerjava.api.exception.NotFoundException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** A test that leaves something behind fails, and what it left is removed. */
class LeakCheckIT {
  static String left;

  @Lab
  static class LeavesAContainer {
    @Test
    void leave(LabEngine engine) {
      left = engine.uniqueName("leak");
      engine.docker().createContainerCmd(LabImages.TINY).withName(left).exec();
    }
  }

  @Lab
  static class LeavesANetwork {
    @Test
    void leave(LabEngine engine) {
      left = engine.uniqueName("leak");
      engine.docker().createNetworkCmd().withName(left).exec();
    }
  }

  @Lab
  static class LeavesAVolume {
    @Test
    void leave(LabEngine engine) {
      left = engine.uniqueName("leak");
      engine.docker().createVolumeCmd().withName(left).exec();
    }
  }

  @Lab
  @Execution(ExecutionMode.CONCURRENT)
  static class LeavesAContainerInParallel {
    @Test
    void leave(LabEngine engine) {
      left = engine.uniqueName("leak") + "_made-of-it";
      engine.docker().createContainerCmd(LabImages.TINY).withName(left).exec();
    }
  }

  @Lab
  static class LeavesAVolumeForItsClass {
    @Engine static LabEngine engine;

    @BeforeAll
    static void leave() {
      left = engine.uniqueName("leak");
      engine.docker().createVolumeCmd().withName(left).exec();
    }

    @Test
    void passes() {}
  }

  private static Events run(Class<?> tests) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(tests))
        .execute()
        .allEvents();
  }

  private static void assertFails(Class<?> tests, String kind) {
    Events events = run(tests);
    events
        .assertThatEvents()
        .haveExactly(
            1,
            event(
                test(),
                finishedWithFailure(
                    message(
                        m ->
                            m.equals(
                                tests.getSimpleName()
                                    + ".leave left behind: "
                                    + kind
                                    + " "
                                    + left)))));
  }

  @Test
  void container_leftByATest_failsItAndIsRemoved() {
    assertFails(LeavesAContainer.class, "container");
    Assertions.assertThatThrownBy(() -> LabEngine.get().docker().inspectContainerCmd(left).exec())
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void network_leftByATest_failsItAndIsRemoved() {
    assertFails(LeavesANetwork.class, "network");
    assertThat(LabEngine.get().docker().listNetworksCmd().withNameFilter(left).exec()).isEmpty();
  }

  @Test
  void volume_leftByATest_failsItAndIsRemoved() {
    assertFails(LeavesAVolume.class, "volume");
    Assertions.assertThatThrownBy(() -> LabEngine.get().docker().inspectVolumeCmd(left).exec())
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void container_leftByAConcurrentTest_failsIt() {
    assertFails(LeavesAContainerInParallel.class, "container");
  }

  @Test
  void volume_leftByAClass_failsTheClass() {
    Events events = run(LeavesAVolumeForItsClass.class);
    assertThat(events.finished().failed().stream().map(e -> e.getTestDescriptor().getDisplayName()))
        .containsExactly("LeakCheckIT$LeavesAVolumeForItsClass");
    Assertions.assertThatThrownBy(() -> LabEngine.get().docker().inspectVolumeCmd(left).exec())
        .isInstanceOf(NotFoundException.class);
  }
}
