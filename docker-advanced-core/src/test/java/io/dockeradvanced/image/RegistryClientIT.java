package io.dockeradvanced.image;

import static io.dockeradvanced.image.RegistryContent.entry;
import static io.dockeradvanced.image.RegistryContent.platform;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dockeradvanced.Cancelled;
import io.dockeradvanced.Config;
import io.dockeradvanced.DockerAdvanced;
import io.dockeradvanced.VerificationFailed;
import io.dockeradvanced.lab.LabNames;
import io.dockeradvanced.lab.LabRegistry;
import io.dockeradvanced.lab.Waiting;
import io.dockeradvanced.lab.fault.FaultProxy;
import io.dockeradvanced.lab.fault.FaultRule.Fault;
import io.dockeradvanced.lab.fault.ProxiedCall;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real registry, with faults before it. */
@Timeout(120)
class RegistryClientIT {
  private static final Predicate<ProxiedCall> MANIFEST = c -> c.target().contains("/manifests/");

  private final String repository = LabNames.create().unique("registry");
  private FaultProxy proxy;
  private DockerAdvanced da;
  private RegistryContent content;

  @BeforeEach
  void start() {
    String address = LabRegistry.here();
    content = new RegistryContent(address, repository);
    proxy = FaultProxy.tcpBefore("tcp://" + address);
    da = owner(RegistryOptions.defaults().patience(Duration.ofSeconds(5)));
  }

  private static DockerAdvanced owner(RegistryOptions options) {
    return DockerAdvanced.create(
        Config.defaults()
            .use(RegistryOptions.class, options)
            .use(RegistryCredentials.class, RegistryCredentials.none()));
  }

  private static DockerAdvanced owner(RegistryCredentials credentials) {
    return DockerAdvanced.create(Config.defaults().use(RegistryCredentials.class, credentials));
  }

  @AfterEach
  void stop() {
    da.close();
    proxy.close();
  }

  private RegistryClient client() {
    return RegistryClient.of(da);
  }

  private ImageReference reference(String tag) {
    return ImageReference.parse(
        proxy.uri().substring("tcp://".length()) + "/" + repository + ":" + tag);
  }

