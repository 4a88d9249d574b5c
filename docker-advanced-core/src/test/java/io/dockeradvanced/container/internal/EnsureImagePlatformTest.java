package io.dockeradvanced.container.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.Config;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.image.RegistryCredentials;
import io.dockeradvanced.lab.FakeEngine;
import io.dockeradvanced.operation.Data;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as there, of an image that a name has and of the platform that is wanted. */
@Timeout(60)
class EnsureImagePlatformTest {
  private static final String PULLED = "{\"status\":\"Status: Downloaded newer image for x:1\"}";

  private final FakeEngine engine = new FakeEngine();

  /** What the name is of, before and after a pull. */
  private volatile String image = "";

  /** What is beside it under the same name, in the store of containerd. */
  private volatile String beside = "";

  private volatile String afterPull = "";

  @AfterEach
  void close() {
    engine.close();
  }

  private static String image(String os, String architecture, String variant) {
    return "{\"Id\":\"sha256:%2$s%3$s\",\"Os\":\"%1$s\",\"Architecture\":\"%2$s\",\"Variant\":\"%3$s\"}"
        .formatted(os, architecture, variant);
  }

  private Data ensured(String name, String policy, String platform) {
    String path = "/images/" + name.replace(":", "%3A") + "/json";
    engine.on(
        "GET",
        path,
        (request, wire) -> {
          String target = URLDecoder.decode(request.target(), StandardCharsets.UTF_8);
          if (image.isEmpty()) {
            wire.json(404, "{\"message\":\"No such image\"}");
          } else if (target.contains("platform={") && !beside.isEmpty()) {
            wire.json(200, beside);
          } else if (target.contains("platform={")) {
            wire.json(404, "{\"message\":\"was found but does not provide the platform\"}");
          } else if (target.contains("manifests=")) {
            wire.json(200, "{\"Manifests\":[" + beside + "]}");
          } else {
            wire.json(200, image);
          }
        });
    engine.on(
        "POST",
        "/images/create",
        (request, wire) -> {
          image = afterPull;
          wire.json(200, PULLED);
        });
    engine.on("GET", "/info", (request, wire) -> wire.json(200, "{}"));
    engine.on(
        "GET",
        "/version",
        (request, wire) -> wire.json(200, "{\"Os\":\"linux\",\"Arch\":\"amd64\"}"));
    Config config = Config.defaults().use(RegistryCredentials.class, RegistryCredentials.none());
    try (DockerHost host = DockerHost.connect(engine.uri(), config)) {
      return new StubContext(host, "op")
          .done(
              new EnsureImage(),
              EnsureImage.step("image", name, policy)
                  .parameters(
                      Data.of("image", name).with("policy", policy).with("platform", platform))
                  .build());
    }
  }

