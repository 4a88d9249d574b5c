package io.dockeradvanced.stack.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.operation.Vault;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretsTest {
  private final Secrets secrets = new Secrets(new Vault(() -> new byte[32]));

  @Test
  void shown_ofPlainValues_isTheValue() {
    for (String value :
        List.of(
            "",
            "1",
            "8080",
            "-5",
            "true",
            "off",
            "1.4",
            "v2.10.3",
            "1.0-rc.1",
            "30s",
            "512m",
            "INFO")) {
      assertThat(secrets.shown("SETTING", value)).as(value).isEqualTo("\"" + value + "\"");
    }
  }

  @Test
  void shown_ofAnythingThatMayHideASecret_isADigest() {
    for (String value :
        List.of(
            "hunter2",
            "postgres://me:hunter2@db:5432/x",
            "https://ghp_1234@example.org/x",
            "jdbc:mysql://h/d?user=x&password=hunter2",
            "-Ddb.password=hunter3",
            "{\"password\":\"hunter5\"}",
            "12345678901234567890",
            "two\nlines")) {
      assertThat(secrets.shown("SETTING", value)).as(value).startsWith("hmac:");
    }
  }

  @Test
  void shown_ofSecretNames_hidesEvenANumber() {
    for (String name :
        List.of("DB_PASSWORD", "PIN", "API_TOKEN", "SECRET_KEY_BASE", "ENCRYPTION_KEY", "DB_PW")) {
      assertThat(secrets.shown(name, "1234")).as(name).startsWith("hmac:");
    }
  }
}
