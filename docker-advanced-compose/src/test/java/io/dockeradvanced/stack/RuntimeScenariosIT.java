package io.dockeradvanced.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabCompose;
import io.dockeradvanced.lab.LabEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each stack of {@code src/test/resources/runtime}, deployed by Docker Compose and by us: the
 * engine has the same afterwards, also after a change, and neither finds anything to do on the
 * stack of the other.
 */
@Lab
class RuntimeScenariosIT {
  @Engine LabEngine engine;

  static List<RuntimeScenario> scenarios() {
    return RuntimeScenario.all();
  }

  /** A directory that is not found, or empty, would be no failure of the test below. */
  @Test
  void scenarios_areAllFound() {
    assertThat(scenarios()).hasSizeGreaterThanOrEqualTo(60);
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void stack_isTheSameAsThatOfCompose(RuntimeScenario scenario) throws Exception {
    LabCompose compose = LabCompose.on(engine);
    SoftAssertions softly = new SoftAssertions();
    try (TestStack stack = TestStack.on(engine)) {
      scenario.writeFiles(stack.directory);
      if (scenario.api().isPresent() && !engine.knowsApi(scenario.api().get())) {
        assertRefusedOrDone(stack, scenario);
        return;
      }
      Path file = stack.file(scenario.first());

      compose.up(file, stack.name);
      ComposeObjects theirs = ComposeObjects.of(stack);
      softly.assertThat(changes(stack, scenario.first())).as("ours after theirs").isEmpty();
      ComposeObjects theirsChanged = theirs;
      if (scenario.changed().isPresent()) {
        stack.file(scenario.changed().get());
        compose.up(file, stack.name);
        theirsChanged = ComposeObjects.of(stack);
      }
      List<String> volumes = volumes(stack);
      compose.down(stack.name, "-v", "--remove-orphans");
      // Compose leaves behind what a container took over from its predecessor.
      volumes.forEach(stack::removeVolume);

      stack.stacks.deploy(stack.fileSource(scenario.first()));
      List<String> differences = ComposeObjects.of(stack).differencesFrom(theirs);
      softly.assertThat(changes(stack, scenario.first())).as("ours after ours").isEmpty();
      Map<String, String> before = ids(stack);
      compose.up(file, stack.name);
      softly.assertThat(ids(stack)).as("theirs after ours").isEqualTo(before);

      if (scenario.changed().isPresent()) {
        stack.stacks.deploy(stack.fileSource(scenario.changed().get()));
        differences.addAll(ComposeObjects.of(stack).differencesFrom(theirsChanged));
        softly.assertThat(changes(stack, scenario.changed().get())).isEmpty();
        before = ids(stack);
        compose.up(file, stack.name);
        softly.assertThat(ids(stack)).as("theirs after our change").isEqualTo(before);
      }
      scenario
          .differs()
          .ifPresent(
              pattern ->
                  softly
                      .assertThat(differences.removeIf(difference -> difference.matches(pattern)))
                      .as("what we mean to do in another way: " + pattern)
                      .isTrue());
      softly.assertThat(differences).isEmpty();
    }
    softly.assertAll();
  }

  /** On an engine that is older than Compose wants for this. */
  private static void assertRefusedOrDone(TestStack stack, RuntimeScenario scenario) {
    try {
      stack.stacks.deploy(stack.fileSource(scenario.first()));
    } catch (InvalidSpec e) {
      assertThat(e)
          .hasMessageContaining("needs an engine with API " + scenario.api().orElseThrow());
      return;
    }
    assertThat(changes(stack, scenario.first())).isEmpty();
  }

  /** What a plan would change now. */
  private static List<?> changes(TestStack stack, String yaml) {
    return stack.stacks.plan(stack.fileSource(yaml)).data().changes().stream()
        .filter(change -> !change.action().equals("keep")) // it is waited for, and stays
        .toList();
  }

  /** Volumes that containers of the stack mount, also those without a name of their own. */
  private static List<String> volumes(TestStack stack) throws IOException {
    return stack.things().stream()
        .filter(thing -> thing.startsWith("container "))
        .flatMap(thing -> ComposeObjects.inspect(stack, thing).findValuesAsText("Name").stream())
        .filter(name -> name.matches("[0-9a-f]{64}"))
        .toList();
  }

  /** What is made anew has another id, or time. */
  private static Map<String, String> ids(TestStack stack) {
    Map<String, String> ids = new TreeMap<>();
    for (String thing : stack.things()) {
      JsonNode json = ComposeObjects.inspect(stack, thing);
      ids.put(thing, json.path("Id").asText(json.path("CreatedAt").asText()));
    }
    return ids;
  }
}
