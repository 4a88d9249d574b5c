package io.dockeradvanced.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.operation.Change;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose volumes go with a stack, and whose stay. */
@Lab
class DownVolumesIT {
  private static final DownOptions WITH_VOLUMES = DownOptions.defaults().volumes(true);

  @Engine LabEngine engine;

  private boolean isThere(String volume) {
    return engine.docker().listVolumesCmd().exec().getVolumes().stream()
        .anyMatch(v -> v.getName().equals(volume));
  }

  private static List<String> volumes(StackPlan plan) {
    List<String> changes = new ArrayList<>();
    for (Change change : plan.data().changes()) {
      if (change.object().equals("volume")) {
        changes.add(change.action() + " " + change.name());
      }
    }
    return changes;
  }

  private interface Use {
    void of(TestStack stack, String volume) throws Exception;
  }

  /** A volume made without a name has one of 64 hex digits, as an anonymous one has. */
  private void withVolumeOfTheUser(Use use) throws Exception {
    String volume = engine.docker().createVolumeCmd().exec().getName();
    assertThat(volume).matches("[0-9a-f]{64}");
    try (TestStack stack = TestStack.on(engine)) {
      use.of(stack, volume);
      assertThat(isThere(volume)).as("the volume of the user").isTrue();
    } finally {
      engine.docker().removeVolumeCmd(volume).exec();
    }
  }

  @Test
  void down_withVolumes_keepsAnExternalOneThatNobodyNamed() throws Exception {
    withVolumeOfTheUser(
        (stack, volume) -> {
          stack.deploy(
              """
              services:
                db: {image: "docker-advanced-lab/db:1", volumes: ["given:/data"]}
              volumes: {given: {external: true, name: %s}}
              """
                  .formatted(volume));
          assertThat(volumes(stack.stacks.planDown(stack.name, WITH_VOLUMES)))
              .containsExactly("keep " + volume);
          stack.stacks.down(stack.name, WITH_VOLUMES);
        });
  }

  /** The image declares /data, so the successor takes the volume over, as with Docker Compose. */
  @Test
  void down_withVolumes_keepsAFormerlyExternalOneThatWasHandedOn() throws Exception {
    withVolumeOfTheUser(
        (stack, volume) -> {
          stack.deploy(
              """
              services:
                db: {image: "docker-advanced-lab/db:1", volumes: ["given:/data"]}
              volumes: {given: {external: true, name: %s}}
              """
                  .formatted(volume));
          stack.deploy("services: {db: {image: 'docker-advanced-lab/db:1'}}");
          assertThat(stack.inspect("db-1").getMounts())
              .anyMatch(mount -> volume.equals(mount.getName()));
          stack.stacks.down(stack.name, WITH_VOLUMES);
        });
  }

  @Test
  void down_withVolumes_saysWhichAnonymousOnesGoAndRemovesThem() throws Exception {
    try (TestStack stack = TestStack.on(engine)) {
      String file =
          """
          services:
            db:
              image: docker-advanced-lab/db:1
              volumes: [/cache]
              environment: {VERSION: "%s"}
          """;
      stack.deploy(file.formatted("1"));
      stack.deploy(file.formatted("2"));
      List<String> mounted = new ArrayList<>();
      stack.inspect("db-1").getMounts().forEach(mount -> mounted.add(mount.getName()));
      assertThat(mounted).hasSize(2);
      assertThat(volumes(stack.stacks.planDown(stack.name, DownOptions.defaults()))).isEmpty();
      assertThat(volumes(stack.stacks.planDown(stack.name, WITH_VOLUMES)))
          .containsExactlyInAnyOrder("remove " + mounted.get(0), "remove " + mounted.get(1));
      stack.stacks.down(stack.name, WITH_VOLUMES);
      assertThat(mounted).noneMatch(this::isThere);
    }
  }
}
