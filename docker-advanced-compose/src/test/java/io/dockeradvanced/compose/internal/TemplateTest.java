package io.dockeradvanced.compose.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
  private final List<String> unset = new ArrayList<>();
  private final Template template =
      new Template(new Template.Room(), Map.of("SET", "v", "EMPTY", "", "A", "a")::get, unset::add);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$SET | v",
        "${SET} | v",
        "x$SET-y | xv-y",
        "$$SET | $SET",
        "$$$SET | $v",
        "${SET:-d} | v",
        "${EMPTY:-d} | d",
        "[${EMPTY-d}] | []",
        "${NO-d} | d",
        "${SET:+r} | r",
        "[${EMPTY:+r}] | []",
        "${EMPTY+r} | r",
        "[${NO+r}] | []",
        "${SET?e} | v",
        "[${EMPTY?e}] | []",
        "${NO:-${EMPTY:-${A}b}c}d | abcd",
        "${SET:+${SET},}e | v,e",
        "${NO:-a:-b} | a:-b",
        "${NO-x:?y} | x:?y",
        "${NO:-{}} | {}",
        "${NO:-x}${A} | xa",
        "5$ | 5$",
        "$} | $}",
        "^a$ | ^a$",
        "$1 | $1",
        "a$-b | a$-b"
      })
  void substitute_form_givesWhatComposeGives(String text, String expected) {
    assertThat(template.substitute(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"${", "${}", "${A", "${A!b}", "${1}", "x ${A:-b", "${A:}", "${A:-x\ny}"})
  void substitute_incompleteVariable_isRefused(String text) {
    assertThatThrownBy(() -> template.substitute(text))
        .isInstanceOf(Template.BadTemplate.class)
        .hasMessageContaining("is not complete");
  }

  @Test
  void substitute_requiredVariable_saysTheAuthorsWords() {
    assertThatThrownBy(() -> template.substitute("${NO:?give me ${A}}"))
        .hasMessage("The variable NO must be set: give me a");
    assertThatThrownBy(() -> template.substitute("${EMPTY:?}"))
        .hasMessage("The variable EMPTY must be set.");
  }

  @Test
  void substitute_unsetVariable_isEmptyAndTold() {
    assertThat(template.substitute("[$NO]")).isEqualTo("[]");
    assertThat(unset).containsExactly("NO");
  }

  @Test
  void substitute_unusedError_isNotRaised() {
    assertThat(template.substitute("${SET:-x}")).isEqualTo("v");
    assertThat(unset).isEmpty();
  }

  @Test
  void substitute_badDefault_showsNoMoreThanTheName() {
    assertThatThrownBy(() -> template.substitute("${PASSWORD:-hunter2"))
        .hasMessageContaining("${PASSWORD")
        .hasMessageNotContaining("hunter2");
  }
}
