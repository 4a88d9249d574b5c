package io.dockeradvanced.image.internal;

import io.dockeradvanced.image.RegistryOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Where a registry's content may be asked for: its mirrors, then itself. Thread-safe. */
final class RegistryPlaces {
  private static final String HUB = "docker.io";
  private static final String HUB_API = "registry-1.docker.io";
  private static final Duration PROBE = Duration.ofSeconds(10);
  private static final int MAX_PROBE = 1 << 20;

  private final RegistryHttp http;
  private final RegistryOptions options;
  private final Map<String, URI> found = new ConcurrentHashMap<>();

  RegistryPlaces(RegistryHttp http, RegistryOptions options) {
    this.http = http;
    this.options = options;
  }

  /**
   * One place.
   *
   * @param registry whose login counts there
   * @param address of its API; null when only probing tells whether it speaks HTTPS
   * @param mayBePlain whether plain HTTP will do
   */
  record Place(String registry, String authority, @Nullable URI address, boolean mayBePlain) {}

  /** The registry at an address, as it stands in references. */
  static String registry(URI at) {
    String host = at.getHost().toLowerCase(Locale.ROOT);
    boolean usual = at.getPort() < 0 || at.getPort() == (at.getScheme().equals("https") ? 443 : 80);
    if (host.equals(HUB_API)) {
      return HUB;
    }
    return usual ? host : host + ":" + at.getPort();
  }

  /** The registry itself is the last one. */
  List<Place> of(String registry) {
    List<Place> all = new ArrayList<>();
    for (URI mirror : options.mirrors(registry)) {
      String text = mirror.toString().replaceFirst("/+$", "");
      String authority = mirror.getAuthority();
      all.add(new Place(authority, authority, URI.create(text), mirror.getScheme().equals("http")));
    }
    String authority = registry.equals(HUB) ? HUB_API : registry;
    boolean plain = Hosts.isLoopback(Hosts.withoutPort(registry)) || options.isInsecure(registry);
    all.add(
        new Place(registry, authority, plain ? null : URI.create("https://" + authority), plain));
    return all;
  }

  /** The address of a place's API, probed once where it may be plain. */
  URI base(Place place) throws IOException {
    URI address = place.address();
    if (address != null) {
      return address;
    }
    URI known = found.get(place.authority());
    if (known != null) {
      return known;
    }
    URI plain = URI.create("http://" + place.authority());
    URI secure = URI.create("https://" + place.authority());
    // Nobody sits between us and our own loopback, where plain HTTP is the rule.
    boolean loopback = Hosts.isLoopback(Hosts.withoutPort(place.authority()));
    IOException problem = null;
    for (URI candidate : loopback ? List.of(plain, secure) : List.of(secure, plain)) {
      try {
        // Without a login: it must not be seen before it is known what listens.
        RegistryHttp.Reply reply =
            http.send("GET", URI.create(candidate + "/v2/"), Map.of(), "", MAX_PROBE, PROBE);
        if (reply.status() != 400) {
          found.put(place.authority(), candidate);
          return candidate;
        }
        problem = suppressed(problem, new IOException("it answers " + candidate + " with 400"));
      } catch (IOException e) {
        problem = suppressed(problem, e);
      }
    }
    throw problem == null ? new IOException("it does not answer") : problem;
  }

  private static IOException suppressed(@Nullable IOException first, IOException next) {
    if (first == null) {
      return next;
    }
    first.addSuppressed(next);
    return first;
  }
}
