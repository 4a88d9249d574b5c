package io.dockeradvanced.container.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarFileTest {
  private static byte[] first(byte[] tar) throws IOException {
    return TarFile.first(new ByteArrayInputStream(tar));
  }

  @Property(tries = 200)
  void first_anyContent_isWhatWasPutIn(@ForAll @Size(max = 2000) byte[] content)
      throws IOException {
    assertThat(first(TarFile.of("lease.json", content, 1_700_000_000))).isEqualTo(content);
  }

  @Property(tries = 300)
  void first_anyBytes_areReadOrRefusedInWords(@ForAll @Size(max = 2000) byte[] bytes) {
    try {
      first(bytes);
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("the ");
    }
  }

  @Property(tries = 200)
  void first_cutAnywhereInTheFile_isRefused(@ForAll @IntRange(min = 0, max = 1011) int length) {
    byte[] tar = TarFile.of("a", new byte[500], 0);
    assertThatThrownBy(() -> first(java.util.Arrays.copyOf(tar, length)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void first_entriesThatDescribeTheFile_areSkipped() throws IOException {
    byte[] pax = TarFile.of("pax", "30 mtime=1700000000.123456789\n".getBytes(), 0);
    pax[156] = 'x';
    byte[] file = TarFile.of("a", "content".getBytes(), 0);
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.write(pax, 0, 1024);
    both.writeBytes(file);
    assertThat(first(both.toByteArray())).asString().isEqualTo("content");
  }

  @Test
  void first_archiveWithoutFile_isRefused() {
    assertThatThrownBy(() -> first(new byte[1024])).hasMessage("the archive has no file");
  }

  @Test
  void first_hugeFile_isRefusedBeforeItIsRead() {
    byte[] tar = TarFile.of("a", new byte[0], 0);
    System.arraycopy("77777777777".getBytes(), 0, tar, 124, 11);
    assertThatThrownBy(() -> first(tar)).hasMessageContaining("8589934591 bytes");
  }

  @Test
  void of_isReadByTheTarOfTheSystem(@TempDir Path directory) throws Exception {
    Path archive = Files.write(directory.resolve("a.tar"), TarFile.of("x.txt", "hi".getBytes(), 5));
    Process tar =
        new ProcessBuilder("tar", "-xOf", archive.toString()).redirectErrorStream(true).start();
    assertThat(new String(tar.getInputStream().readAllBytes())).isEqualTo("hi");
    assertThat(tar.waitFor()).isZero();
  }
}
