package io.dockeradvanced.compose.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class TemplateProperties {
  private final Template template =
      new Template(new Template.Room(), Map.of("A", "value")::get, name -> {});

  @Property
  void substitute_escapedDollars_giveTheTextBack(@ForAll String text) {
    assertThat(template.substitute(text.replace("$", "$$"))).isEqualTo(text);
  }

  @Property
  void substitute_plainVariable_isReplacedAnywhere(
      @ForAll("plain") String before, @ForAll("plain") String after) {
    assertThat(template.substitute(before + "${A}" + after)).isEqualTo(before + "value" + after);
    assertThat(template.substitute(before + "${B:-" + after + "}")).isEqualTo(before + after);
  }

  @Property(tries = 5000)
  void substitute_anything_endsWithATextOrARefusal(@ForAll("hostile") String text) {
    try {
      assertThat(template.substitute(text)).isNotNull();
    } catch (Template.BadTemplate e) {
      assertThat(e.sentence()).isNotBlank();
    }
  }

  @Provide
  Arbitrary<String> plain() {
    return Arbitraries.strings().withChars("abc xyz-:?+,.").ofMaxLength(20);
  }

  @Provide
  Arbitrary<String> hostile() {
    return Arbitraries.strings().withChars("${}AB:-?+ \n").ofMaxLength(60);
  }
}
