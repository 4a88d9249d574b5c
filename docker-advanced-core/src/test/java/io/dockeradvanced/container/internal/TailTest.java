package io.dockeradvanced.container.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The last of what a command prints. */
class TailTest {
  private static final int MOST = 4096;

  private final Tail tail = new Tail();

  private String text(String printed, String... hidden) {
    byte[] bytes = printed.getBytes(StandardCharsets.UTF_8);
    tail.write(bytes, 0, bytes.length);
    return tail.text(List.of(hidden));
  }

  @Test
  void shortText_isShownAsItIs() {
    assertThat(text("one\ntwo\n")).isEqualTo("one\ntwo");
  }

  @Test
  void line_thatIsTooLong_isShownCutWithAMark() {
    assertThat(text("x".repeat(100_000))).isEqualTo("…" + "x".repeat(MOST));
  }

  @Test
  void line_thatIsTooLong_isNotLostBeforeShortOnes() {
    assertThat(text("begin " + "x".repeat(MOST) + "\nthe end\n"))
        .isEqualTo("…" + "x".repeat(MOST - "\nthe end\n".length()) + "\nthe end");
  }

  @Test
  void cut_betweenLines_isNoCutOfALine() {
    assertThat(text("gone\n" + "y".repeat(MOST))).isEqualTo("y".repeat(MOST));
    assertThat(text("\n" + "y".repeat(MOST - 1) + "\n")).isEqualTo("y".repeat(MOST - 1));
  }

  @Test
  void value_thatIsCutThrough_isNotShown() {
    String secret = "open-sesame";
    String rest = "z".repeat(MOST - 6);
    assertThat(text("before " + secret + rest, secret)).isEqualTo("…" + rest);
    assertThat(text(secret + "z".repeat(10), secret)).endsWith("z…zzzzzzzzzz");
  }

  @Test
  void character_thatIsCutThrough_isDropped() {
    assertThat(text("ab" + "é".repeat(MOST / 2) + "c"))
        .isEqualTo("…" + "é".repeat(MOST / 2 - 1) + "c");
  }

  @Test
  void lines_thatAreMany_areTheLast() {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      all.append("line ").append(i).append('\n');
    }
    assertThat(text(all.toString()).lines()).hasSize(20).startsWith("line 30").endsWith("line 49");
  }
}
