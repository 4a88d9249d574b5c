package io.dockeradvanced.stack.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.operation.Vault;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretsTest {
  private final Secrets secrets = new Secrets(new Vault(() -> new byte[32]));

  @Test
  void shown_ofSecretNames_isADigest() {
    for (String name :
        List.of(
            "DB_PASSWORD",
            "password",
            "MYSQL_ROOT_PASSWORD",
            "POSTGRES_PWD",
            "API_TOKEN",
            "AWS_SECRET",
            "SECRET_KEY_BASE",
            "PRIVATE_KEY",
            "APIKEY",
            "BASIC_AUTH",
            "SENTRY_DSN",
            "SSL_CERT",
            "KEY",
            "ENCRYPTION_KEY",
            "DB_PW",
            "SESSION_COOKIE",
            "PASSPHRASE",
            "LICENSE")) {
      assertThat(secrets.shown(name, "value-1")).as(name).startsWith("hmac:");
    }
  }

  @Test
  void shown_ofOrdinaryNames_isTheValue() {
    for (String name :
        List.of("VERSION", "PORT", "LOG_LEVEL", "TZ", "KEYBOARD", "MONKEY", "HOST")) {
      assertThat(secrets.shown(name, "value-1")).as(name).isEqualTo("\"value-1\"");
    }
  }

  @Test
  void shown_ofCredentialsInAUri_isADigest() {
    assertThat(secrets.shown("DATABASE_URL", "postgres://me:hunter2@db:5432/x"))
        .startsWith("hmac:");
    assertThat(secrets.shown("REPOSITORY", "https://ghp_1234@example.org/x")).startsWith("hmac:");
    assertThat(secrets.shown("DATABASE_URL", "postgres://db:5432/x"))
        .isEqualTo("\"postgres://db:5432/x\"");
  }

  @Test
  void shown_ofALongText_isOneShortLine() {
    assertThat(secrets.shown("TEXT", "a\nb".repeat(100))).hasSizeLessThan(90).doesNotContain("\n");
  }
}
