package io.dockeradvanced.image.internal;

import io.dockeradvanced.Cancelled;
import io.dockeradvanced.image.ImageNotFound;
import io.dockeradvanced.image.ImageReference;
import io.dockeradvanced.image.RegistryCredentials;
import io.dockeradvanced.image.RegistryDenied;
import io.dockeradvanced.image.RegistryFailed;
import io.dockeradvanced.image.RegistryLogin;
import io.dockeradvanced.image.RegistryOptions;
import io.dockeradvanced.image.RegistryRefused;
import io.dockeradvanced.internal.json.Json;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls to registries: mirrors first, then the registry; what passes is tried again; logins are
 * shown to their own host only. Thread-safe.
 */
public final class RegistryCalls {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryCalls.class);
  private static final int MOST_REDIRECTS = 5;
  private static final int MAX_REASON = 300;

  private final RegistryHttp http;
  private final Clock clock;
  private final RegistryOptions options;
  private final RegistryCredentials credentials;
  private final Authority authority;
  private final RegistryPlaces places;
  private final RegistryLimits limits;
  private final Map<URI, List<Challenge>> challenges = new ConcurrentHashMap<>();

  /** Calls by these options with these logins. */
  public RegistryCalls(
      Executor executor, Clock clock, RegistryOptions options, RegistryCredentials credentials) {
    this.http = new RegistryHttp(executor);
    this.clock = clock;
    this.options = options;
    this.credentials = credentials;
    this.authority = new Authority(http, clock);
    this.places = new RegistryPlaces(http, options);
    this.limits = new RegistryLimits(options.perHost());
  }

  /** An answer whose status says that it may be another one soon. */
  static final class Trouble extends IOException {
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);
    private static final long serialVersionUID = 1;

    private final transient RegistryHttp.Reply reply;

    Trouble(RegistryHttp.Reply reply, String who) {
      super("%s answers with status %d".formatted(who, reply.status()));
      this.reply = reply;
    }

    boolean limited() {
      return reply.status() == 429;
    }

    /** Zero when it does not say. */
    Duration retryAfter(Clock clock) {
      String text = reply.header("Retry-After").strip();
      if (text.matches("\\d{1,9}")) {
        return atMost(Duration.ofSeconds(Long.parseLong(text)));
      }
      try {
        ZonedDateTime date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
        Duration wait = Duration.between(clock.instant(), date.toInstant());
        return wait.isNegative() ? Duration.ZERO : atMost(wait);
      } catch (DateTimeParseException e) {
        return Duration.ZERO;
      }
    }

    /** Whoever says more than a day says never. */
    private static Duration atMost(Duration wait) {
      return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }
  }

  /** What one verb asks, with the logins it has looked up so far. For one thread. */
  public final class Session {
    private final ImageReference reference;
    private final Map<String, Optional<RegistryLogin>> logins = new HashMap<>();

    private Session(ImageReference reference) {
      this.reference = reference;
    }

    /** What is asked about. */
    ImageReference reference() {
      return reference;
    }

    Optional<RegistryLogin> login(String registry) {
      return logins.computeIfAbsent(registry, credentials::find);
    }

    /**
     * Asks below the repository; the answer is a good one.
     *
     * @param path such as {@code manifests/latest}; may have a query
     * @throws ImageNotFound when nobody has it
     */
    RegistryHttp.Reply call(String method, String path, List<String> accept, int maxBody) {
      if (reference.domain().isEmpty()) {
        throw new RegistryRefused(
            "(none)",
            404,
            "the image %s names no registry that could be asked".formatted(reference));
      }
      List<RegistryPlaces.Place> all = places.of(reference.domain());
      for (RegistryPlaces.Place mirror : all.subList(0, all.size() - 1)) {
        try {
          return new Attempt(this, mirror, method, path, accept, maxBody).run(1);
        } catch (RegistryFailed | ImageNotFound e) {
          LOG.debug("{} does not serve {}: {}", mirror.registry(), reference, e.getMessage());
        }
      }
      return new Attempt(this, all.get(all.size() - 1), method, path, accept, maxBody)
          .run(RegistryRetries.ATTEMPTS);
    }
  }

  /** Calls for one verb. */
  public Session session(ImageReference reference) {
    return new Session(reference);
  }

  /** One call at one place. */
  private final class Attempt {
    private final Session session;
    private final RegistryPlaces.Place place;
    private final String method;
    private final String path;
    private final List<String> accept;
    private final int maxBody;

    Attempt(
        Session session,
        RegistryPlaces.Place place,
        String method,
        String path,
        List<String> accept,
        int maxBody) {
      this.session = session;
      this.place = place;
      this.method = method;
      this.path = path;
      this.accept = accept;
      this.maxBody = maxBody;
    }

    RegistryHttp.Reply run(int attempts) {
      return RegistryRetries.run(
          place.registry(), attempts, options.patience(), clock, this::checked);
    }

    private RegistryHttp.Reply checked() throws IOException {
      RegistryHttp.Reply reply = authorized();
      int status = reply.status();
      if (reply.ok()) {
        return reply;
      }
      if (status == 429 || status == 408 || status >= 500) {
        throw new Trouble(reply, "it");
      }
      String image = session.reference().familiar();
      String reason = reason(reply);
      if (status == 404) {
        throw new ImageNotFound(
            null,
            image,
            "%s: there is no %s (%s); check the name, and whether it needs a login"
                .formatted(place.registry(), image, reason));
      }
      if (status == 401 || status == 403) {
        Optional<RegistryLogin> login = session.login(place.registry());
        String advice =
            login.isEmpty()
                ? "log in: docker login " + place.registry()
                : "the login (%s) does not suffice".formatted(login.get());
        throw new RegistryDenied(
            place.registry(),
            "it does not give %s (%s); %s".formatted(image, reason, advice),
            null);
      }
      throw new RegistryRefused(
          place.registry(),
          status,
          "%s %s of %s was refused with status %d: %s"
              .formatted(method, path.replaceFirst("\\?.*", ""), image, status, reason));
    }

    /** The answer, after one challenge. */
    private RegistryHttp.Reply authorized() throws IOException {
      URI base = places.base(place);
      URI uri = URI.create(base + "/v2/" + session.reference().path() + "/" + path);
      String scope = "repository:" + session.reference().path() + ":pull";
      Authority.Asker asker =
          new Authority.Asker(place.registry(), opened(), session.login(place.registry()));
      List<Challenge> known = challenges.getOrDefault(base, List.of());
      Optional<String> shown = authority.answer(known, scope, asker, options.timeout(), false);
      RegistryHttp.Reply reply = redirected(uri, shown.orElse(null));
      if (reply.status() != 401 || !Hosts.same(reply.uri(), uri)) {
        return reply;
      }
      List<Challenge> fresh = Challenge.parse(reply.headers().allValues("WWW-Authenticate"));
      challenges.put(base, fresh);
      Optional<String> answer =
          authority.answer(fresh, scope, asker, options.timeout(), shown.isPresent());
      if (answer.isEmpty() || answer.equals(shown)) {
        return reply;
      }
      return redirected(uri, answer.get());
    }

    /** Whether a login may cross the net in the open; that a registry is here does not say so. */
    private boolean opened() {
      return place.address() == null ? options.isInsecure(place.registry()) : place.mayBePlain();
    }

    private RegistryHttp.Reply redirected(URI uri, @Nullable String authorization)
        throws IOException {
      URI at = uri;
      for (int i = 0; i <= MOST_REDIRECTS; i++) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        if (!accept.isEmpty()) {
          headers.put("Accept", accept);
        }
        if (authorization != null && Hosts.same(at, uri)) {
          headers.put("Authorization", List.of(authorization));
        }
        URI now = at;
        RegistryHttp.Reply reply =
            limits.within(
                now.getAuthority(),
                clock,
                options.patience().plus(options.timeout()),
                () -> http.send(method, now, headers, "", maxBody, options.timeout()));
        if (!isRedirect(reply.status())) {
          return reply;
        }
        at = target(at, reply);
      }
      throw refused("it redirects more than " + MOST_REDIRECTS + " times");
    }

    private static boolean isRedirect(int status) {
      return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    private URI target(URI from, RegistryHttp.Reply reply) {
      URI to;
      try {
        to = from.resolve(reply.header("Location"));
      } catch (IllegalArgumentException e) {
        throw refused("it redirects to what is no address");
      }
      String scheme = String.valueOf(to.getScheme());
      boolean web = scheme.equals("https") || scheme.equals("http");
      if (!web || to.getHost() == null || to.getRawUserInfo() != null || to.equals(from)) {
        throw refused("it redirects to what cannot be asked");
      }
      if (scheme.equals("http")
          && from.getScheme().equals("https")
          && !Hosts.isLoopback(to.getHost())
          && !options.isInsecure(to.getAuthority())) {
        throw refused(
            "it redirects from HTTPS to plain HTTP at %s; allow that with RegistryOptions.insecure"
                .formatted(to.getAuthority()));
      }
      return to;
    }

    private RegistryRefused refused(String why) {
      return new RegistryRefused(
          place.registry(), 302, "%s when asked for %s".formatted(why, session.reference()));
    }
  }

  /** The registry's own words, made fit for one line. */
  private static String reason(RegistryHttp.Reply reply) {
    List<String> words = new ArrayList<>();
    try {
      Json.mapper()
          .readTree(reply.body())
          .path("errors")
          .forEach(
              e -> {
                String message = e.path("message").asText("");
                words.add(message.isEmpty() ? e.path("code").asText("") : message);
              });
    } catch (IOException e) {
      // Not every answer is JSON; a page of HTML tells nobody anything.
    }
    String line = String.join("; ", words).replaceAll("\\p{Cntrl}+", " ").strip();
    if (line.isEmpty()) {
      return "status " + reply.status();
    }
    return line.length() > MAX_REASON ? line.substring(0, MAX_REASON) + "…" : line;
  }

  /** For messages about what was interrupted. */
  static Cancelled interrupted(String registry, @Nullable Throwable cause) {
    return new Cancelled(registry + ": interrupted while it was asked", cause);
  }
}
