package io.dockeradvanced.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.InspectVolumeResponse;
import com.github.dockerjava.api.model.Image;
import io.dockeradvanced.compose.StackSource;
import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabCompose;
import io.dockeradvanced.lab.LabEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is left of the same stack when Docker Compose and when we take it down with its file. */
@Lab
class DownParityIT {
  /** What was deployed once, with a profile that is off since and a service that went since. */
  private static final String ALL =
      """
      x-all: &all
        image: "docker-advanced-lab/busybox:1"
        command: [sleep, "1000"]
        init: true
      services:
        web: {<<: *all, networks: [front, back], depends_on: [db], volumes: ["files:/f", /cache]}
        db: {<<: *all, networks: [back], volumes: ["data:/d", /cache]}
        debug: {<<: *all, networks: [side], volumes: ["dumps:/d", /cache]%s}
      %s
      networks: {front: , back: , side: , %s}
      volumes: {files: , data: , dumps: , %s}
      """;

  private static final String BEFORE =
      ALL.formatted(
          "",
          "  old: {<<: *all, networks: [front, attic], volumes: [\"attic:/a\", /cache]}",
          "attic: ",
          "attic: ");
  private static final String FILE = ALL.formatted(", profiles: [debug]", "", "", "");

  @Engine LabEngine engine;

  /** The same for both. */
  private record Words(DownOptions ours, String... theirs) {
    @Override
    public String toString() {
      return String.join(" ", theirs);
    }
  }

  private static final DownOptions NOW = DownOptions.defaults().stopTimeout(Duration.ZERO);

  static List<Words> words() {
    return List.of(
        new Words(NOW),
        new Words(NOW.removeOrphans(true), "--remove-orphans"),
        new Words(NOW.volumes(true), "-v"),
        new Words(NOW.volumes(true).removeOrphans(true), "-v", "--remove-orphans"),
        new Words(NOW.services("web"), "web"),
        new Words(NOW.services("web").volumes(true), "-v", "web"),
        new Words(NOW.services("db").volumes(true), "-v", "db"),
        new Words(NOW.services("db", "web").removeOrphans(true), "--remove-orphans", "db", "web"),
        new Words(NOW.services("debug"), "debug"),
        new Words(NOW.services("debug").volumes(true), "-v", "debug"));
  }

  @ParameterizedTest
  @MethodSource("words")
  void down_withTheFile_leavesWhatComposeLeaves(Words words) throws Exception {
    LabCompose compose = LabCompose.on(engine);
    List<Set<String>> left = new ArrayList<>();
    for (boolean theirs : new boolean[] {true, false}) {
      try (TestStack stack = TestStack.on(engine)) {
        stack.stacks.deploy(stack.fileSource(BEFORE));
        Map<String, String> anonymous = anonymous(stack);
        if (theirs) {
          List<String> all = new ArrayList<>(List.of("down", "-t", "0"));
          all.addAll(Arrays.asList(words.theirs()));
          compose.run(stack.file(FILE), stack.name, all.toArray(String[]::new)).orFail();
        } else {
          StackSource source = stack.fileSource(FILE).enable(words.ours().services());
          stack.stacks.down(source.withoutServiceFiles().load(), words.ours());
        }
        left.add(left(stack, anonymous));
        stack.stacks.down(stack.name, DownOptions.defaults().volumes(true).removeOrphans(true));
        anonymous.values().forEach(stack::removeVolume);
      }
    }
    assertThat(left.get(0)).isNotEmpty();
    assertThat(left.get(1)).isEqualTo(left.get(0));
  }

  @Test
  void down_ofTwoServices_takesWhatStandsBetween_asCompose() throws Exception {
    String file =
        """
        x-all: &all {image: "docker-advanced-lab/busybox:1", command: [sleep, "1000"], init: true}
        services:
          web: {<<: *all, depends_on: [mid]}
          mid: {<<: *all, depends_on: [db]}
          db: {<<: *all}
          other: {<<: *all, depends_on: [db]}
        """;
    List<Set<String>> left = new ArrayList<>();
    for (boolean theirs : new boolean[] {true, false}) {
      try (TestStack stack = TestStack.on(engine)) {
        stack.stacks.deploy(stack.fileSource(file));
        if (theirs) {
          String[] words = {"down", "-t", "0", "db", "web"};
          LabCompose.on(engine).run(stack.file(file), stack.name, words).orFail();
        } else {
          stack.stacks.down(stack.fileSource(file).load(), NOW.services("db", "web"));
        }
        left.add(left(stack, Map.of()));
      }
    }
    assertThat(left.get(1)).isEqualTo(left.get(0));
    assertThat(left.get(0)).contains("container -other-1").doesNotContain("container -mid-1");
  }

