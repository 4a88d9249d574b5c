package io.dockeradvanced.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.Config;
import io.dockeradvanced.DockerAdvanced;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is shown which login, and how often. */
@Timeout(60)
class RegistryLoginTest {
  private static final String TYPE = "application/vnd.oci.image.manifest.v1+json";
  private static final String MANIFEST = "{\"schemaVersion\":2,\"mediaType\":\"" + TYPE + "\"}";

  private final TokenRegistry registry = new TokenRegistry();
  private final SetClock clock = new SetClock();
  private ImageReference reference;

  private static final class SetClock extends Clock {
    private volatile Instant now = Instant.parse("2026-11-26T00:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @BeforeEach
  void content() {
    registry.put("manifests/1", TYPE, MANIFEST);
    reference = ImageReference.parse(registry.address() + "/shop/web:1");
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  private DockerAdvanced owner(Map<String, RegistryLogin> logins) {
    return owner(logins, RegistryOptions.defaults());
  }

  private DockerAdvanced owner(Map<String, RegistryLogin> logins, RegistryOptions options) {
    return DockerAdvanced.create(
        Config.defaults()
            .use(Clock.class, clock)
            .use(RegistryOptions.class, options)
            .use(RegistryCredentials.class, RegistryCredentials.of(logins)));
  }

  private Map<String, RegistryLogin> login(String password) {
    return Map.of(registry.address(), RegistryLogin.password("bot", password));
  }

  private static String basic(String password) {
    String pair = "bot:" + password;
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anonymous_getsATokenOnce_andANewOneWhenItEnds() {
    try (DockerAdvanced da = owner(Map.of())) {
      RegistryClient client = RegistryClient.of(da);
      client.digest(reference);
      client.digest(reference);
      assertThat(registry.count("GET", "service=reg&scope=repository%3Ashop%2Fweb%3Apull")).isOne();
      assertThat(registry.count("HEAD", "/v2/shop/web/manifests/1"))
          .as("challenged once")
          .isEqualTo(3);

      clock.now = clock.now.plusSeconds(295);
      client.digest(reference);
      assertThat(registry.count("GET", "/token")).isEqualTo(2);
      assertThat(registry.count("HEAD", "manifests/1")).as("not challenged again").isEqualTo(4);
    }
  }

  @Test
  void token_refusedBeforeItsEnd_isAskedForAnew() {
    try (DockerAdvanced da = owner(Map.of())) {
      RegistryClient client = RegistryClient.of(da);
      client.digest(reference);
      registry.accepted = "Bearer of-somebody-else";
      client.digest(reference);
      assertThat(registry.count("GET", "/token")).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 429})
  void tokenServer_troubleThatPasses_isTriedAgain(int status) {
    registry.troubles.add(new TokenRegistry.Trouble(status, ""));
    try (DockerAdvanced da = owner(Map.of())) {
      RegistryClient.of(da).digest(reference);
    }
    assertThat(registry.troubles).isEmpty();
    assertThat(registry.count("GET", "/token")).isEqualTo(2);
  }

  /** The time it names is a date, as RFC 9110 allows. */
  @Test
  void tokenServer_thatWantsRestUntilADate_isSaidAtOnce() {
    registry.troubles.add(new TokenRegistry.Trouble(429, "Thu, 26 Nov 2026 02:00:00 GMT"));
    try (DockerAdvanced da = owner(Map.of())) {
      assertThatThrownBy(() -> RegistryClient.of(da).digest(reference))
          .isInstanceOfSatisfying(
              RateLimited.class, e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofHours(2)));
    }
    assertThat(registry.count("GET", "/token")).isOne();
  }

  @Test
  void tokenServer_whoseDateHasPassed_isAskedAgain() {
    registry.troubles.add(new TokenRegistry.Trouble(503, "Wed, 25 Nov 2026 23:00:00 GMT"));
    try (DockerAdvanced da = owner(Map.of())) {
      RegistryClient.of(da).digest(reference);
    }
    assertThat(registry.count("GET", "/token")).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 405, 410, 418})
  void tokenServer_thatIsNone_isRefusedAtOnce(int status) {
    registry.troubles.add(new TokenRegistry.Trouble(status, ""));
    try (DockerAdvanced da = owner(Map.of())) {
      assertThatThrownBy(() -> RegistryClient.of(da).digest(reference))
          .isInstanceOf(RegistryRefused.class)
          .hasMessageContaining("its token server 127.0.0.1 gives out no token")
          .hasMessageContaining("answers with status " + status);
    }
    assertThat(registry.count("GET", "/token")).isOne();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void tokenServer_thatHasMoved_isFollowedWithTheLogin(int status) {
    registry.user = basic("s3cret");
    registry.redirectStatus = status;
    registry.tokenRedirect = "/moved?{query}";
    try (DockerAdvanced da = owner(login("s3cret"))) {
      RegistryClient.of(da).digest(reference);
    }
    assertThat(registry.count("GET", "/moved?service=reg&scope=")).isOne();
  }

  /** As Go's client does, and with it the docker command. */
  @Test
  void tokenServer_thatSendsOnToAnother_showsThatNoLogin() {
    registry.user = basic("s3cret");
    try (TokenRegistry other = new TokenRegistry();
        DockerAdvanced da = owner(login("s3cret"))) {
      registry.tokenRedirect = "http://" + other.address() + "/token?{query}";
      other.user = basic("s3cret");
      assertThatThrownBy(() -> RegistryClient.of(da).digest(reference))
          .isInstanceOf(RegistryDenied.class);
      assertThat(other.seen).hasSize(1).allMatch(s -> s.authorization().equals("null"));

      other.user = "";
      registry.accepted = "";
      assertThatThrownBy(() -> RegistryClient.of(da).digest(reference))
          .as("the token of the other one is shown, which this registry does not know")
          .isInstanceOf(RegistryDenied.class);
      assertThat(registry.seen)
          .anyMatch(s -> s.authorization().contains(other.address().replaceFirst(".*:", "token-")));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 307})
  void identityToken_isNotSentOnToAnotherServer(int status) {
    registry.redirectStatus = status;
    try (TokenRegistry other = new TokenRegistry();
        DockerAdvanced da =
            owner(Map.of(registry.address(), RegistryLogin.identityToken("refresh-me")))) {
      registry.tokenRedirect = "http://" + other.address() + "/token";
      assertThatThrownBy(() -> RegistryClient.of(da).digest(reference))
          .isInstanceOf(RegistryRefused.class)
          .hasMessageContaining("where the login must not go")
          .hasMessageNotContaining("refresh-me");
      assertThat(other.seen).isEmpty();
    }
  }

  @Test
  void identityToken_isSentOnWithinItsServer() {
    registry.user = "refresh-me";
    registry.tokenRedirect = "/moved";
    try (DockerAdvanced da =
        owner(Map.of(registry.address(), RegistryLogin.identityToken("refresh-me")))) {
      RegistryClient.of(da).digest(reference);
    }
    assertThat(registry.count("POST", "/moved")).isOne();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/token?again", "file:///etc/passwd", "http://u:p@127.0.0.1/", "::"})
  void tokenServer_thatSendsOnToNowhere_isRefused(String location) {
    registry.tokenRedirect = location;
    try (DockerAdvanced da = owner(Map.of())) {
      assertThatThrownBy(() -> RegistryClient.of(da).digest(reference))
          .isInstanceOf(RegistryRefused.class)
          .hasMessageContaining("when asked for a token");
    }
    assertThat(registry.count("GET", "/token")).isLessThan(8);
  }

  @Test
  void password_isShownToTheTokenServerOnly() {
    registry.user = basic("s3cret");
    try (DockerAdvanced da = owner(login("s3cret"))) {
      RegistryClient.of(da).digest(reference);
    }
    assertThat(registry.count("GET", "account=bot")).isOne();
    assertThat(registry.seen)
        .filteredOn(s -> s.target().startsWith("/v2/"))
        .noneMatch(s -> s.authorization().startsWith("Basic"));
  }

  @Test
  void identityToken_isSentInTheBodyOfAPost() {
    registry.user = "refresh-me";
    try (DockerAdvanced da =
        owner(Map.of(registry.address(), RegistryLogin.identityToken("refresh-me")))) {
      RegistryClient.of(da).digest(reference);
    }
    assertThat(registry.seen)
        .filteredOn(s -> s.method().equals("POST"))
        .singleElement()
        .satisfies(s -> assertThat(s.body()).contains("grant_type=refresh_token"))
        .satisfies(s -> assertThat(s.body()).contains("refresh_token=refresh-me"))
        .satisfies(s -> assertThat(s.target()).isEqualTo("/token"));
  }

  /** As a file ends that it was read from; the secret itself must not stand in the failure. */
  @Test
  void registryToken_withALineEnd_isRefusedWithoutSayingIt() {
    assertThatThrownBy(() -> RegistryLogin.registryToken("s3cret\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void registryToken_isShownAsItIs() {
    registry.accepted = "Bearer as-it-is";
    try (DockerAdvanced da =
        owner(Map.of(registry.address(), RegistryLogin.registryToken("as-it-is")))) {
      RegistryClient.of(da).digest(reference);
    }
    assertThat(registry.count("GET", "/token")).isZero();
  }

  @Test
  void basicChallenge_isAnsweredWithThePassword() {
    registry.challenge = "Basic realm=\"x\"";
    registry.accepted = basic("s3cret");
    try (DockerAdvanced da = owner(login("s3cret"))) {
      assertThat(RegistryClient.of(da).digest(reference))
          .isEqualTo(Digest.of(MANIFEST.getBytes(StandardCharsets.UTF_8)));
    }
  }

  @Test
  void wrongPassword_isDenied_withoutBeingShown() {
    registry.user = basic("right");
    try (DockerAdvanced da = owner(login("wr0ng"))) {
      assertThatThrownBy(() -> RegistryClient.of(da).digest(reference))
          .isInstanceOf(RegistryDenied.class)
          .hasMessageContaining("docker login " + registry.address())
          .hasMessageContaining("user bot")
          .hasMessageNotContaining("wr0ng");
    }
  }

  @Test
  void noLogin_whereOneIsWanted_isDenied() {
    registry.challenge = "Basic realm=\"x\"";
    try (DockerAdvanced da = owner(Map.of())) {
      assertThatThrownBy(() -> RegistryClient.of(da).digest(reference))
          .isInstanceOf(RegistryDenied.class)
          .hasMessageContaining("log in: docker login");
    }
  }

  @Test
  void redirect_toAnotherHost_isNotShownTheLogin() {
    try (TokenRegistry other = new TokenRegistry();
        DockerAdvanced da = owner(Map.of())) {
      other.open = true;
      other.put("manifests/1", TYPE, MANIFEST);
      registry.redirect = "http://" + other.address();
      RegistryClient.of(da).digest(reference);
      assertThat(other.seen).isNotEmpty().allMatch(s -> s.authorization().equals("null"));
    }
  }

  /** As lscr.io sends on to ghcr.io. */
  @Test
  void redirect_toAnotherRegistry_getsATokenOfItsOwn() {
    registry.user = basic("s3cret");
    try (TokenRegistry other = new TokenRegistry();
        DockerAdvanced da = owner(login("s3cret"))) {
      other.put("manifests/1", TYPE, MANIFEST);
      registry.redirect = "http://" + other.address();
      assertThat(RegistryClient.of(da).digest(reference))
          .isEqualTo(Digest.of(MANIFEST.getBytes(StandardCharsets.UTF_8)));
      assertThat(other.count("GET", "/token?service=reg&scope=repository%3Ashop%2Fweb%3Apull"))
          .isOne();
      assertShownNothingOf(registry, other);
      assertShownNothingOf(other, registry);
    }
  }

  /** Neither the login of the one, nor a token that it gave out. */
  private static void assertShownNothingOf(TokenRegistry one, TokenRegistry to) {
    String port = one.address().replaceFirst(".*:", "");
    assertThat(to.seen)
        .isNotEmpty()
        .noneMatch(s -> s.authorization().contains("token-" + port))
        .noneMatch(s -> !one.user.isEmpty() && s.authorization().equals(one.user))
        .noneMatch(s -> !one.user.isEmpty() && s.body().contains(one.user));
  }

  @Test
  void redirect_toAnotherRegistryWithALogin_isShownThatOne() {
    registry.user = basic("s3cret");
    try (TokenRegistry other = new TokenRegistry();
        DockerAdvanced da =
            owner(
                Map.of(
                    registry.address(),
                    RegistryLogin.password("bot", "s3cret"),
                    other.address(),
                    RegistryLogin.password("bot", "theirs")))) {
      other.user = basic("theirs");
      other.put("manifests/1", TYPE, MANIFEST);
      registry.redirect = "http://" + other.address();
      RegistryClient.of(da).digest(reference);
      assertShownNothingOf(registry, other);
      assertShownNothingOf(other, registry);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"password", "identity", "registry"})
  void redirect_toAHostThatWantsALogin_getsNoOther_andSaysWhose(String kind) {
    RegistryLogin login =
        switch (kind) {
          case "password" -> RegistryLogin.password("bot", "s3cret");
          case "identity" -> RegistryLogin.identityToken("s3cret");
          default -> RegistryLogin.registryToken("s3cret");
        };
    registry.open = true;
    for (String challenge : new String[] {"", "Basic realm=\"x\""}) {
      try (TokenRegistry other = new TokenRegistry();
          DockerAdvanced da = owner(Map.of(registry.address(), login))) {
        other.user = basic("theirs");
        other.challenge = challenge.isEmpty() ? other.challenge : challenge;
        other.put("manifests/1", TYPE, MANIFEST);
        registry.redirect = "http://" + other.address();
        assertThatThrownBy(() -> RegistryClient.of(da).digest(reference))
            .isInstanceOf(RegistryDenied.class)
            .hasMessageContaining("docker login " + other.address());
        assertThat(other.seen).allMatch(s -> s.authorization().equals("null"));
        assertThat(other.seen).noneMatch(s -> s.body().contains("s3cret"));
      }
    }
  }

  /** As a store of blobs does, whose address has run out. */
  @Test
  void redirect_toAHostThatAsksForNothing_isNoMatterOfALogin() {
    registry.open = true;
    try (TokenRegistry other = new TokenRegistry();
        DockerAdvanced da = owner(Map.of())) {
      other.challenge = "";
      registry.redirect = "http://" + other.address();
      assertThatThrownBy(() -> RegistryClient.of(da).digest(reference))
          .isInstanceOf(RegistryDenied.class)
          .hasMessageContaining(other.address() + ", where it sends us on to, does not give")
          .hasMessageNotContaining("docker login");
    }
  }

  @Test
  void redirectedToken_thatIsRefusedBeforeItsEnd_isAskedForAnew() {
    registry.open = true;
    try (TokenRegistry other = new TokenRegistry();
        DockerAdvanced da = owner(Map.of())) {
      other.put("manifests/1", TYPE, MANIFEST);
      registry.redirect = "http://" + other.address();
      RegistryClient.of(da).digest(reference);
      RegistryClient.of(da).digest(reference);
      assertThat(other.count("GET", "/token")).isOne();
      other.accepted = "Bearer of-somebody-else";
      RegistryClient.of(da).digest(reference);
      assertThat(other.count("GET", "/token")).isEqualTo(2);
    }
  }

  @Test
  void redirect_thatGoesOnFromTheOther_isShownNothingOfEither() {
    try (TokenRegistry other = new TokenRegistry();
        TokenRegistry third = new TokenRegistry();
        DockerAdvanced da =
            owner(
                Map.of(
                    registry.address(),
                    RegistryLogin.password("bot", "s3cret"),
                    other.address(),
                    RegistryLogin.password("bot", "theirs")))) {
      registry.user = basic("s3cret");
      other.user = basic("theirs");
      third.open = true;
      third.put("manifests/1", TYPE, MANIFEST);
      registry.redirect = "http://" + other.address();
      other.redirect = "http://" + third.address();
      RegistryClient.of(da).digest(reference);
      assertThat(third.seen).isNotEmpty().allMatch(s -> s.authorization().equals("null"));
    }
  }

  @Test
  void redirect_inACircle_isRefused() {
    registry.redirect = "http://" + registry.address() + "/again";
    try (DockerAdvanced da = owner(Map.of())) {
      assertThatThrownBy(() -> RegistryClient.of(da).digest(reference))
          .isInstanceOf(RegistryRefused.class)
          .hasMessageContaining("redirects more than 5 times");
    }
  }

  @Test
  void redirect_toAFile_isRefused() {
    registry.redirect = "file:";
    try (DockerAdvanced da = owner(Map.of())) {
      assertThatThrownBy(() -> RegistryClient.of(da).digest(reference))
          .isInstanceOf(RegistryRefused.class)
          .hasMessageContaining("cannot be asked");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "a b", "file:///etc/passwd", "//host/x"})
  void realm_ofNoUse_isRefused(String realm) {
    registry.challenge = "Bearer realm=\"" + realm + "\"";
    try (DockerAdvanced da = owner(Map.of())) {
      assertThatThrownBy(() -> RegistryClient.of(da).digest(reference))
          .isInstanceOf(RegistryRefused.class)
          .hasMessageContaining("no usable token server");
    }
  }

  @Test
  void realm_thatWouldShowALoginToTheNet_isRefused() {
    registry.challenge = "Bearer realm=\"http://elsewhere.example/token\"";
    try (DockerAdvanced da = owner(login("s3cret"))) {
      assertThatThrownBy(() -> RegistryClient.of(da).digest(reference))
          .isInstanceOf(RegistryRefused.class)
          .hasMessageContaining("elsewhere.example speaks plain HTTP");
    }
  }

  @Test
  void mirror_isAskedFirst_andWithoutTheLoginOfTheRegistry() {
    try (TokenRegistry mirror = new TokenRegistry();
        DockerAdvanced da =
            owner(
                login("s3cret"),
                RegistryOptions.defaults()
                    .mirror(registry.address(), URI.create("http://" + mirror.address() + "/")))) {
      mirror.put("manifests/1", TYPE, MANIFEST);
      RegistryClient.of(da).digest(reference);
      assertThat(registry.seen).isEmpty();
      assertThat(mirror.seen).isNotEmpty().noneMatch(s -> s.authorization().startsWith("Basic"));

      registry.put("manifests/2", TYPE, MANIFEST);
      RegistryClient.of(da).digest(reference.withTag("2"));
      assertThat(registry.seen).as("what the mirror has not, the registry has").isNotEmpty();
    }
  }

  @Test
  void registryThatIsNotThere_isUnreachable() {
    registry.close();
    try (DockerAdvanced da =
        owner(Map.of(), RegistryOptions.defaults().patience(Duration.ofSeconds(1)))) {
      assertThatThrownBy(() -> RegistryClient.of(da).digest(reference))
          .isInstanceOf(RegistryUnreachable.class)
          .hasMessageStartingWith(registry.address() + ": it cannot be reached");
    }
  }

  @Test
  void manifest_thatIsTooLongOrNoManifest_isRefused() {
    registry.put("manifests/long", TYPE, "x".repeat(5 << 20));
    registry.put("manifests/text", TYPE, "hello");
    registry.put(
        "manifests/old", "application/vnd.docker.distribution.manifest.v1+prettyjws", "{}");
    try (DockerAdvanced da = owner(Map.of())) {
      RegistryClient client = RegistryClient.of(da);
      assertThatThrownBy(() -> client.manifest(reference.withTag("long")))
          .isInstanceOf(RegistryUnreachable.class)
          .hasMessageContaining("longer than 4096 KiB");
      assertThatThrownBy(() -> client.manifest(reference.withTag("text")))
          .isInstanceOf(RegistryRefused.class)
          .hasMessageContaining("cannot be read as JSON");
      assertThatThrownBy(() -> client.manifest(reference.withTag("old")))
          .isInstanceOf(RegistryRefused.class)
          .hasMessageContaining("manifest.v1+prettyjws");
    }
  }
}
