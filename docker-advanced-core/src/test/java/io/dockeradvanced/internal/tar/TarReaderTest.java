package io.dockeradvanced.internal.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives whose headers are meant to fill the memory, or to have no end. */
@Timeout(30)
class TarReaderTest {
  /** One header of a kind with this content. */
  private static byte[] header(char type, byte[] content) {
    TarEntry entry = TarEntry.file("h", content, 0, 0);
    byte[] archive = TarStream.bytes(List.of(entry));
    byte[] header =
        Arrays.copyOf(archive, 512 + content.length + TarHeader.padding(content.length));
    header[156] = (byte) type;
    byte[] sum =
        "%06o"
            .formatted(TarHeader.sum(Arrays.copyOf(header, 512)))
            .getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(sum, 0, header, 148, sum.length);
    header[154] = 0;
    return header;
  }

  private static byte[] record(int length) {
    String digits = Integer.toString(length);
    String begin = digits + " k=";
    return (begin + "v".repeat(length - begin.length() - 1) + "\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** The same piece again and again. */
  private static InputStream endless(byte[] piece) {
    return new InputStream() {
      private long at;

      @Override
      public int read() {
        return piece[(int) (at++ % piece.length)] & 0xff;
      }
    };
  }

  @ParameterizedTest
  @ValueSource(chars = {'x', 'g', 'L', 'K'})
  void headers_withoutEnd_areRefused(char type) {
    byte[] content = type == 'x' || type == 'g' ? record(10_000) : new byte[10_000];
    assertThatThrownBy(() -> new TarReader(endless(header(type, content))).next())
        .isInstanceOf(IOException.class)
        .hasMessageMatching("the archive has headers .* of more than 1 MiB together; .*");
  }

  @ParameterizedTest
  @ValueSource(chars = {'x', 'g'})
  void headers_withNothingInThem_areCountedToo(char type) {
    assertThatThrownBy(() -> new TarReader(endless(header(type, new byte[0]))).next())
        .hasMessageContaining("of more than 1 MiB together");
  }

  @Test
  void globalHeaders_betweenEntries_areBoundedInSum() throws IOException {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    byte[] file =
        Arrays.copyOf(TarStream.bytes(List.of(TarEntry.file("f", new byte[0], 0, 0))), 512);
    for (int i = 0; i < 4; i++) {
      archive.writeBytes(header('g', record(300_000)));
      archive.writeBytes(file);
    }
    TarReader reader = new TarReader(new ByteArrayInputStream(archive.toByteArray()));
    for (int i = 0; i < 3; i++) {
      assertThat(reader.next()).isNotNull();
    }
    assertThatThrownBy(reader::next)
        .hasMessageStartingWith("the archive has headers for all that follows of more than 1 MiB");
  }

  @Test
  void headers_ofManyEntries_areNoneOfOne() throws IOException {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    byte[] file =
        Arrays.copyOf(TarStream.bytes(List.of(TarEntry.file("f", new byte[0], 0, 0))), 512);
    for (int i = 0; i < 8; i++) {
      archive.writeBytes(header('x', record(300_000)));
      archive.writeBytes(file);
    }
    TarReader reader = new TarReader(new ByteArrayInputStream(archive.toByteArray()));
    for (int i = 0; i < 8; i++) {
      assertThat(reader.next()).isNotNull();
    }
  }
}