  /** By the name alone all of it goes; of chosen services those, too, that depend on them. */
  @Test
  void down_ofAServiceByTheNameOfTheStack_leavesWhatComposeLeaves() throws Exception {
    LabCompose compose = LabCompose.on(engine);
    List<Set<String>> left = new ArrayList<>();
    for (boolean theirs : new boolean[] {true, false}) {
      try (TestStack stack = TestStack.on(engine)) {
        stack.stacks.deploy(stack.fileSource(BEFORE));
        Map<String, String> anonymous = anonymous(stack);
        if (theirs) {
          compose.run(stack.name, "down", "-t", "0", "db", "typo").orFail();
        } else {
          stack.stacks.down(stack.name, NOW.services("db", "typo"));
        }
        left.add(left(stack, anonymous));
        stack.stacks.down(stack.name, DownOptions.defaults().volumes(true).removeOrphans(true));
        anonymous.values().forEach(stack::removeVolume);
      }
    }
    assertThat(left.get(1)).isEqualTo(left.get(0));
    assertThat(left.get(0)).noneMatch(thing -> thing.contains("web-1")).isNotEmpty();
  }

  /** One image by its name in the file, one by the name that a build gives. */
  @Test
  void down_withImages_removesThoseOfCompose() throws Exception {
    LabCompose compose = LabCompose.on(engine);
    for (String which : List.of("local", "all")) {
      List<Set<String>> left = new ArrayList<>();
      for (boolean theirs : new boolean[] {true, false}) {
        try (TestStack stack = TestStack.on(engine)) {
          String file =
              """
              services:
                web: {image: "%s-named:7", command: [sleep, "1000"], init: true}
                db: {build: ., command: [sleep, "1000"], init: true}
              """
                  .formatted(stack.name);
          tag(stack.name + "-named", "7");
          tag(stack.name + "-db", "latest");
          compose.up(stack.file(file), stack.name);
          assertThat(images(stack)).containsExactlyInAnyOrder("-named:7", "-db:latest");
          if (theirs) {
            String[] words = {"down", "-t", "0", "--rmi", which};
            compose.run(stack.file(file), stack.name, words).orFail();
          } else {
            DownOptions.Images images =
                which.equals("all") ? DownOptions.Images.ALL : DownOptions.Images.LOCAL;
            stack.stacks.down(stack.fileSource(file).load(), NOW.images(images));
          }
          left.add(images(stack));
          images(stack).forEach(image -> engine.docker().removeImageCmd(stack.name + image).exec());
        }
      }
      assertThat(left.get(1)).as(which).isEqualTo(left.get(0));
      assertThat(left.get(0)).hasSize(which.equals("all") ? 0 : 1);
    }
  }

  private void tag(String name, String tag) {
    engine.docker().tagImageCmd("docker-advanced-lab/busybox:1", name, tag).exec();
  }

  /** The names of the images of a stack, without its own. */
  private Set<String> images(TestStack stack) {
    Set<String> names = new TreeSet<>();
    for (Image image : engine.docker().listImagesCmd().exec()) {
      for (String name : image.getRepoTags() == null ? new String[0] : image.getRepoTags()) {
        if (name.startsWith(stack.name)) {
          names.add(name.substring(stack.name.length()));
        }
      }
    }
    return names;
  }

  /** The volumes without a name, by the containers that have them. */
  private Map<String, String> anonymous(TestStack stack) {
    Map<String, String> volumes = new TreeMap<>();
    for (String service : List.of("web", "db", "debug", "old")) {
      stack.inspect(service + "-1").getMounts().stream()
          .filter(mount -> "/cache".equals(mount.getDestination().getPath()))
          .forEach(mount -> volumes.put(service, mount.getName()));
    }
    assertThat(volumes).hasSize(4);
    return volumes;
  }

  private Set<String> left(TestStack stack, Map<String, String> anonymous) {
    Set<String> left = new TreeSet<>();
    stack.things().forEach(thing -> left.add(thing.replace(stack.name, "")));
    Set<String> volumes = new TreeSet<>();
    for (InspectVolumeResponse volume : engine.docker().listVolumesCmd().exec().getVolumes()) {
      volumes.add(volume.getName());
    }
    anonymous.forEach(
        (service, volume) -> {
          if (volumes.contains(volume)) {
            left.add("cache of " + service);
          }
        });
    return left;
  }
}
