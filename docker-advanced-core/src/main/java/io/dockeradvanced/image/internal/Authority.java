package io.dockeradvanced.image.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.image.RegistryDenied;
import io.dockeradvanced.image.RegistryLogin;
import io.dockeradvanced.image.RegistryRefused;
import io.dockeradvanced.internal.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Turns challenges and logins into {@code Authorization} headers. Tokens are kept until shortly
 * before they end, each for the one it was given to and for what it was given for. Thread-safe.
 */
final class Authority {
  private static final long LONGEST_LIFE = 86_400; // seconds; then another is asked for
  private static final Duration USUAL_LIFE = Duration.ofSeconds(60);
  private static final Duration MARGIN = Duration.ofSeconds(10);
  private static final int MAX_TOKEN = 1 << 20;
  private static final int MOST_TOKENS = 1000;

  private final RegistryHttp http;
  private final RegistryRedirects redirects;
  private final Clock clock;
  private final Map<Key, Token> tokens = new ConcurrentHashMap<>();

  Authority(RegistryHttp http, RegistryRedirects redirects, Clock clock) {
    this.http = http;
    this.redirects = redirects;
    this.clock = clock;
  }

  /** Who asks whom for what. */
  private record Key(String realm, String service, String scope, Optional<RegistryLogin> login) {}

  private record Token(String value, Instant end) {}

  /** Whom a login is for. */
  record Asker(String registry, boolean insecure, Optional<RegistryLogin> login) {}

  /**
   * The header that answers these challenges; empty when nothing can be shown.
   *
   * @param anew whether a token that is kept was refused just now
   */
  Optional<String> answer(
      List<Challenge> challenges, String scope, Asker asker, Duration limit, boolean anew)
      throws IOException {
    Optional<RegistryLogin> login = asker.login();
    if (login.isPresent() && login.get().kind() == RegistryLogin.Kind.REGISTRY_TOKEN) {
      return Optional.of("Bearer " + login.get().secret());
    }
    for (Challenge challenge : challenges) {
      if (challenge.scheme().equals("bearer")) {
        return Optional.of("Bearer " + token(challenge, scope, asker, limit, anew));
      }
    }
    for (Challenge challenge : challenges) {
      if (challenge.scheme().equals("basic")
          && login.isPresent()
          && login.get().kind() == RegistryLogin.Kind.PASSWORD) {
        return Optional.of(basic(login.get()));
      }
    }
    return Optional.empty();
  }

