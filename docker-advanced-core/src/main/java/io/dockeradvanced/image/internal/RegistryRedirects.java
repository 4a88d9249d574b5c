package io.dockeradvanced.image.internal;

import io.dockeradvanced.image.RegistryOptions;
import io.dockeradvanced.image.RegistryRefused;
import java.net.URI;

/** Where a redirect may lead. Thread-safe. */
final class RegistryRedirects {
  /** How many are followed in a row. */
  static final int MOST = 5;

  private final RegistryOptions options;

  RegistryRedirects(RegistryOptions options) {
    this.options = options;
  }

  static boolean isOne(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  /**
   * The address that an answer sends on to.
   *
   * @param registry that is asked, for messages
   * @param what is asked for
   * @throws RegistryRefused when that is not to be asked
   */
  URI target(String registry, String what, URI from, RegistryHttp.Reply reply) {
    URI to;
    try {
      to = from.resolve(reply.header("Location"));
    } catch (IllegalArgumentException e) {
      throw refused(registry, what, "it redirects to what is no address");
    }
    String scheme = String.valueOf(to.getScheme());
    boolean web = scheme.equals("https") || scheme.equals("http");
    if (!web || to.getHost() == null || to.getRawUserInfo() != null || to.equals(from)) {
      throw refused(registry, what, "it redirects to what cannot be asked");
    }
    if (scheme.equals("http")
        && from.getScheme().equals("https")
        && !Hosts.isLoopback(to.getHost())
        && !options.isInsecure(to.getAuthority())) {
      throw refused(
          registry,
          what,
          "it redirects from HTTPS to plain HTTP at %s; allow that with RegistryOptions.insecure"
              .formatted(to.getAuthority()));
    }
    return to;
  }

  static RegistryRefused tooMany(String registry, String what) {
    return refused(registry, what, "it redirects more than " + MOST + " times");
  }

  private static RegistryRefused refused(String registry, String what, String why) {
    return new RegistryRefused(registry, 302, "%s when asked for %s".formatted(why, what));
  }
}
