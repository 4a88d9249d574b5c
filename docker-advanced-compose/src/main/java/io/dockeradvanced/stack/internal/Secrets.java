package io.dockeradvanced.stack.internal;

import io.dockeradvanced.operation.Vault;
import java.util.regex.Pattern;

/**
 * Decides what of a value may be shown. Only what is plainly no secret is: a number, a switch, a
 * version, a log level - and that only under a name that does not sound like a secret. Everything
 * else is shown as a keyed digest, so that one sees that it changed: a list of suspicious forms
 * would never be complete.
 */
final class Secrets {
  private static final Pattern NAME =
      Pattern.compile(
          "(?i).*(pass|pwd|secret|token|credential|private|api_?key|access_?key|auth|cookie|salt"
              + "|signature|license|dsn|connection_?string).*|(?i)(.*_)?(key|pw|pin|cert)(_.*)?");
  private static final Pattern PLAIN =
      Pattern.compile(
          "(?i)|true|false|yes|no|on|off|debug|info|warn|warning|error|trace|fatal|production"
              + "|development|staging|test|utc|-?\\d{1,6}(ms|s|m|h|k|kb|m|mb|g|gb)?"
              + "|v?\\d{1,5}(\\.\\d{1,5}){1,3}(-(alpha|beta|rc|snapshot)\\.?\\d{0,3})?");

  private final Vault vault;

  Secrets(Vault vault) {
    this.vault = vault;
  }

  /** The value as it may be printed. */
  String shown(String name, String value) {
    boolean plain = PLAIN.matcher(value).matches() && !NAME.matcher(name).matches();
    return plain ? "\"" + value + "\"" : vault.digest(value);
  }

  /** What digests are made with, and what must be kept is encrypted with. */
  Vault vault() {
    return vault;
  }

  /** A text without a name of its own, such as a command: any word in it may be a secret. */
  String digest(String value) {
    return vault.digest(value);
  }
}
