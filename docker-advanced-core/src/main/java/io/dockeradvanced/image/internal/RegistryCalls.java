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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls to registries: mirrors first, then the registry; what passes is tried again; logins are
 * shown to their own host only. Thread-safe.
 */
public final class RegistryCalls {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryCalls.class);
  private static final Pattern REPOSITORY =
      Pattern.compile("/v2/(.+)/(?:manifests/[^/]+|blobs/[^/]+|tags/list)$");
  private static final int MAX_REASON = 300;

  private final RegistryHttp http;
  private final Clock clock;
  private final RegistryOptions options;
  private final RegistryCredentials credentials;
  private final Authority authority;
  private final RegistryPlaces places;
  private final RegistryLimits limits;
  private final RegistryRedirects redirects;
  private final Map<URI, List<Challenge>> challenges = new ConcurrentHashMap<>();

  /** Calls by these options with these logins. */
  public RegistryCalls(
      Executor executor, Clock clock, RegistryOptions options, RegistryCredentials credentials) {
    this.http = new RegistryHttp(executor);
    this.clock = clock;
    this.options = options;
    this.credentials = credentials;
    this.redirects = new RegistryRedirects(options);
    this.authority = new Authority(http, redirects, clock);
    this.places = new RegistryPlaces(http, options);
    this.limits = new RegistryLimits(options.perHost());
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
        throw new RegistryTrouble(reply, "it");
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
        throw denied(reply, image, reason);
      }
      throw new RegistryRefused(
          place.registry(),
          status,
          "%s %s of %s was refused with status %d: %s"
              .formatted(method, path.replaceFirst("\\?.*", ""), image, status, reason));
    }

    private RegistryDenied denied(RegistryHttp.Reply reply, String image, String reason)
        throws IOException {
      boolean own = Hosts.same(reply.uri(), places.base(place));
      String who = own ? place.registry() : RegistryPlaces.registry(reply.uri());
      String advice = "that is for those who run it to mend";
      if (own || !reply.header("WWW-Authenticate").isEmpty()) {
        advice =
            session
                .login(who)
                .map("the login (%s) does not suffice"::formatted)
                .orElse("log in: docker login " + who);
      }
      return new RegistryDenied(
          place.registry(),
          "%s does not give %s (%s); %s"
              .formatted(own ? "it" : who + ", where it sends us on to,", image, reason, advice),
          null);
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

    /** Whom we are sent on to is shown what is its own, never what is of the one before. */
    private RegistryHttp.Reply redirected(URI uri, @Nullable String authorization)
        throws IOException {
      URI at = uri;
      for (int i = 0; i <= RegistryRedirects.MOST; i++) {
        RegistryHttp.Reply reply =
            Hosts.same(at, uri) ? send(at, authorization) : sendElsewhere(at);
        if (!RegistryRedirects.isOne(reply.status())) {
          return reply;
        }
        at = redirects.target(place.registry(), session.reference().toString(), at, reply);
      }
      throw RegistryRedirects.tooMany(place.registry(), session.reference().toString());
    }

    /** Another registry than the one that was asked is asked as if it were the first one. */
    private RegistryHttp.Reply sendElsewhere(URI at) throws IOException {
      RegistryHttp.Reply reply = send(at, null);
      Optional<String> shown = Optional.empty();
      for (boolean anew : new boolean[] {false, true}) {
        if (reply.status() != 401) {
          break;
        }
        Optional<String> answer = elsewhere(at, reply, anew);
        if (answer.isEmpty() || answer.equals(shown)) {
          break;
        }
        reply = send(at, answer.get());
        shown = answer;
      }
      return reply;
    }

    private RegistryHttp.Reply send(URI at, @Nullable String authorization) throws IOException {
      Map<String, List<String>> headers = new LinkedHashMap<>();
      if (!accept.isEmpty()) {
        headers.put("Accept", accept);
      }
      if (authorization != null) {
        headers.put("Authorization", List.of(authorization));
      }
      return limits.within(
          at.getAuthority(),
          clock,
          options.patience().plus(options.timeout()),
          () -> http.send(method, at, headers, "", maxBody, options.timeout()));
    }

    /**
     * What another registry than the one that was asked wants to be shown: with its own login, if
     * there is one. In the open that crosses no net.
     */
    private Optional<String> elsewhere(URI at, RegistryHttp.Reply reply, boolean anew)
        throws IOException {
      String registry = RegistryPlaces.registry(at);
      boolean insecure = options.isInsecure(registry);
      boolean closed = at.getScheme().equals("https") || Hosts.isLoopback(at.getHost());
      Optional<RegistryLogin> login =
          closed || insecure ? session.login(registry) : Optional.empty();
      Matcher repository = REPOSITORY.matcher(at.getPath());
      return authority.answer(
          Challenge.parse(reply.headers().allValues("WWW-Authenticate")),
          repository.find() ? "repository:" + repository.group(1) + ":pull" : "",
          new Authority.Asker(registry, insecure, login),
          options.timeout(),
          anew);
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
