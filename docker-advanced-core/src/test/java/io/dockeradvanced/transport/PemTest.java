package io.dockeradvanced.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.lab.Authority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keys and certificates that openssl wrote. */
class PemTest {
  @TempDir Path directory;

  private String openssl(String... arguments) throws Exception {
    Path out = Files.createTempFile(directory, "out", ".pem");
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("-out", out.toString()));
    Authority.openssl(all);
    return Files.readString(out);
  }

  private Path file(String text) throws Exception {
    return Files.writeString(Files.createTempFile(directory, "in", ".pem"), text);
  }

  @ParameterizedTest
  @CsvSource({
    "RSA,rsa_keygen_bits:2048",
    "RSA,rsa_keygen_bits:3072",
    "EC,ec_paramgen_curve:P-256",
    "EC,ec_paramgen_curve:P-384",
    "EC,ec_paramgen_curve:P-521"
  })
  void privateKey_traditionalFormat_isTheSameAsPkcs8(String algorithm, String option)
      throws Exception {
    String pkcs8 = openssl("genpkey", "-algorithm", algorithm, "-pkeyopt", option);
    String traditional = openssl("pkey", "-traditional", "-in", file(pkcs8).toString(), "-text");

    assertThat(pkcs8).contains("BEGIN PRIVATE KEY");
    assertThat(traditional).contains("BEGIN " + algorithm + " PRIVATE KEY");
    PrivateKey key = Pem.privateKey(traditional);
    assertThat(key.getAlgorithm()).isEqualTo(algorithm);
    if (key instanceof ECPrivateKey ec && Pem.privateKey(pkcs8) instanceof ECPrivateKey same) {
      // Encoded they differ: openssl leaves the public key out of one of them.
      assertThat(ec.getS()).isEqualTo(same.getS());
      assertThat(ec.getParams()).isEqualTo(same.getParams());
    } else {
      assertThat(key).isEqualTo(Pem.privateKey(pkcs8));
    }
  }

  /**
   * As {@code openssl ecparam -genkey} writes it: the parameters first, in a block of their own.
   */
  @Test
  void privateKey_afterItsParameters_isFound() throws Exception {
    String text = openssl("ecparam", "-name", "secp384r1", "-genkey");

    assertThat(text).startsWith("-----BEGIN EC PARAMETERS");
    assertThat(Pem.privateKey(text).getAlgorithm()).isEqualTo("EC");
  }

  @Test
  void privateKey_ed25519_isRead() throws Exception {
    assertThat(Pem.privateKey(openssl("genpkey", "-algorithm", "ED25519")).getAlgorithm())
        .isEqualTo("EdDSA");
  }

  @Test
  void privateKey_withWindowsLineEnds_isRead() throws Exception {
    String text = openssl("genpkey", "-algorithm", "ED25519").replace("\n", "\r\n");

    assertThat(Pem.privateKey("# mine\r\n" + text)).isNotNull();
  }

  @Test
  void privateKey_encrypted_saysHowToDecrypt() throws Exception {
    Path plain = file(openssl("genpkey", "-algorithm", "RSA"));
    String in = plain.toString();
    for (String text :
        List.of(
            openssl("pkey", "-in", in, "-aes128", "-passout", "pass:geheim"),
            openssl("rsa", "-traditional", "-in", in, "-aes128", "-passout", "pass:geheim"))) {
      assertThatThrownBy(() -> Pem.privateKey(text))
          .isInstanceOf(Pem.Unusable.class)
          .hasMessageContaining("is encrypted")
          .hasMessageContaining("openssl pkey");
    }
  }

  @Test
  void privateKey_explicitCurve_isRefused() throws Exception {
    String text =
        openssl("ecparam", "-name", "prime256v1", "-genkey", "-param_enc", "explicit", "-noout");

    assertThatThrownBy(() -> Pem.privateKey(text))
        .isInstanceOf(Pem.Unusable.class)
        .hasMessageContaining("does not name its curve");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "PRIVATE KEY,AAAA",
        "PRIVATE KEY,MAA=",
        "PRIVATE KEY,MIIB",
        "RSA PRIVATE KEY,AAAA",
        "EC PRIVATE KEY,AAAA",
        "EC PRIVATE KEY,MAA=",
        "PRIVATE KEY,%%%",
        "PRIVATE KEY,AAAAA",
        "PUBLIC KEY,AAAA",
        "PRIVATE KEY,MISE////"
      })
  void privateKey_garbage_isRefusedAndNotQuoted(String type, String content) {
    String text = "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(type, content);

    assertThatThrownBy(() -> Pem.privateKey(text))
        .isInstanceOf(Pem.Unusable.class)
        .hasMessageNotContaining(content);
  }

  @Test
  void certificates_severalWithTextAround_areAllRead() throws Exception {
    Authority one = Authority.create(directory.resolve("one"), "one");
    Authority two = Authority.create(directory.resolve("two"), "two");
    String text =
        openssl("x509", "-text", "-in", one.certificate().toString())
            + "\n# and\n"
            + Files.readString(two.certificate());

    assertThat(Pem.certificates(text))
        .extracting(c -> c.getSubjectX500Principal().getName())
        .containsExactly("CN=one", "CN=two");
  }

  @Test
  void certificates_none_isRefused() {
    for (String text : List.of("", "hello", "-----BEGIN CERTIFICATE-----\nAAAA\n")) {
      assertThatThrownBy(() -> Pem.certificates(text))
          .isInstanceOf(Pem.Unusable.class)
          .hasMessageContaining("no certificate");
    }
    assertThatThrownBy(
            () ->
                Pem.certificates("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"))
        .isInstanceOf(Pem.Unusable.class)
        .hasMessageContaining("cannot be read");
  }
}