  /** Only with the login is it told that there is no such image. */
  @Test
  void registryWithALogin_tellsWhoHasIt_andDeniesOthers() {
    String address = LabRegistry.hereWithLogin();
    ImageReference reference = ImageReference.parse(address + "/" + repository + ":1");
    RegistryLogin login = RegistryLogin.password(LabRegistry.USER, LabRegistry.PASSWORD);
    RegistryLogin wrong = RegistryLogin.password(LabRegistry.USER, "a guess");
    try (DockerAdvanced known = owner(RegistryCredentials.of(Map.of(address, login)));
        DockerAdvanced guess = owner(RegistryCredentials.of(Map.of(address, wrong)))) {
      assertThatThrownBy(() -> RegistryClient.of(known).digest(reference))
          .isInstanceOf(ImageNotFound.class);
      assertThatThrownBy(() -> RegistryClient.of(guess).digest(reference))
          .isInstanceOf(RegistryDenied.class)
          .hasMessageContaining(address)
          .hasMessageNotContaining("a guess");
      assertThatThrownBy(() -> client().digest(reference)).isInstanceOf(RegistryDenied.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {RegistryContent.OCI, RegistryContent.DOCKER})
  void image_ofOnePlatform_isReadDownToItsConfiguration(String type) throws Exception {
    Digest digest = content.image("one", type, "linux", "arm64", "");

    assertThat(client().digest(reference("one"))).isEqualTo(digest);
    RemoteImage image = client().image(reference("one"), Platform.parse("linux/arm64"));
    assertThat(image.digest()).isEqualTo(digest);
    assertThat(image.manifestDigest()).isEqualTo(digest);
    assertThat(image.labels()).containsEntry("for", "arm64");
    assertThat(image.created()).contains(Instant.parse("2026-01-02T03:04:05Z"));
    assertThat(client().image(reference("one").withDigest(digest), Platform.parse("linux/arm64")))
        .extracting(RemoteImage::configDigest)
        .isEqualTo(image.configDigest());
    assertThatThrownBy(() -> client().image(reference("one"), Platform.parse("linux/amd64")))
        .isInstanceOf(ImageNotFound.class)
        .hasMessageContaining("has no image for linux/amd64, only for linux/arm64");
  }

  @ParameterizedTest
  @ValueSource(strings = {RegistryContent.INDEX, RegistryContent.LIST})
  void index_withVariantsAttestationsAndAnIndexWithin_givesTheBestImage(String type)
      throws Exception {
    boolean oci = type.equals(RegistryContent.INDEX);
    String child = oci ? RegistryContent.OCI : RegistryContent.DOCKER;
    Digest amd = content.image("", child, "linux", "amd64", "");
    Digest v6 = content.image("", child, "linux", "arm", "v6");
    Digest v7 = content.image("", child, "linux", "arm", "v7");
    Digest s390 = content.image("", child, "linux", "s390x", "");
    String[] entries = {
      entry(s390, child, platform("unknown", "unknown", "")),
      entry(v6, child, platform("linux", "arm", "v6")),
      entry(v7, child, platform("linux", "arm", "v7")),
      entry(amd, child, platform("linux", "amd64", "")),
      ""
    };
    if (oci) {
      Digest within = content.index("", type, entry(s390, child, platform("linux", "s390x", "")));
      entries[4] = entry(within, type, "");
    } else {
      entries[4] = entry(s390, child, platform("linux", "s390x", ""));
    }
    Digest index = content.index("many", type, entries);

    assertThat(client().digest(reference("many"))).isEqualTo(index);
    RemoteManifest manifest = client().manifest(reference("many"));
    assertThat(manifest.isIndex()).isTrue();
    assertThat(manifest.entries().get(0).attestation()).isTrue();
    assertThat(image("linux/amd64")).isEqualTo(amd);
    assertThat(image("linux/arm")).isEqualTo(v7);
    assertThat(image("linux/arm/v6")).isEqualTo(v6);
    assertThat(image("linux/arm64")).as("runs what was made for 32 bits").isEqualTo(v7);
    assertThat(image("linux/s390x")).isEqualTo(s390);
    assertThatThrownBy(() -> image("linux/riscv64"))
        .isInstanceOf(ImageNotFound.class)
        .hasMessageContaining("linux/arm/v6");
  }

  private Digest image(String platform) {
    return client().image(reference("many"), Platform.parse(platform)).manifestDigest();
  }

  @Test
  void digest_costsOneHead() throws Exception {
    content.image("one", RegistryContent.OCI, "linux", "amd64", "");
    client().digest(reference("one"));
    proxy.reset();
    client().digest(reference("one"));
    assertThat(proxy.calls()).singleElement().matches(c -> c.method().equals("HEAD"));
  }

  @Test
  void digest_withoutTheHeader_isTheHashOfWhatIsThere() throws Exception {
    Digest digest = content.image("one", RegistryContent.OCI, "linux", "amd64", "");
    Fault silent = proxy.on(c -> c.method().equals("HEAD") && MANIFEST.test(c)).answer(200, "");
    assertThat(client().digest(reference("one"))).isEqualTo(digest);
    assertThat(silent.hits()).isOne();
  }

  @Test
  void tags_ofARepository_areAllThere() throws Exception {
    List<String> names = content.tags(12, RegistryContent.OCI);
    assertThat(client().tags(reference("any"))).containsExactlyInAnyOrderElementsOf(names);
  }

  /** The lab's registry tells all at once, whatever it is asked; others do not. */
  @Test
  void tags_inPages_areReadToTheEnd() {
    String next = "<http://elsewhere.example/v2/x/tags/list?n=2&last=b>; rel=\"next\"";
    proxy
        .on(c -> c.target().endsWith("tags/list?n=1000"))
        .answer(200, Map.of("Link", next), "{\"tags\":[\"a\",\"b\"]}");
    Fault second =
        proxy.on(c -> c.target().endsWith("n=2&last=b")).answer(200, "{\"tags\":[\"c\"]}");
    assertThat(client().tags(reference("any"))).containsExactly("a", "b", "c");
    assertThat(second.hits()).as("asked here, whatever the link says").isOne();
  }

  @Test
  void tags_thatNeverEnd_areRefused() {
    proxy
        .on(c -> c.target().contains("tags/list"))
        .answer(200, Map.of("Link", "</x?n=1>; rel=next"), "{\"tags\":[\"a\"]}");
    assertThatThrownBy(() -> client().tags(reference("any")))
        .isInstanceOf(RegistryRefused.class)
        .hasMessageContaining("has no end");
  }

  @Test
  void unknownImage_isNotFound_withoutASecondTry() {
    assertThatThrownBy(() -> client().digest(reference("none")))
        .isInstanceOf(ImageNotFound.class)
        .hasMessageContaining("there is no " + reference("none"));
    assertThat(proxy.count(MANIFEST)).isOne();
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504, 408})
  void troubleThatPasses_isTriedAgain(int status) throws Exception {
    Digest digest = content.image("one", RegistryContent.OCI, "linux", "amd64", "");
    Fault first = proxy.on(MANIFEST).nth(1).answer(status, "<html>");
    Fault second = proxy.on(MANIFEST).nth(1).cutReply();
    assertThat(client().digest(reference("one"))).isEqualTo(digest);
    assertThat(first.hits()).isOne();
    assertThat(second.hits()).isOne();
  }

  @Test
  void troubleThatStays_isUnreachable_afterBoundedTries() {
    proxy.on(MANIFEST).answer(503, "{}");
    assertThatThrownBy(() -> client().digest(reference("one")))
        .isInstanceOf(RegistryUnreachable.class)
        .hasMessageContaining("status 503");
    assertThat(proxy.count(MANIFEST)).isBetween(3L, 5L);
  }

  @Test
  void limit_thatEndsSoon_isWaitedFor() throws Exception {
    Digest digest = content.image("one", RegistryContent.OCI, "linux", "amd64", "");
    proxy.on(MANIFEST).nth(1).answer(429, Map.of("Retry-After", "1"), "{}");
    long begin = System.nanoTime();
    assertThat(client().digest(reference("one"))).isEqualTo(digest);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(950));
    assertThat(proxy.count(MANIFEST)).isEqualTo(2);
  }

