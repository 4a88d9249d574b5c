package io.dockeradvanced.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.command.InspectContainerResponse;
import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabCompose;
import io.dockeradvanced.lab.LabEngine;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a successor has mounted of its predecessor, with Docker Compose and with us. */
@Lab
class HandedOnIT {
  /** The image declares a volume at /data. */
  private static final String FILE =
      """
      services:
        db:
          image: docker-advanced-lab/db:1
          stop_grace_period: 1s
          volumes: [%s]
        other:
          image: docker-advanced-lab/db:1
          stop_grace_period: 1s
          volumes: ["named:/data"]
      volumes: {named: }
      """;

  @Engine LabEngine engine;

  /** Each of what the file says first, and later. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "'./host:/data' -> ",
        "'./host:/data:ro' -> ",
        "'./host:/cache' -> /cache",
        "'./host:/data' -> './host2:/data'",
        "'named:/data' -> ",
        "'named:/data:ro' -> ",
        "/cache -> /cache",
        " -> ",
        "/cache -> "
      })
  void successor_hasWhatThatOfComposeHas(String change) throws Exception {
    List<String> files =
        Arrays.stream(change.split("->")).map(String::strip).map(FILE::formatted).toList();
    LabCompose compose = LabCompose.on(engine);
    List<List<String>> seen = new ArrayList<>();
    for (boolean theirs : new boolean[] {true, false}) {
      try (TestStack stack = TestStack.on(engine)) {
        Files.createDirectory(stack.directory.resolve("host"));
        Files.createDirectory(stack.directory.resolve("host2"));
        TreeSet<String> volumes = new TreeSet<>();
        for (int i = 0; i < 2; i++) {
          String file = i < files.size() ? files.get(i) : FILE.formatted("");
          file = file + (i == 0 ? "" : "x-v: 2\n");
          file = file.replace("  db:\n", "  db:\n    environment: {V: \"%d\"}\n".formatted(i));
          if (theirs) {
            compose.up(stack.file(file), stack.name);
          } else {
            stack.stacks.deploy(stack.fileSource(file));
          }
          stack.inspect("db-1").getMounts().stream()
              .map(InspectContainerResponse.Mount::getName)
              .filter(name -> name != null && !name.startsWith(stack.name))
              .forEach(volumes::add);
        }
        List<String> mounts =
            stack.inspect("db-1").getMounts().stream()
                .map(mount -> shown(mount, stack, volumes))
                .sorted()
                .toList();
        seen.add(mounts);
        stack.stacks.down(stack.name, DownOptions.defaults().volumes(true));
        volumes.forEach(stack::removeVolume);
      }
    }
    assertThat(seen.get(1)).isEqualTo(seen.get(0));
  }

  private static String shown(
      InspectContainerResponse.Mount mount, TestStack stack, TreeSet<String> nameless) {
    String source = String.valueOf(mount.getName() == null ? mount.getSource() : mount.getName());
    // One that was there before counts as another than one that came with the successor.
    String known =
        nameless.contains(source)
            ? "nameless of " + nameless.size()
            : source.replace(stack.name, "").replace(stack.directory.toString(), "");
    return "%s %s %s".formatted(mount.getDestination().getPath(), known, mount.getRW());
  }
}
