package io.dockeradvanced.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.InvalidSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageReferenceTest {
  private static final String HEX = "0123456789abcdef".repeat(4);

  @ParameterizedTest
  @CsvSource({
    "alpine, docker.io/library/alpine, alpine",
    "alpine:3.20, docker.io/library/alpine:3.20, alpine:3.20",
    "shop/web, docker.io/shop/web, shop/web",
    "docker.io/alpine, docker.io/library/alpine, alpine",
    "index.docker.io/shop/web, docker.io/shop/web, shop/web",
    "docker.io/library/a/b, docker.io/library/a/b, library/a/b",
    "localhost/web, localhost/web, localhost/web",
    "localhost:5000, docker.io/library/localhost:5000, localhost:5000",
    "localhost:5000/web:1, localhost:5000/web:1, localhost:5000/web:1",
    "[2001:db8::1]:5000/web, [2001:db8::1]:5000/web, [2001:db8::1]:5000/web",
    "ghcr.io/o/r.s_t__u---v, ghcr.io/o/r.s_t__u---v, ghcr.io/o/r.s_t__u---v",
    "Registry/web, Registry/web, Registry/web",
    "a_b.c/d, a_b.c/d, a_b.c/d"
  })
  void parse_ofWhatPeopleWrite_isCompletedAsDockerDoes(
      String text, String canonical, String familiar) {
    ImageReference reference = ImageReference.parse(text);

    assertThat(reference.canonical()).isEqualTo(canonical);
    assertThat(reference.familiar()).isEqualTo(familiar);
    assertThat(ImageReference.parse(familiar)).isEqualTo(reference);
  }

  @Test
  void parse_ofTagAndDigest_keepsBoth() {
    ImageReference reference = ImageReference.parse("web:1@sha256:" + HEX);

    assertThat(reference.tag()).contains("1");
    assertThat(reference.digest().orElseThrow().hex()).isEqualTo(HEX);
    assertThat(reference.pinned().familiar()).isEqualTo("web@sha256:" + HEX);
    assertThat(reference.bare().orLatest().familiar()).isEqualTo("web:latest");
    assertThat(reference.orLatest()).isEqualTo(reference);
  }

  @ParameterizedTest
  @CsvSource({
    "Web, invalid reference format: repository name (library/Web) must be lowercase",
    "ghcr.io/Web, invalid reference format: repository name (Web) must be lowercase",
    "web:, invalid reference format",
    "web@sha256:abc, invalid reference format",
    "-web, invalid reference format",
    "a//b, invalid reference format",
    "a..b, invalid reference format",
    "a___b, invalid reference format",
    "https://ghcr.io/web, invalid reference format",
    "web:ü, invalid reference format",
    "FOO.-x/web, invalid reference format"
  })
  void parse_ofWhatIsNone_saysItInDockersWords(String text, String message) {
    assertThatThrownBy(() -> ImageReference.parse(text))
        .isInstanceOf(InvalidSpec.class)
        .hasMessage(text + ": " + message);
  }

  @Test
  void parse_ofAnId_isRefused() {
    assertThatThrownBy(() -> ImageReference.parse(HEX))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("cannot specify 64-byte hexadecimal strings");
  }

  @Test
  void parse_ofAnUnknownAlgorithm_isRefused() {
    assertThatThrownBy(() -> ImageReference.parse("web@sha999:" + HEX))
        .hasMessageContaining("unsupported digest algorithm");
    assertThatThrownBy(() -> ImageReference.parse("web@sha256:" + HEX.substring(2)))
        .hasMessageContaining("invalid checksum digest length");
    assertThatThrownBy(() -> ImageReference.parse("web@sha256:" + HEX.replace('a', 'A')))
        .hasMessageContaining("invalid checksum digest format");
  }

  @Test
  void parse_ofALongPath_takes255Characters() {
    String longest = "ghcr.io/" + "a".repeat(255);
    assertThat(ImageReference.parse(longest).path()).hasSize(255);
    assertThatThrownBy(() -> ImageReference.parse(longest + "a"))
        .hasMessageContaining("repository name must not be more than 255 characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "\n", "a\u0000b", "@", "/", ":"})
  void parse_ofRubbish_isRefused(String text) {
    assertThatThrownBy(() -> ImageReference.parse(text)).isInstanceOf(InvalidSpec.class);
  }

  @Test
  void parts_thatMakeNoReference_areRefused() {
    ImageReference web = ImageReference.parse("web");
    assertThatThrownBy(() -> web.withTag("a/b")).isInstanceOf(InvalidSpec.class);
    assertThatThrownBy(() -> web.withTag("")).isInstanceOf(InvalidSpec.class);
    assertThatThrownBy(() -> new ImageReference("", "ghcr/x", web.tag(), web.digest()))
        .isInstanceOf(InvalidSpec.class);
  }
}