  private static String basic(RegistryLogin login) {
    String pair = login.user() + ":" + login.secret();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private String token(Challenge challenge, String scope, Asker asker, Duration limit, boolean anew)
      throws IOException {
    URI realm = realm(challenge, asker);
    // Some registries name no service; then the realm's host is one.
    String named = challenge.parameter("service");
    String service = named.isEmpty() ? realm.getHost() : named;
    String wanted = scope.isEmpty() ? challenge.parameter("scope") : scope;
    Key key = new Key(realm.toString(), service, wanted, asker.login());
    Token kept = tokens.get(key);
    if (kept != null && !anew && clock.instant().isBefore(kept.end())) {
      return kept.value();
    }
    Token fresh = ask(key, realm, asker, limit);
    if (tokens.size() >= MOST_TOKENS) {
      Instant now = clock.instant();
      tokens.values().removeIf(t -> !now.isBefore(t.end()));
    }
    if (tokens.size() < MOST_TOKENS) {
      tokens.put(key, fresh);
    }
    return fresh.value();
  }

  private static URI realm(Challenge challenge, Asker asker) {
    URI realm;
    try {
      realm = URI.create(challenge.parameter("realm"));
    } catch (IllegalArgumentException e) {
      realm = URI.create("");
    }
    String scheme = String.valueOf(realm.getScheme());
    if (realm.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
      throw new RegistryRefused(
          asker.registry(), 401, "it names no usable token server; is this a registry?");
    }
    if (scheme.equals("http") && !asker.insecure() && !Hosts.isLoopback(realm.getHost())) {
      throw new RegistryRefused(
          asker.registry(),
          401,
          "its token server %s speaks plain HTTP, so that a login would be seen by others; allow it with RegistryOptions.insecure"
              .formatted(realm.getHost()));
    }
    return realm;
  }

  private Token ask(Key key, URI realm, Asker asker, Duration limit) throws IOException {
    Instant asked = clock.instant();
    Map<String, List<String>> headers = new LinkedHashMap<>();
    headers.put("Accept", List.of("application/json"));
    Optional<RegistryLogin> login = key.login();
    boolean refresh = login.filter(l -> l.kind() == RegistryLogin.Kind.IDENTITY_TOKEN).isPresent();
    RegistryHttp.Reply reply;
    if (refresh) {
      headers.put("Content-Type", List.of("application/x-www-form-urlencoded"));
      String form =
          "grant_type=refresh_token&client_id=docker-advanced&service=%s&scope=%s&refresh_token=%s"
              .formatted(encode(key.service()), encode(key.scope()), encode(login.get().secret()));
      reply = redirected("POST", realm, headers, form, asker, limit);
    } else {
      StringBuilder query = new StringBuilder("service=").append(encode(key.service()));
      if (!key.scope().isEmpty()) {
        query.append("&scope=").append(encode(key.scope()));
      }
      login.ifPresent(
          l -> {
            headers.put("Authorization", List.of(basic(l)));
            query.append("&account=").append(encode(l.user()));
          });
      String address = realm.toString();
      URI uri = URI.create(address + (address.indexOf('?') < 0 ? "?" : "&") + query);
      reply = redirected("GET", uri, headers, "", asker, limit);
    }
    return read(reply, realm, asker, asked);
  }

  /** A login goes to the server it is for; a body, which has it, is sent on within that one. */
  private RegistryHttp.Reply redirected(
      String method,
      URI first,
      Map<String, List<String>> headers,
      String form,
      Asker asker,
      Duration limit)
      throws IOException {
    Map<String, List<String>> open = new LinkedHashMap<>(headers);
    open.remove("Authorization");
    URI at = first;
    for (int i = 0; i <= RegistryRedirects.MOST; i++) {
      boolean own = Hosts.same(at, first);
      RegistryHttp.Reply reply =
          http.send(method, at, own ? headers : open, form, MAX_TOKEN, limit);
      if (!RegistryRedirects.isOne(reply.status())) {
        return reply;
      }
      at = redirects.target(asker.registry(), "a token", at, reply);
      boolean repeated = reply.status() == 307 || reply.status() == 308;
      if (!form.isEmpty() && !(repeated && Hosts.same(at, first))) {
        throw new RegistryRefused(
            asker.registry(),
            401,
            "its token server %s sends us on to %s, where the login must not go; log in with a password"
                .formatted(first.getHost(), at.getHost()));
      }
    }
    throw RegistryRedirects.tooMany(asker.registry(), "a token");
  }

  private static Token read(RegistryHttp.Reply reply, URI realm, Asker asker, Instant asked)
      throws IOException {
    int status = reply.status();
    String host = reply.uri().getHost();
    String server =
        host.equals(realm.getHost())
            ? host
            : "%s, to where %s sends us on,".formatted(host, realm.getHost());
    if (status == 400 || status == 401 || status == 403) {
      throw new RegistryDenied(
          asker.registry(),
          asker.login().isEmpty()
              ? "%s gives out no token without a login; log in: docker login %s"
                  .formatted(server, asker.registry())
              : "%s does not take the login (%s); log in again: docker login %s"
                  .formatted(server, asker.login().get(), asker.registry()),
          null);
    }
    if (status == 408 || status == 429 || status >= 500) {
      throw new RegistryTrouble(reply, "the token server " + server);
    }
    if (!reply.ok()) {
      // The registry's own status: what it answered to was no matter of the token server.
      throw new RegistryRefused(
          asker.registry(),
          401,
          "its token server %s gives out no token, but answers with status %d; is this a registry, and its name right?"
              .formatted(server, status));
    }
    try {
      JsonNode json = Json.mapper().readTree(reply.body());
      String token = json.path("token").asText("");
      if (token.isEmpty()) {
        token = json.path("access_token").asText("");
      }
      if (!token.isEmpty() && token.chars().allMatch(c -> c > ' ' && c < 127)) {
        Duration life =
            Duration.ofSeconds(
                Math.min(LONGEST_LIFE, Math.max(1, json.path("expires_in").asLong(60))));
        Duration kept = life.compareTo(USUAL_LIFE) < 0 ? life.dividedBy(2) : life.minus(MARGIN);
        return new Token(token, asked.plus(kept));
      }
    } catch (IOException e) {
      // Said below; the answer may hold the token.
    }
    throw new RegistryRefused(
        asker.registry(), 200, "the token server " + server + " answered without a token");
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
