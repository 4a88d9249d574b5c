package io.dockeradvanced.transport.ssh;

import io.dockeradvanced.InvalidSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which servers are trusted. There is deliberately none that trusts everything.
 *
 * <p>Except with {@link #fingerprints}, the known_hosts files that the SSH configuration names are
 * read: the user's and the system's.
 */
public sealed interface HostKeys {

  /** As the SSH configuration says: strict, or {@code StrictHostKeyChecking accept-new}. */
  static HostKeys configured() {
    return new Configured();
  }

  /** Only servers whose key stands in a known_hosts file. */
  static HostKeys strict() {
    return new Strict();
  }

  /**
   * As {@link #strict}, but the key of a server that was never seen before is written to {@code
   * file} and trusted from then on. A key that has changed is refused all the same.
   */
  static HostKeys acceptNew(Path file) {
    return new AcceptNew(file.toAbsolutePath());
  }

  /**
   * Only a server with one of these keys, whatever the known_hosts files say. Whoever has one of
   * the keys can be any host that these are given for: give each host its own, by {@code
   * Endpoint.ssh(…)}. Hosts of ProxyJump are not meant; they are known by the configuration.
   *
   * @param sha256 such as {@code SHA256:uNiVztksCsDhcc0u9e8BrrQXVUpKZIDTMczCvj3tD2s}, as {@code
   *     ssh-keygen -lf} prints it
   */
  static HostKeys fingerprints(String... sha256) {
    return new Fingerprints(List.of(sha256));
  }

  /** See {@link HostKeys#configured()}. */
  record Configured() implements HostKeys {}

  /** See {@link HostKeys#strict()}. */
  record Strict() implements HostKeys {}

  /** See {@link HostKeys#acceptNew}. */
  record AcceptNew(Path file) implements HostKeys {}

  /** See {@link HostKeys#fingerprints}. */
  record Fingerprints(List<String> sha256) implements HostKeys {
    private static final Pattern FORM = Pattern.compile("SHA256:[A-Za-z0-9+/]{43}");

    public Fingerprints {
      sha256 = sha256.stream().map(f -> f.strip().replaceFirst("=$", "")).toList();
      for (String one : sha256) {
        if (!FORM.matcher(one).matches()) {
          throw new InvalidSpec(
              "fingerprint",
              0,
              0,
              "'%s' is not a fingerprint such as SHA256:uNiVztks… with 43 characters; see ssh-keygen -lf"
                  .formatted(one));
        }
      }
      if (sha256.isEmpty()) {
        throw new InvalidSpec("fingerprint", 0, 0, "at least one fingerprint is needed");
      }
    }
  }
}
