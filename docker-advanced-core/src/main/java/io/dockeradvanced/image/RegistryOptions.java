package io.dockeradvanced.image;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How this process speaks with registries. Immutable; set with {@code
 * Config.use(RegistryOptions.class, …)}. What engines do with registries is their own
 * configuration.
 */
public final class RegistryOptions {
  private static final RegistryOptions DEFAULTS =
      new RegistryOptions(Map.of(), Set.of(), Duration.ofSeconds(30), Duration.ofSeconds(30), 6);

  private final Map<String, List<URI>> mirrors;
  private final Set<String> insecure;
  private final Duration timeout;
  private final Duration patience;
  private final int perHost;

  private RegistryOptions(
      Map<String, List<URI>> mirrors,
      Set<String> insecure,
      Duration timeout,
      Duration patience,
      int perHost) {
    this.mirrors = mirrors;
    this.insecure = insecure;
    this.timeout = timeout;
    this.patience = patience;
    this.perHost = perHost;
  }

  /** No mirrors; HTTPS but for this machine; 30 s; 6 calls to one host at a time. */
  public static RegistryOptions defaults() {
    return DEFAULTS;
  }

  /**
   * Asks this mirror before the registry; several are asked in turn.
   *
   * @param registry as in references, such as {@code docker.io}
   * @param mirror such as {@code https://mirror.example}; {@code http} says that it is insecure
   */
  public RegistryOptions mirror(String registry, URI mirror) {
    String scheme = String.valueOf(mirror.getScheme());
    if (!(scheme.equals("https") || scheme.equals("http"))
        || mirror.getHost() == null
        || mirror.getRawUserInfo() != null
        || mirror.getRawQuery() != null
        || mirror.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "a mirror is https://host[:port][/path] or http://…, without user and query");
    }
    Map<String, List<URI>> all = new LinkedHashMap<>(mirrors);
    List<URI> list = new ArrayList<>(all.getOrDefault(registry, List.of()));
    list.add(mirror);
    all.put(registry, List.copyOf(list));
    return new RegistryOptions(Map.copyOf(all), insecure, timeout, patience, perHost);
  }

  /**
   * Lets plain HTTP be spoken with this registry when it has no HTTPS. Registries of this machine's
   * loopback need not be named.
   *
   * @param registry host and port as in references, such as {@code registry.lan:5000}
   */
  public RegistryOptions insecure(String registry) {
    Set<String> all = new LinkedHashSet<>(insecure);
    all.add(registry);
    return new RegistryOptions(mirrors, Set.copyOf(all), timeout, patience, perHost);
  }

  /** The deadline of one request; 30 s unless set. */
  public RegistryOptions timeout(Duration limit) {
    return new RegistryOptions(mirrors, insecure, positive(limit), patience, perHost);
  }

  /** How long a call may wait in all for a registry that is busy or limits it; 30 s unless set. */
  public RegistryOptions patience(Duration limit) {
    return new RegistryOptions(mirrors, insecure, timeout, positive(limit), perHost);
  }

  /** How many requests to one host may be under way; 6 unless set. */
  public RegistryOptions perHost(int requests) {
    if (requests < 1) {
      throw new IllegalArgumentException("perHost is " + requests);
    }
    return new RegistryOptions(mirrors, insecure, timeout, patience, requests);
  }

  private static Duration positive(Duration d) {
    if (d.isNegative() || d.isZero()) {
      throw new IllegalArgumentException("not positive: " + d);
    }
    return d;
  }

  /** The mirrors of a registry, in their order. */
  public List<URI> mirrors(String registry) {
    return mirrors.getOrDefault(registry, List.of());
  }

  /** Whether plain HTTP was allowed for this registry. */
  public boolean isInsecure(String registry) {
    return insecure.contains(registry);
  }

  /** The deadline of one request. */
  public Duration timeout() {
    return timeout;
  }

  /** The longest wait for a busy registry. */
  public Duration patience() {
    return patience;
  }

  /** The most requests to one host at a time. */
  public int perHost() {
    return perHost;
  }
}
