package io.dockeradvanced.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.operation.OperationFailed;
import io.dockeradvanced.operation.Outcome;
import org.junit.jupiter.api.Test;

/** What fails on the engine only is told with its place in the file and what to try next. */
@Lab
class PlacesIT {
  @Engine LabEngine engine;

  private static String failure(TestStack stack, String file) {
    OperationFailed failed =
        catchThrowableOfType(
            OperationFailed.class, () -> stack.stacks.deploy(stack.fileSource(file)));
    assertThat(failed.outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(stack.things()).isEmpty();
    return failed.getMessage();
  }

  @Test
  void image_thatNobodyHas_failsWithItsPlaceAndANextStep() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      // Port 9 of this machine refuses: a registry that cannot be reached.
      assertThat(
              failure(
                  stack,
                  """
                  services:
                    web:
                      image: 127.0.0.1:9/nobody/has:1
                  """))
          .contains("compose.yaml:3:5: image 127.0.0.1:9/nobody/has:1 is not there")
          .contains("check the name, or load it with docker load");
    }
  }

  @Test
  void image_thatMustNotBePulled_failsWithItsPlaceAndANextStep() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      assertThat(
              failure(
                  stack,
                  """
                  services:
                    web: {image: "nobody/has:1", pull_policy: never}
                  """))
          .contains("compose.yaml:2:9: image nobody/has:1 is not there")
          .contains("load or pull it first");
    }
  }

  @Test
  void network_ofADriverThatIsNotThere_failsWithItsPlaceAndANextStep() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      assertThat(
              failure(
                  stack,
                  """
                  services:
                    web: {image: "docker-advanced-lab/web:1", networks: [back]}
                  networks:
                    back: {driver: nosuch}
                  """))
          .contains("compose.yaml:4:3: network " + stack.name + "_back cannot be made:")
          .contains("nosuch")
          .contains("check the name of the driver, or install its plugin on the engine");
    }
  }

  @Test
  void volume_ofADriverThatIsNotThere_failsWithItsPlaceAndANextStep() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      assertThat(
              failure(
                  stack,
                  """
                  services:
                    web: {image: "docker-advanced-lab/web:1", volumes: ["data:/data"]}
                  volumes:
                    data: {driver: nosuch}
                  """))
          .contains("compose.yaml:4:3: volume " + stack.name + "_data cannot be made:")
          .contains("nosuch")
          .contains("check the name of the driver, or install its plugin on the engine");
    }
  }
}
