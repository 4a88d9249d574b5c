package io.dockeradvanced.stack.internal;

import io.dockeradvanced.operation.Vault;
import java.util.regex.Pattern;

/**
 * Decides what of a value may be shown. A value counts as secret when its name sounds like one, or
 * when it holds credentials in a URI; a secret is shown as a keyed digest, so that one sees that it
 * changed.
 */
final class Secrets {
  private static final Pattern NAME =
      Pattern.compile(
          "(?i).*(pass|pwd|secret|token|credential|private|api_?key|access_?key|auth|cookie|salt"
              + "|signature|license|dsn|connection_?string).*|(?i)(.*_)?(key|pw|pin|cert)(_.*)?");
  // https://token@host is as secret as https://user:password@host.
  private static final Pattern CREDENTIALS = Pattern.compile("(?s).*://[^/@\\s]+@.*");
  private static final int LONGEST = 80;

  private final Vault vault;

  Secrets(Vault vault) {
    this.vault = vault;
  }

  /** The value as it may be printed. */
  String shown(String name, String value) {
    if (NAME.matcher(name).matches() || CREDENTIALS.matcher(value).matches()) {
      return vault.digest(value);
    }
    String line = value.replaceAll("\\s+", " ");
    return "\"" + (line.length() > LONGEST ? line.substring(0, LONGEST) + "…" : line) + "\"";
  }

  /** A text without a name of its own, such as a command: any word in it may be a secret. */
  String digest(String value) {
    return vault.digest(value);
  }
}
