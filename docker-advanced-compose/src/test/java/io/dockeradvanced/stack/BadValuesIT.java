package io.dockeradvanced.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabCompose;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.stack.internal.BadValues;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What we refuse before anything is made is what Docker Compose fails with when it is under way.
 */
@Lab
class BadValuesIT {
  @Engine LabEngine engine;

  @Test
  void badValues_areRefusedBeforeAnythingIsMade() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      for (BadValues.Bad bad : BadValues.BAD) {
        InvalidSpec refused =
            catchThrowableOfType(
                InvalidSpec.class,
                () -> stack.stacks.deploy(stack.fileSource(BadValues.file(bad.line()))));
        assertThat(refused).as(bad.line()).isNotNull();
        assertThat(refused.findings()).as(bad.line()).singleElement();
        assertThat(refused.findings().get(0).line()).as(bad.line()).isEqualTo(4);
      }
      assertThat(stack.things()).isEmpty();
    }
  }

  @Test
  void badValues_failInDockerComposeToo() throws Exception {
    LabCompose compose = LabCompose.on(engine);
    List<String> deployed = new ArrayList<>();
    try (TestStack stack = TestStack.on(engine)) {
      for (BadValues.Bad bad : BadValues.BAD) {
        Path file = stack.file(BadValues.file(bad.line()));
        if (compose.run(file, stack.name, "up", "-d").status() == 0) {
          deployed.add(bad.line());
        }
        compose.down(stack.name, "-v", "-t", "0");
      }
    }
    assertThat(deployed).as("Docker Compose and the engine take it").isEmpty();
  }

  @Test
  void oddButRightValues_areDeployed() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      for (String line : BadValues.GOOD) {
        stack.deploy(BadValues.file(line));
        stack.stacks.down(stack.name, DownOptions.defaults().volumes(true));
      }
    }
  }
}
