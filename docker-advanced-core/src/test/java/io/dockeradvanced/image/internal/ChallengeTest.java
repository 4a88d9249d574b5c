package io.dockeradvanced.image.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;

class ChallengeTest {
  @Example
  void header_withSeveralChallenges_isTakenApart() {
    assertThat(
            Challenge.parse(
                List.of(
                    "Bearer realm=\"https://a/t?x=1,2\", service = \"s \\\"q\\\"\",scope=a:b",
                    "Basic realm=x, Negotiate , Digest qop=\"\"")))
        .containsExactly(
            new Challenge(
                "bearer",
                Map.of("realm", "https://a/t?x=1,2", "service", "s \"q\"", "scope", "a:b")),
            new Challenge("basic", Map.of("realm", "x")),
            new Challenge("negotiate", Map.of()),
            new Challenge("digest", Map.of("qop", "")));
  }

  @Property
  void anyHeader_isReadToItsEnd(@ForAll String header) {
    assertThat(Challenge.parse(List.of(header)).size()).isLessThanOrEqualTo(33);
  }

  @Property
  void nearlyAHeader_isReadToItsEnd(
      @ForAll @Chars({'"', '=', ',', ' ', '\\'}) @CharRange(from = 'a', to = 'c') String header) {
    assertThat(Challenge.parse(List.of(header, header)).size()).isLessThanOrEqualTo(66);
  }
}
