package io.dockeradvanced.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
  @TempDir Path directory;

  /** A process of its own: makes or reads the key and prints it. */
  static final class Child {
    public static void main(String[] args) {
      System.out.println(HexFormat.of().formatHex(new KeyFile(Path.of(args[0])).key()));
    }
  }

  @Test
  void key_firstUse_makesAFileForItsOwnerOnly() throws IOException {
    Path file = directory.resolve("new/deep/key");
    byte[] key = SecretSource.file(file).key();
    assertThat(key).hasSize(32).isNotEqualTo(new byte[32]);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())))
        .isEqualTo("rwx------");
    assertThat(SecretSource.file(file).key()).isEqualTo(key);
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void key_changedByTheCaller_staysTheSame() {
    SecretSource source = SecretSource.file(directory.resolve("key"));
    byte[] key = source.key();
    source.key()[0]++;
    assertThat(source.key()).isEqualTo(key);
  }

  @Test
  void key_manyThreadsAtOnce_agree() {
    for (int round = 0; round < 20; round++) {
      Path file = directory.resolve("round-" + round);
      List<String> keys =
          IntStream.range(0, 16)
              .parallel()
              .mapToObj(i -> HexFormat.of().formatHex(new KeyFile(file).key()))
              .distinct()
              .toList();
      assertThat(keys).hasSize(1);
    }
  }

  @Test
  void key_manyProcessesAtOnce_agree() throws Exception {
    Path file = directory.resolve("shared");
    List<Process> children = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      children.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Child.class.getName(),
                  file.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start());
    }
    List<String> keys = new ArrayList<>();
    for (Process child : children) {
      keys.add(new String(child.getInputStream().readAllBytes()).strip());
      assertThat(child.waitFor()).isZero();
    }
    assertThat(keys.get(0)).hasSize(64);
    assertThat(keys).containsOnly(keys.get(0));
  }

  @Test
  void key_readableByOthers_isRefused() throws IOException {
    Path file = directory.resolve("key");
    SecretSource.file(file).key();
    for (String mode : List.of("rw-r-----", "rw----r--", "rw--w----", "rwx--x---")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
      assertThatThrownBy(() -> SecretSource.file(file).key())
          .hasMessageContaining("chmod 600 " + file);
    }
  }

  @Test
  void key_cutFile_isRefused() throws IOException {
    Path file = directory.resolve("key");
    Files.write(file, new byte[7]);
    assertThatThrownBy(() -> SecretSource.file(file).key()).hasMessageContaining("has 7 bytes");
  }

  @Test
  void key_directoryInItsPlace_saysWhatToDo() throws IOException {
    Path file = Files.createDirectory(directory.resolve("key"));
    assertThatThrownBy(() -> SecretSource.file(file).key())
        .hasMessageContaining("cannot be used")
        .hasMessageContaining("Config.use(SecretSource.class");
  }
}
