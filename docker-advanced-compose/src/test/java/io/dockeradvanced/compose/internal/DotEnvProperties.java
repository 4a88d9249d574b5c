package io.dockeradvanced.compose.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.InvalidSpec;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class DotEnvProperties {
  private static Map<String, String> parse(String text) {
    Map<String, String> out = new HashMap<>();
    DotEnv.parse(".env", text, out, name -> null, new Findings());
    return out;
  }

  @Property
  void parse_doubleQuotedValue_isReadBack(@ForAll("values") String value) {
    String escaped =
        value.replace("\\", "\\\\").replace("\"", "\\\"").replace("$", "\\$").replace("\n", "\\n");
    assertThat(parse("A=\"" + escaped + "\"\nB=1")).isEqualTo(Map.of("A", value, "B", "1"));
  }

  @Property(tries = 3000)
  void parse_anything_endsWithVariablesOrARefusal(@ForAll("hostile") String text) {
    try {
      parse(text);
    } catch (InvalidSpec e) {
      assertThat(e.findings()).isNotEmpty();
    }
  }

  @Provide
  Arbitrary<String> values() {
    return Arbitraries.strings().withChars("ab '#=\"$\n{}é").ofMaxLength(20);
  }

  @Provide
  Arbitrary<String> hostile() {
    return Arbitraries.strings().withChars("AB=: \n\"'\\$#{}-0\u00a0\uFEFF").ofMaxLength(60);
  }
}
