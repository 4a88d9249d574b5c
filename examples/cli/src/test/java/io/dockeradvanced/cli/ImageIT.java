package io.dockeradvanced.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.lab.LabRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code da image …} on a real engine, with a real registry. */
@Lab
@Timeout(180)
class ImageIT {
  @Engine LabEngine engine;

  @TempDir Path directory;

  private Da da(String... words) {
    List<String> all = new ArrayList<>(List.of("--host", engine.uri()));
    all.addAll(List.of("--state", directory.resolve("state.db").toString()));
    all.addAll(List.of(words));
    return Da.run(all);
  }

  private Da fine(String... words) {
    Da da = da(words);
    assertThat(da.status()).as(da.err()).isZero();
    return da;
  }

  @Test
  void image_builtPushedRemovedAndPulled_isTheSame() throws Exception {
    String name = LabRegistry.of(engine) + "/" + engine.uniqueName("image") + ":1";
    Path context = Files.createDirectory(directory.resolve("context"));
    Files.writeString(
        context.resolve("Dockerfile"),
        "FROM docker-advanced-lab/busybox:1\nARG A=none\nLABEL a=$A\nRUN echo working\n");
    try {
      Da build =
          fine(
              "image", "build", "-t", name, "--build-arg", "A=1", "--no-cache", context.toString());
      assertThat(build.out().strip()).isEqualTo(name);
      assertThat(build.err()).contains("working");
      assertThat(fine("image", "inspect", name).out()).containsPattern("labels +\\{.*a=1");

      String digest = fine("image", "push", name).out().strip().split(" ", -1)[1];
      Path archive = directory.resolve("a.tar");
      fine("image", "save", name, "-o", archive.toString());
      assertThat(fine("image", "rm", name).out()).contains("untagged " + name);
      assertThat(fine("image", "load", "-i", archive.toString()).out().strip()).isEqualTo(name);
      fine("image", "rm", name);
      assertThat(fine("--format", "json", "image", "pull", name).out())
          .contains("\"image\":\"" + name + "\"", "\"digest\":\"" + digest + "\"");
      assertThat(fine("image", "tag", name, name + "b").out().strip()).isEqualTo(name + "b");
      assertThat(fine("image", "ls").out()).contains("IMAGE", name + "b");
      assertThat(fine("--format", "json", "image", "ls").out()).startsWith("[{").contains(name);
    } finally {
      da("image", "rm", "-f", name + "b");
      da("image", "rm", "-f", name);
    }
  }

  @Test
  void mistakes_areOneSentence() throws Exception {
    assertThat(da("image", "pull", "No/UPPER:1").status()).isEqualTo(2);
    assertThat(da("image", "inspect", "none:1").errLines())
        .singleElement()
        .asString()
        .contains("there is no image none:1");
    assertThat(da("image", "build", directory.resolve("none").toString()).status()).isEqualTo(2);
    assertThat(da("image", "load", "-i", directory.resolve("none").toString()).status())
        .isEqualTo(1);
    assertThat(da("image", "save", "none:1", "-o", directory.resolve("x").toString()).status())
        .isEqualTo(1);
    assertThat(directory.resolve("x.part")).doesNotExist();
    Path context = Files.createDirectory(directory.resolve("context"));
    Files.writeString(
        context.resolve("Dockerfile"), "FROM docker-advanced-lab/busybox:1\nRUN exit 3\n");
    Da failed = da("image", "build", "--no-cache", context.toString());
    assertThat(failed.status()).isEqualTo(1);
    assertThat(failed.err()).contains("non-zero code: 3");
  }
}