  @Test
  void limit_thatLastsLong_isSaidAtOnce_andNobodyAsksMeanwhile() throws Exception {
    content.image("one", RegistryContent.OCI, "linux", "amd64", "");
    proxy.on(MANIFEST).nth(1).answer(429, Map.of("Retry-After", "3600"), "{}");
    assertThat(limited().retryAfter()).isEqualTo(Duration.ofHours(1));
    assertThat(limited().retryAfter())
        .as("what is left of it")
        .isBetween(Duration.ofMinutes(58), Duration.ofHours(1).minusNanos(1));
    assertThat(proxy.count(MANIFEST)).isOne();
  }

  private RateLimited limited() {
    return catchThrowableOfType(RateLimited.class, () -> client().digest(reference("one")));
  }

  @Test
  void content_thatIsNotWhatItsDigestSays_isRefused() throws Exception {
    Digest digest = content.image("one", RegistryContent.OCI, "linux", "amd64", "");
    String other = "{\"schemaVersion\":2,\"mediaType\":\"%s\"}".formatted(RegistryContent.OCI);
    proxy.on(c -> c.method().equals("GET") && MANIFEST.test(c)).answer(200, other);
    assertThatThrownBy(() -> client().manifest(reference("one").withDigest(digest)))
        .isInstanceOf(VerificationFailed.class)
        .hasMessageContaining(digest.toString());

    proxy.reset();
    proxy.on(c -> c.target().contains("/blobs/")).answer(200, "{\"os\":\"linux\"}");
    assertThatThrownBy(() -> client().image(reference("one"), Platform.parse("linux/amd64")))
        .isInstanceOf(VerificationFailed.class)
        .hasMessageContaining("the configuration");
  }

  @Test
  void digest_otherThanTheOneAskedFor_isRefused() throws Exception {
    Digest digest = content.image("one", RegistryContent.OCI, "linux", "amd64", "");
    String other = Digest.of(new byte[] {1}).toString();
    proxy.on(MANIFEST).answer(200, Map.of("Docker-Content-Digest", other), "");
    assertThatThrownBy(() -> client().digest(reference("one").withDigest(digest)))
        .isInstanceOf(VerificationFailed.class);
  }

  @Test
  void body_cutShort_isTriedAgain_andNeverTakenForWhole() throws Exception {
    content.image("one", RegistryContent.OCI, "linux", "amd64", "");
    Fault cut = proxy.on(c -> c.method().equals("GET") && MANIFEST.test(c)).nth(1).cutReply(300);
    assertThat(client().manifest(reference("one")).mediaType()).isEqualTo(RegistryContent.OCI);
    assertThat(cut.hits()).isOne();
  }

  @Test
  void slowRegistry_isGivenUp_whenTheTimeIsOver() throws Exception {
    content.image("one", RegistryContent.OCI, "linux", "amd64", "");
    try (DockerAdvanced hasty =
        owner(
            RegistryOptions.defaults()
                .timeout(Duration.ofSeconds(1))
                .patience(Duration.ofSeconds(2)))) {
      proxy.on(MANIFEST).stall();
      assertThatThrownBy(() -> RegistryClient.of(hasty).digest(reference("one")))
          .isInstanceOf(RegistryUnreachable.class)
          .hasMessageContaining("try again later");
    }
  }

  @Test
  void interrupt_endsACallAtOnce() throws Exception {
    Fault stall = proxy.on(MANIFEST).stall();
    AtomicReference<Thread> caller = new AtomicReference<>();
    CompletableFuture<Digest> call =
        CompletableFuture.supplyAsync(
            () -> {
              caller.set(Thread.currentThread());
              return client().digest(reference("one"));
            });
    Waiting.assertSoon("it hangs", Duration.ofSeconds(20), () -> stall.hits() > 0);
    caller.get().interrupt();
    assertThatThrownBy(call::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(Cancelled.class);
  }

  @Test
  void redirect_ofABlob_isFollowed() throws Exception {
    content.image("one", RegistryContent.OCI, "linux", "amd64", "");
    String there = "http://" + LabRegistry.here();
    RemoteImage direct = client().image(reference("one"), Platform.parse("linux/amd64"));
    proxy
        .on(c -> c.target().contains("/blobs/"))
        .answer(
            307,
            Map.of("Location", there + "/v2/" + repository + "/blobs/" + direct.configDigest()),
            "");
    assertThat(client().image(reference("one"), Platform.parse("linux/amd64"))).isEqualTo(direct);
  }
}
