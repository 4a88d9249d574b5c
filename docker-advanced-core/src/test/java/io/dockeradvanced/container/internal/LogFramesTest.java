package io.dockeradvanced.container.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class LogFramesTest {
  private static byte[] frame(int stream, byte[] payload) {
    return ByteBuffer.allocate(8 + payload.length)
        .put((byte) stream)
        .put(new byte[3])
        .putInt(payload.length)
        .put(payload)
        .array();
  }

  private static byte[] join(List<byte[]> parts) {
    ByteBuffer all = ByteBuffer.allocate(parts.stream().mapToInt(p -> p.length).sum());
    parts.forEach(all::put);
    return all.array();
  }

  private static byte[] read(byte[] body) throws IOException {
    return LogFrames.read(new ByteArrayInputStream(body), false);
  }

  @Property(tries = 200)
  void read_anyFrames_givesTheirPayloads(@ForAll @Size(max = 10) List<byte[]> payloads)
      throws IOException {
    byte[] body = join(payloads.stream().map(p -> frame(1 + p.length % 2, p)).toList());
    assertThat(read(body)).isEqualTo(join(payloads));
  }

  @Property(tries = 300)
  void read_anyBytes_areReadOrRefused(@ForAll byte[] bytes) {
    try {
      read(bytes);
    } catch (IOException e) {
      // Refused.
    }
  }

  @Test
  void read_cutFrame_isRefused() {
    byte[] frame = frame(1, "hello".getBytes());
    for (int length = 1; length < frame.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(frame, length);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void read_terminal_isTakenAsItIs() throws IOException {
    byte[] text = "\u0001\0\0\0 no frame".getBytes();
    assertThat(LogFrames.read(new ByteArrayInputStream(text), true)).isEqualTo(text);
  }

  @Test
  void read_moreThanTheLimit_isCutAtIt() throws IOException {
    byte[] large = frame(1, new byte[10 << 20]);
    assertThat(read(join(List.of(large, large)))).hasSize(16 << 20);
  }
}
