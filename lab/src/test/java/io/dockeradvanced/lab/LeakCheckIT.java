package io.dockeradvanced.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.testkit.engine.EventConditions.event;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.EventConditions.test;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import com.github.dockerjava.api.exception.NotFoundException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
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

  @Lab
  static class LeavesAnImage {
    @Test
    void leave(LabEngine engine) {
      left = engine.uniqueName("leak") + ":1";
      engine.docker().tagImageCmd(LabImages.TINY, left.substring(0, left.length() - 2), "1").exec();
    }
  }

  @Lab
  static class LosesAnImage {
    @Test
    void lose(LabEngine engine) {
      engine.docker().removeImageCmd(LabImages.WEB2).exec();
    }
  }

  @Lab
  static class LeavesAnImageWithoutAName {
    @Test
    void leave(LabEngine engine) {
      left = committed(engine, Map.of());
    }
  }

  @Lab
  @Execution(ExecutionMode.CONCURRENT)
  static class LeavesAnImageWithALabelInParallel {
    @Test
    void leave(LabEngine engine) {
      left = committed(engine, Map.of("docker-advanced-test", engine.uniqueName("leak")));
    }
  }

  /** An image without a name; answers what it is called where it is listed. */
  private static String committed(LabEngine engine, Map<String, String> labels) {
    String container = engine.docker().createContainerCmd(LabImages.TINY).exec().getId();
    try {
      String id = engine.docker().commitCmd(container).withLabels(labels).exec();
      return "<none>"
          + new TreeMap<>(engine.docker().inspectImageCmd(id).exec().getConfig().getLabels());
    } finally {
      engine.docker().removeContainerCmd(container).exec();
    }
  }

  private static Events run(Class<?> tests) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(tests))
        .execute()
        .allEvents();
  }

  private static void assertFails(Class<?> tests, String kind) {
    // What is left has its name when the test has run.
    assertOneFails(
        tests,
        m -> m.equals("%s.leave left behind: %s %s".formatted(tests.getSimpleName(), kind, left)));
  }

  private static void assertOneFails(Class<?> tests, Predicate<String> words) {
    run(tests)
        .assertThatEvents()
        .haveExactly(1, event(test(), finishedWithFailure(message(words))));
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
  void image_leftByATest_failsItAndIsRemoved() {
    assertFails(LeavesAnImage.class, "image");
    Assertions.assertThatThrownBy(() -> LabEngine.get().docker().inspectImageCmd(left).exec())
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void imageWithoutAName_leftByATest_failsItAndIsRemoved() {
    assertFails(LeavesAnImageWithoutAName.class, "image");
    assertFails(LeavesAnImageWithALabelInParallel.class, "image");
    assertThat(
            LabEngine.get().docker().listImagesCmd().withLabelFilter("docker-advanced-test").exec())
        .isEmpty();
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

  @Test
  void imageOfTheLab_removedByATest_failsItAndIsBroughtBack() {
    assertOneFails(
        LosesAnImage.class,
        m ->
            m.contains("LosesAnImage.lose: images of the lab are gone")
                && m.contains("[" + LabImages.WEB2 + "]")
                && m.contains(" untag "));
    assertThat(LabEngine.get().docker().inspectImageCmd(LabImages.WEB2).exec()).isNotNull();
  }
}
