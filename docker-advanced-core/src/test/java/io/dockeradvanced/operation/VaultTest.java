package io.dockeradvanced.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.DockerAdvancedException;
import java.nio.file.Path;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class VaultTest {
  private final Vault vault = new Vault(() -> FakeProcess.KEY.clone());

  @Property(tries = 300)
  void seal_anyText_opensToTheSame(@ForAll String text, @ForAll String context) {
    // Half a surrogate pair is no text and has no form in UTF-8.
    String plain =
        new String(
            text.getBytes(java.nio.charset.StandardCharsets.UTF_8),
            java.nio.charset.StandardCharsets.UTF_8);
    assertThat(vault.open(vault.seal(plain, context), context)).isEqualTo(plain);
  }

  @Property(tries = 300)
  void open_anyByteChanged_isRefused(
      @ForAll @IntRange(min = 0, max = 45) int at, @ForAll @IntRange(min = 0, max = 7) int bit) {
    String sealed = vault.seal("attack at dawn: 17", "here"); // 12 + 18 + 16 bytes
    byte[] bytes = Base64.getDecoder().decode(sealed.substring(3));
    bytes[at] ^= (byte) (1 << bit);
    String changed = "v1:" + Base64.getEncoder().encodeToString(bytes);
    assertThatThrownBy(() -> vault.open(changed, "here"))
        .isInstanceOf(DockerAdvancedException.class)
        .hasMessageContaining("here cannot be decrypted")
        .hasMessageNotContaining("dawn");
  }

  @Property(tries = 300)
  void open_anyGarbage_isRefusedInWords(@ForAll String garbage) {
    assertThatThrownBy(() -> vault.open(garbage, "here"))
        .isInstanceOf(DockerAdvancedException.class);
    assertThatThrownBy(() -> vault.open("v1:" + garbage, "here"))
        .isInstanceOf(DockerAdvancedException.class);
  }

  @Test
  void seal_sameTextTwice_looksDifferent() {
    assertThat(vault.seal("secret", "here")).isNotEqualTo(vault.seal("secret", "here"));
  }

  @Test
  void open_otherContext_isRefused() {
    String sealed = vault.seal("secret", "here");
    assertThatThrownBy(() -> vault.open(sealed, "there"))
        .isInstanceOf(DockerAdvancedException.class);
  }

  @Test
  void open_otherKey_saysSo() {
    String sealed = vault.seal("secret", "here");
    Vault other = new Vault(() -> new byte[32]);
    assertThatThrownBy(() -> other.open(sealed, "here")).hasMessageContaining("with another key");
  }

  @Test
  void open_formOfALaterRelease_saysSo() {
    assertThatThrownBy(() -> vault.open("v2:abc", "here"))
        .hasMessageContaining("a form that this release does not know");
  }

  @Test
  void seal_keyOfAnotherLength_isRefused() {
    Vault weak = new Vault(() -> new byte[16]);
    assertThatThrownBy(() -> weak.seal("secret", "here")).hasMessageContaining("16 bytes");
    assertThatThrownBy(() -> weak.digest("secret")).hasMessageContaining("16 bytes");
  }

  @Test
  void digest_whereNoKeyCanBeKept_isThatOfThisProcess() {
    Vault nowhere = new Vault(SecretSource.file(Path.of("/proc/nowhere/key")));
    assertThat(nowhere.digest("a")).isEqualTo(nowhere.digest("a")).isNotEqualTo(vault.digest("a"));
    assertThatThrownBy(() -> nowhere.seal("a", "here")).hasMessageContaining("/proc/nowhere/key");
  }

  @Test
  void digest_dependsOnValueAndKeyOnly() {
    assertThat(vault.digest("a")).isEqualTo(vault.digest("a")).isNotEqualTo(vault.digest("b"));
    assertThat(new Vault(() -> new byte[32]).digest("a")).isNotEqualTo(vault.digest("a"));
    assertThat(vault.digest("a")).matches("hmac:[0-9a-f]{12}");
  }
}
