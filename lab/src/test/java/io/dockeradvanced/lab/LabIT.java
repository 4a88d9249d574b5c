package io.dockeradvanced.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The extension on itself: what a test gets. */
@Lab
class LabIT {
  @Engine static LabEngine shared;
  @Engine LabEngine engine;

  @AfterAll
  static void removeNetwork() {
    shared
        .docker()
        .listNetworksCmd()
        .withNameFilter("da-lab-it")
        .exec()
        .forEach(n -> shared.docker().removeNetworkCmd(n.getId()).exec());
  }

  @Test
  void engine_injectedIntoField_answers() {
    assertThat(engine.docker().infoCmd().exec().getServerVersion()).isNotBlank();
    assertThat(engine.uri()).contains("://");
  }

  @Test
  void engine_injectedAsParameter_isThatOfTheTest(LabEngine parameter) {
    assertThat(parameter).isSameAs(engine).isNotSameAs(shared);
  }

  @Test
  void images_ofTheLab_areThere() {
    for (String image :
        new String[] {
          LabImages.BUSYBOX, LabImages.TINY, LabImages.WEB, LabImages.WEB2, LabImages.DB
        }) {
      assertThat(engine.docker().inspectImageCmd(image).exec().getId()).startsWith("sha256:");
    }
  }

  @Test
  void cleanTest_thatRemovesWhatItMade_passes() {
    String id =
        engine
            .docker()
            .createContainerCmd(LabImages.TINY)
            .withName(engine.uniqueName("clean"))
            .exec()
            .getId();
    engine.docker().removeContainerCmd(id).exec();
  }

  @Nested
  class Inside {
    @Engine LabEngine inner;

    @Test
    void engine_ofNestedClass_isThatOfTheTest() {
      assertThat(inner).isSameAs(engine);
    }
  }
}
