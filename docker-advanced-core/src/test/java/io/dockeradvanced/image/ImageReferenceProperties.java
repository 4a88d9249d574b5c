package io.dockeradvanced.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.image.internal.EngineImages;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every reference, and for every text. */
class ImageReferenceProperties {

  @Provide
  Arbitrary<String> references() {
    Arbitrary<String> word =
        Arbitraries.strings().withChars("abz019").ofMinLength(1).ofMaxLength(4);
    Arbitrary<String> separator = Arbitraries.of(".", "_", "__", "-", "---");
    Arbitrary<String> part =
        Combinators.combine(word, separator, word)
            .as((a, s, b) -> a.length() % 2 == 0 ? a : a + s + b);
    Arbitrary<String> domain =
        Arbitraries.of(
            "", "", "docker.io/", "index.docker.io/", "localhost/", "A/", "x.y:80/", "[::1]/");
    Arbitrary<String> path = part.list().ofMinSize(1).ofMaxSize(4).map(p -> String.join("/", p));
    Arbitrary<String> tag = Arbitraries.of("", "", ":1", ":latest", ":V_1.-x");
    Arbitrary<String> digest = Arbitraries.of("", "", "@sha256:" + "ab".repeat(32));
    return Combinators.combine(domain, path, tag, digest).as((d, p, t, g) -> d + p + t + g);
  }

  @Provide
  Arbitrary<String> nearlyReferences() {
    return Arbitraries.strings().withChars("aA0.:/@-_[]sh256é \u0000\uD83D\uDE00").ofMaxLength(60);
  }

  @Property
  void reference_writtenAndReadAgain_isTheSame(@ForAll("references") String text) {
    ImageReference reference = ImageReference.parse(text);
    assertThat(ImageReference.parse(reference.canonical())).isEqualTo(reference);
    assertThat(ImageReference.parse(EngineImages.name(reference))).isEqualTo(reference);
    assertThat(reference.familiar().length()).isLessThanOrEqualTo(reference.canonical().length());
    assertThat(reference.orLatest().nameOnly()).isFalse();
  }

  @Property
  void anyText_isAReferenceOrRefused(@ForAll("nearlyReferences") String text) {
    parsed(text).ifPresent(r -> assertThat(ImageReference.parse(r.canonical())).isEqualTo(r));
  }

  @Property(tries = 200)
  void anyString_isAReferenceOrRefused(@ForAll String text) {
    parsed(text);
  }

  @Property(tries = 20)
  void longText_isJudgedAtOnce(@ForAll("nearlyReferences") String piece) {
    parsed(piece.repeat(20_000));
    parsed("a" + "-".repeat(500_000) + piece);
    parsed("x/".repeat(300_000));
  }

  private static Optional<ImageReference> parsed(String text) {
    try {
      return Optional.of(ImageReference.parse(text));
    } catch (InvalidSpec e) {
      assertThat(e.getMessage()).hasSizeLessThan(1200);
      return Optional.empty();
    }
  }
}
