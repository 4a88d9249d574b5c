package io.dockeradvanced.compose.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.InvalidSpec;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DotEnvTest {
  private static Map<String, String> parse(String text) {
    Map<String, String> out = new LinkedHashMap<>();
    DotEnv.parse(".env", text, out, Map.of("OUT", "outer")::get, new Findings());
    return out;
  }

  @Test
  void parse_unquoted_endsBeforeACommentAndTrailingSpace() {
    assertThat(parse("A=b c # d\nB=x#y\r\n C = v \nD=\n"))
        .isEqualTo(Map.of("A", "b c", "B", "x#y", "C", "v", "D", ""));
  }

  @Test
  void parse_quotes_keepWhatTheyHold() {
    assertThat(parse("A='$OUT \\n'\nB=\"$OUT\\n\\\"q\\\"\"\nC=\"two\nlines\""))
        .isEqualTo(Map.of("A", "$OUT \\n", "B", "outer\n\"q\"", "C", "two\nlines"));
  }

  @Test
  void parse_escapedDollar_isNoVariable() {
    assertThat(parse("A=\"\\$OUT\"\nB=$$OUT")).isEqualTo(Map.of("A", "$OUT", "B", "$OUT"));
  }

  @Test
  void parse_octalEscape_isACharacter() {
    assertThat(parse("A=\"\\0101\\08\\0777\\0\"")).containsEntry("A", "A\\8\\777\\");
  }

  @Test
  void parse_exportColonAndBom_areUnderstood() {
    assertThat(parse("\uFEFFexport A=1\nB: 2\nexported=3"))
        .isEqualTo(Map.of("A", "1", "B", "2", "exported", "3"));
  }

  @Test
  void parse_nameAlone_isInherited() {
    assertThat(parse("OUT\nMISSING\n")).isEqualTo(Map.of("OUT", "outer"));
  }

  @Test
  void parse_earlierLine_canBeUsed() {
    assertThat(parse("A=1\nB=${A}2\nC=${NO:-d}")).containsEntry("B", "12").containsEntry("C", "d");
  }

  @Test
  void parse_openQuote_isRefusedWhereItOpens() {
    assertThatThrownBy(() -> parse("A=1\nB=\"x\nC=2"))
        .isInstanceOf(InvalidSpec.class)
        .hasMessage(".env:2:3: The quote that opens here is not closed.");
  }

  /** Compose makes a variable without a name of it, which no engine takes. */
  @Test
  void parse_lastLineWithoutAValue_isRefused() {
    assertThatThrownBy(() -> parse("A=1\nALONE"))
        .hasMessageStartingWith(".env:2:1: The last line has no value;");
  }

  @Test
  void parse_variablesThatMultiply_areRefused() {
    StringBuilder text = new StringBuilder("A0=0123456789\n");
    for (int i = 1; i < 100; i++) {
      text.append("A%d=${A%d}${A%d}\n".formatted(i, i - 1, i - 1));
    }
    assertThatThrownBy(() -> parse(text.toString()))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("Variables add more than 8 MiB");
  }

  @Test
  void parse_badName_isRefusedWithoutItsValue() {
    assertThatThrownBy(() -> parse("A B=secret"))
        .hasMessage(".env:1:1: The name of a variable cannot have a space.");
    assertThatThrownBy(() -> parse("\nA(=secret")).hasMessageStartingWith(".env:2:2: ");
  }

  @Test
  void parseRaw_line_isTakenAsItIs() {
    Map<String, String> out = new HashMap<>();
    DotEnv.parseRaw("raw.env", "# c\n A='x' $B \nOUT\nNO\n", out, Map.of("OUT", "o")::get);
    assertThat(out).isEqualTo(Map.of("A", "'x' $B ", "OUT", "o"));
  }
}
