package io.dockeradvanced.compose.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class GoJsonProperties {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Property
  void quote_anyText_isReadBackByAJsonParser(@ForAll String text) throws IOException {
    String utf8 = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    String valid = hasLoneSurrogate(text) ? null : utf8;
    String read = JSON.readValue(GoJson.quote(text), String.class);
    if (valid != null) {
      assertThat(read).isEqualTo(valid);
    } else {
      assertThat(read).contains("\ufffd");
    }
  }

  @Property
  void quote_anyText_hasNoRawHtmlOrLineBreak(@ForAll String text) {
    assertThat(GoJson.quote(text)).doesNotContain("<", ">", "&", "\n", "\u2028", "\u2029");
  }

  @Example
  void quote_controlCharacters_areEscapedAsInGo() {
    assertThat(GoJson.quote("\u0001\b\f\n\r\t\"\\<é😀"))
        .isEqualTo("\"\\u0001\\b\\f\\n\\r\\t\\\"\\\\\\u003cé😀\"");
  }

  private static boolean hasLoneSurrogate(String text) {
    return text.codePoints().anyMatch(c -> c >= 0xD800 && c <= 0xDFFF);
  }
}
