package io.dockeradvanced.internal.tar;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TarEndTest {
  private static TarEnd of(byte[] bytes, int piece) {
    TarEnd end = new TarEnd();
    for (int at = 0; at < bytes.length; at += piece) {
      byte[] part = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + piece));
      end.take(part, part.length);
    }
    return end;
  }

  private static byte[] archive(String after) {
    byte[] words = after.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[3000 + words.length];
    Arrays.fill(bytes, 0, 1976, (byte) 'x');
    System.arraycopy(words, 0, bytes, 3000, words.length);
    return bytes;
  }

  @Test
  void isSeen_wholeArchive_inPiecesOfAnySize() {
    for (int piece : new int[] {1, 7, 512, 1023, 1024, 1025, 3000}) {
      assertThat(of(archive(""), piece).isSeen()).as("pieces of " + piece).isTrue();
      assertThat(of(Arrays.copyOf(archive(""), 2999), piece).isSeen()).isFalse();
    }
    assertThat(of(new byte[1023], 100).isSeen()).as("too short for any").isFalse();
  }

  /** What an engine writes into an answer that it can no more call a failure. */
  @Test
  void words_ofAnEngineThatFailedOnTheWay_areTold() {
    TarEnd end = of(archive("{\"errorDetail\":{\"message\":\"no such blob\u001b[2J\"}}\r\n"), 100);
    assertThat(end.isSeen()).isFalse();
    assertThat(end.words()).contains("no such blob").doesNotContain("\u001b");
    assertThat(of(archive("x"), 100).words()).contains("it has no end");
  }
}
