package io.dockeradvanced.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dockeradvanced.InvalidSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonFileTest {
  @TempDir Path directory;

  private InvalidSpec refusal(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("f.json"), text);
    return catchThrowableOfType(InvalidSpec.class, () -> JsonFile.read(file, "repair it"));
  }

  @Test
  void object_isRead_andNothingIsNone() throws IOException {
    Path file = Files.writeString(directory.resolve("f.json"), "{\"a\": 1}");
    assertThat(JsonFile.read(file, "").orElseThrow().path("a").asInt()).isEqualTo(1);
    assertThat(JsonFile.read(directory.resolve("none.json"), "")).isEmpty();
  }

  @Test
  void noJson_saysWhere_andNothingOfWhatStandsThere() throws IOException {
    InvalidSpec refusal = refusal("{\n  \"auth\": s3cret\n}");
    assertThat(refusal.findings().get(0).line()).isEqualTo(2);
    assertThat(refusal).hasMessageEndingWith("it cannot be read as JSON; repair it");
    StringWriter trace = new StringWriter();
    refusal.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).doesNotContain("s3cret");
  }

  @Test
  void whatIsNoObject_orTooLarge_isRefused() throws IOException {
    assertThat(refusal("[1]")).hasMessageContaining("it is no JSON object; repair it");
    assertThat(refusal("")).hasMessageContaining("it is no JSON object");
    assertThat(refusal(" ".repeat((4 << 20) + 1))).hasMessageContaining("larger than 4 MiB");
  }

  /** Not a fault of what it says: so that is not what is told, and the reason is kept. */
  @Test
  void fileThatCannotBeRead_saysWhy() throws IOException {
    Path file = Files.createDirectory(directory.resolve("d.json"));
    InvalidSpec refusal =
        catchThrowableOfType(InvalidSpec.class, () -> JsonFile.read(file, "repair it"));
    assertThat(refusal).hasMessageEndingWith("it cannot be read: Is a directory; repair it");
    assertThat(refusal.getCause()).isInstanceOf(IOException.class);
    Path loop = directory.resolve("loop.json");
    Files.createSymbolicLink(loop, loop);
    InvalidSpec looped =
        catchThrowableOfType(InvalidSpec.class, () -> JsonFile.read(loop, "repair it"));
    assertThat(looped.getCause()).isInstanceOf(FileSystemException.class);
    assertThat(looped.getMessage()).doesNotContain("loop.json: it cannot be read: " + loop);
  }
}
