package io.dockeradvanced.image.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.image.BuildSpec;
import io.dockeradvanced.internal.tar.TarEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which file says what a build is not sent. With one for all, the docker command is the oracle. */
class BuildContextTest {
  @TempDir Path directory;

  private Path root;

  @BeforeEach
  void files() throws IOException {
    root = Files.createDirectories(directory.resolve("context"));
    write("Dockerfile", "FROM scratch\n");
    write("dir/Other.Dockerfile", "FROM other\n");
    write("a", "a");
    write("b", "b");
    write("dir/c", "c");
    write(".dockerignore", "a\n");
  }

  private void write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private BuildContext context(String dockerfile) {
    return BuildContext.of(root, dockerfile);
  }

  /** What {@code COPY} sees: without what the engine is told to hide. */
  private static List<String> seen(BuildContext context) throws IOException {
    List<String> hidden = text(context, ".dockerignore").lines().toList();
    List<String> seen = new ArrayList<>();
    for (TarEntry entry : context.files()) {
      if (!entry.isDirectory() && !hidden.contains(entry.name())) {
        seen.add(entry.name());
      }
    }
    return seen;
  }

  private static String text(BuildContext context, String name) throws IOException {
    for (TarEntry entry : context.files()) {
      if (entry.name().equals(name)) {
        return new String(entry.content().open().readAllBytes(), StandardCharsets.UTF_8);
      }
    }
    throw new AssertionError("not sent: " + name);
  }

  @Test
  void fileOfTheDockerfile_replacesThatOfTheContext() throws Exception {
    assertThat(seen(context("Dockerfile"))).contains("b").doesNotContain("a");
    write("Dockerfile.dockerignore", "b\n*.dockerignore\n");
    BuildContext context = context("Dockerfile");
    assertThat(seen(context)).containsExactly("Dockerfile", "a", "dir/Other.Dockerfile", "dir/c");
    assertThat(text(context, context.dockerfile())).isEqualTo("FROM scratch\n");
    assertThat(context.dockerfileText()).isEqualTo("FROM scratch\n");
    write("Dockerfile.dockerignore", "");
    assertThat(seen(context("Dockerfile"))).contains("a", "b", "Dockerfile.dockerignore");
  }

  /** The engine needs the Dockerfile all the same, and shows it to nobody. */
  @Test
  void fileOfTheDockerfile_mayHideAllFilesOfTheBuild() throws Exception {
    write("Dockerfile.dockerignore", "*\n!a\n");
    BuildContext context = context("Dockerfile");
    assertThat(seen(context)).containsExactly("a");
    assertThat(text(context, context.dockerfile())).isEqualTo("FROM scratch\n");
    assertThat(text(context, ".dockerignore"))
        .isEqualTo(".dockerignore\n" + context.dockerfile() + "\n");
  }

  @Test
  void anotherDockerfile_hasAnotherFile_besideIt() throws Exception {
    write("Dockerfile.dockerignore", "*\n");
    write("dir/Other.Dockerfile.dockerignore", "dir\n!dir/c\nb\n");
    BuildContext context = context("dir/Other.Dockerfile");
    assertThat(context.dockerfileText()).isEqualTo("FROM other\n");
    assertThat(seen(context))
        .containsExactly("Dockerfile", "Dockerfile.dockerignore", "a", "dir/c");
  }

  @Test
  void dockerfileFromElsewhere_hasItsFileToo() throws Exception {
    Path elsewhere = Files.createDirectories(directory.resolve("elsewhere"));
    Files.writeString(elsewhere.resolve("D"), "FROM elsewhere\n");
    assertThat(seen(context("../elsewhere/D"))).doesNotContain("a");
    Files.writeString(elsewhere.resolve("D.dockerignore"), "*\n!a\n");
    BuildContext context = context(elsewhere.resolve("D").toString());
    assertThat(seen(context)).containsExactly("a");
    assertThat(context.dockerfileText()).isEqualTo("FROM elsewhere\n");
  }

  @Test
  void textForADockerfile_hasThatOfTheContext() throws Exception {
    write("Dockerfile.dockerignore", "b\n");
    BuildContext context = BuildContext.of(BuildSpec.of(root).dockerfileText("FROM text\n"));
    assertThat(seen(context)).contains("b").doesNotContain("a");
  }

  @Test
  void digest_isOfWhatIsSent() throws Exception {
    BuildSpec spec = BuildSpec.of(root);
    write("Dockerfile.dockerignore", "a\nDockerfile.dockerignore\n");
    String first = context("Dockerfile").digest(spec);
    write("a", "other");
    write(".dockerignore", "b\n");
    assertThat(context("Dockerfile").digest(spec)).as("neither is part of it").isEqualTo(first);
    write("b", "other");
    assertThat(context("Dockerfile").digest(spec)).isNotEqualTo(first);
    write("b", "b");
    write("Dockerfile.dockerignore", "b\nDockerfile.dockerignore\n");
    assertThat(context("Dockerfile").digest(spec)).isNotEqualTo(first);
  }

  @Test
  void patternThatIsNone_isRefusedWithItsFile() throws Exception {
    write("Dockerfile.dockerignore", "[a\n");
    assertThatThrownBy(() -> context("Dockerfile"))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining(root.resolve("Dockerfile.dockerignore").toString())
        .hasMessageContaining("[a");
  }
}
