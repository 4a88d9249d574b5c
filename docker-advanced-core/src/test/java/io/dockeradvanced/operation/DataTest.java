package io.dockeradvanced.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class DataTest {

  @Provide
  Arbitrary<Map<String, Object>> objects() {
    Arbitrary<Object> scalars =
        Arbitraries.oneOf(
            Arbitraries.strings().map(s -> (Object) s),
            Arbitraries.integers().map(i -> (Object) i),
            Arbitraries.longs().map(i -> (Object) i),
            Arbitraries.bigIntegers().map(i -> (Object) i),
            Arbitraries.doubles().map(i -> (Object) i),
            Arbitraries.of(true, false).map(b -> (Object) b),
            Arbitraries.just(null));
    Arbitrary<Object> values =
        Arbitraries.recursive(
            () -> scalars,
            inner ->
                Arbitraries.oneOf(
                    inner.list().ofMaxSize(3).map(l -> (Object) l),
                    Arbitraries.maps(Arbitraries.strings().ofMaxLength(4), inner)
                        .ofMaxSize(3)
                        .map(m -> (Object) m)),
            0,
            3);
    return Arbitraries.maps(Arbitraries.strings().ofMaxLength(6), values).ofMaxSize(5);
  }

  @Property(tries = 500)
  void parse_whatWasWritten_isEqual(@ForAll("objects") Map<String, Object> values) {
    Data data = Data.of(values);
    Data back = Data.parse(data.toJson());
    assertThat(back).isEqualTo(data);
    assertThat(back.hashCode()).isEqualTo(data.hashCode());
    assertThat(back.toJson()).isEqualTo(data.toJson());
  }

  @Property(tries = 300)
  void parse_anyText_isAnObjectOrRefusedWithoutQuotingIt(@ForAll String text) {
    try {
      Data.parse(text);
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).startsWith("not a JSON object: line ");
    }
  }

  @Test
  void equals_wholeNumbersOfAnyType_areEqual() {
    Data expected = Data.of("n", 7L);
    for (Number seven : List.of(7, (short) 7, (byte) 7, BigInteger.valueOf(7))) {
      assertThat(Data.of("n", seven)).isEqualTo(expected);
    }
    assertThat(Data.of("n", 0.5f)).isEqualTo(Data.of("n", new BigDecimal("0.5")));
  }

  @Test
  void with_notANumber_isRefused() {
    assertThatThrownBy(() -> Data.of("n", Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Data.of("n", Double.POSITIVE_INFINITY))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void with_objectThatIsNotJson_isRefused() {
    assertThatThrownBy(() -> Data.of("n", new Object()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not a JSON value: java.lang.Object");
  }

  @Test
  void of_mutableContent_isCopied() {
    List<Object> list = new ArrayList<>(List.of("a"));
    Map<String, Object> inner = new LinkedHashMap<>(Map.of("list", list));
    Data data = Data.of("inner", inner);
    list.add("b");
    inner.put("c", 1);
    assertThat(data.toJson()).isEqualTo("{\"inner\":{\"list\":[\"a\"]}}");
    assertThatThrownBy(() -> data.asMap().put("x", 1))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void toString_showsNoValues() {
    Data data = Data.of("password", "hunter2").with("inner", Map.of("password", "hunter2"));
    assertThat(data.toString()).isEqualTo("Data[password, inner]");
    assertThatThrownBy(() -> data.text("user")).hasMessage("no 'user' in [password, inner]");
    assertThatThrownBy(() -> Data.parse("{\"password\": \"hunter2\" x}"))
        .hasMessageNotContaining("hunter2");
    assertThatThrownBy(() -> Data.parse("{\"a\": 1} {\"b\": 2}"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readers_otherTypes_answerTheirDefaults() {
    Data data = Data.of("text", "x").with("list", List.of(Map.of("a", 1), "b")).with("null", null);
    assertThat(data.number("text", 5)).isEqualTo(5);
    assertThat(data.flag("text")).isFalse();
    assertThat(data.texts("text")).isEmpty();
    assertThat(data.object("list").isEmpty()).isTrue();
    assertThat(data.objects("list")).containsExactly(Data.of("a", 1));
    assertThat(data.find("null")).isEmpty();
    assertThat(data.has("null")).isTrue();
  }
}