  private boolean isPulled() {
    return engine.count("POST", "/images/create") > 0;
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing", "every 86400"})
  void imageForAnotherPlatform_countsAsMissing_andIsPulledForTheRightOne(String policy) {
    image = image("linux", "arm64", "v8");
    afterPull = image("linux", "amd64", "");
    assertThat(ensured("x:1", policy, "linux/amd64").text("id")).isEqualTo("sha256:amd64");
    assertThat(engine.seen())
        .filteredOn(seen -> seen.path().equals("/images/create"))
        .singleElement()
        .matches(seen -> seen.target().contains("platform=linux%2Famd64"));
  }

  @ParameterizedTest
  @CsvSource({
    "linux/arm64, linux, arm64, v8",
    "linux/arm64/v8, linux, arm64, ''",
    "linux/aarch64, linux, arm64, ''",
    "linux/x86_64, linux, amd64, ''",
    "linux/amd64/v1, linux, amd64, ''",
    "linux/arm, linux, arm, v7",
    "linux/arm/v7, linux, arm, ''",
    "linux/amd64, '', amd64, ''",
    "linux, linux, amd64, ''",
    "amd64, linux, amd64, ''",
    "arm64, linux, arm64, v8",
  })
  void otherSpellings_areThePlatform(
      String platform, String os, String architecture, String variant) {
    image = image(os, architecture, variant);
    ensured("x:1", "missing", platform);
    assertThat(isPulled()).isFalse();
  }

  /** That an engine would run it as well does not make it what was asked for. */
  @ParameterizedTest
  @CsvSource({
    "linux/amd64, linux, 386, ''",
    "linux/arm/v7, linux, arm, v6",
    "linux/arm/v6, linux, arm, ''",
    "linux/arm64, linux, arm, v7",
    "linux/amd64, windows, amd64, ''",
    "linux/amd64, linux, '', ''",
    "linux, linux, arm64, ''",
  })
  void platformsThatMerelySuit_arePulled(
      String platform, String os, String architecture, String variant) {
    image = image(os, architecture, variant);
    engine.rejectHead("POST", "/images/create", 500, "{\"message\":\"offline\"}");
    assertThatThrownBy(() -> ensured("x:1", "missing", platform)).hasMessageContaining("offline");
  }

  @Test
  void never_namesTheMismatch_andPullsNothing() {
    image = image("linux", "arm64", "v8");
    assertThatThrownBy(() -> ensured("x:1", "never", "linux/amd64"))
        .hasMessageContaining("image x:1 is there, but it is for linux/arm64, not for linux/amd64")
        .hasMessageContaining("its pull policy is never");
    assertThat(isPulled()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"linux/amd64, 386, ''", "linux/arm/v6, arm, ''", "linux/arm/v7, arm, v5"})
  void never_takesWhatTheEngineTakes(String platform, String architecture, String variant) {
    image = image("linux", architecture, variant);
    assertThat(ensured("x:1", "never", platform).text("id")).startsWith("sha256:");
  }

  @Test
  void id_isOfOneImageOnly_whichIsNotPulled() {
    String id = "sha256:" + "a".repeat(64);
    image = image("linux", "arm64", "");
    assertThatThrownBy(() -> ensured(id, "missing", "linux/amd64"))
        .hasMessageContaining(
            "it is for linux/arm64, not for linux/amd64, and an id is of one image");
    assertThat(isPulled()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.48", "1.49", "1.51"})
  void storeOfContainerd_mayHaveItBesideItsOwn(String api) {
    engine.apiVersion(api);
    image = image("linux", "amd64", "");
    beside =
        api.equals("1.48")
            ? "{\"Available\":true,\"ImageData\":{\"Platform\":{\"os\":\"linux\",\"architecture\":\"arm64\"}}}"
            : image("linux", "arm64", "");
    assertThat(ensured("x:1", "missing", "linux/arm64").text("id"))
        .as("the id of the name, by which Docker Compose knows it")
        .isEqualTo("sha256:amd64");
    assertThat(isPulled()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.48", "1.49"})
  void storeOfContainerd_withAManifestAlone_hasItNot(String api) {
    engine.apiVersion(api);
    image = image("", "", ""); // it has no image for its own platform at all
    if (api.equals("1.48")) {
      beside =
          "{\"Available\":false,\"ImageData\":{\"Platform\":{\"os\":\"linux\",\"architecture\":\"arm64\"}}}";
    }
    assertThatThrownBy(() -> ensured("x:1", "never", "linux/arm64"))
        .hasMessageContaining("image x:1 is there, but it is not for linux/arm64");
  }

  @Test
  void pullThatFails_saysWhatIsThereInstead() {
    image = image("linux", "arm64", "");
    engine.rejectHead("POST", "/images/create", 404, "{\"message\":\"manifest unknown\"}");
    assertThatThrownBy(() -> ensured("x:1", "missing", "linux/amd64"))
        .hasMessageContaining(
            "image x:1 is there, but it is for linux/arm64, not for linux/amd64, and the right one"
                + " cannot be pulled: manifest unknown");
  }
}
