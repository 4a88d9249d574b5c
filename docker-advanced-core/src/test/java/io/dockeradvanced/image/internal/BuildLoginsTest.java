package io.dockeradvanced.image.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.Config;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.image.BuildSpec;
import io.dockeradvanced.image.Images;
import io.dockeradvanced.image.RegistryCredentials;
import io.dockeradvanced.image.RegistryLogin;
import io.dockeradvanced.internal.json.Json;
import io.dockeradvanced.lab.FakeEngine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which logins an engine is sent with a build. */
@Timeout(60)
class BuildLoginsTest {
  private static final String ID = "sha256:" + "a".repeat(64);

  private final FakeEngine engine = new FakeEngine();

  @TempDir Path directory;

  @AfterEach
  void close() {
    engine.close();
  }

  private static RegistryCredentials logins(String... registries) {
    Map<String, RegistryLogin> all = new java.util.HashMap<>();
    for (String registry : registries) {
      all.put(registry, RegistryLogin.password("user of " + registry, "secret"));
    }
    return RegistryCredentials.of(all);
  }

  /** The registries whose login came with a build of this file. */
  private Set<String> sent(String dockerfile, RegistryCredentials credentials) {
    engine.on(
        "POST",
        "/build",
        (request, wire) ->
            wire.json(
                200,
                "{\"aux\":{\"ID\":\"%s\"}}\n{\"stream\":\"Successfully built aaaaaaaaaaaa\\n\"}\n"
                    .formatted(ID)));
    engine.on(
        "GET",
        "/images/" + ID.replace(":", "%3A") + "/json",
        (request, wire) -> wire.json(200, "{\"Id\":\"%s\"}".formatted(ID)));
    Config config = Config.defaults().use(RegistryCredentials.class, credentials);
    try (DockerHost host = DockerHost.connect(engine.uri(), config)) {
      Images.on(host).build(BuildSpec.of(directory).dockerfileText(dockerfile));
    }
    String header =
        engine.seen().stream()
            .filter(seen -> seen.path().equals("/build"))
            .reduce((first, last) -> last)
            .orElseThrow()
            .headers()
            .get("X-Registry-Config");
    String json = new String(Base64.getUrlDecoder().decode(header), StandardCharsets.UTF_8);
    Set<String> registries = new TreeSet<>();
    Json.tree(json).fieldNames().forEachRemaining(registries::add);
    return registries;
  }

  @Test
  void variableInFrom_costsNoLogin_andGivesAwayNoOther() {
    RegistryCredentials credentials = logins("registry.corp", "other.example", "docker.io");
    assertThat(sent("ARG TAG=1\nFROM registry.corp/base:${TAG}\n", credentials))
        .containsExactly("registry.corp");
    assertThat(sent("FROM scratch\nCOPY --from=busybox /bin /bin\n", credentials))
        .containsExactly("https://index.docker.io/v1/");
    assertThat(sent("FROM scratch\n", credentials)).isEmpty();
  }

  @Test
  void whatOnlyTheBuilderKnows_isSentEveryLogin_asByTheDockerCommand() {
    RegistryCredentials credentials = logins("registry.corp", "other.example", "docker.io");
    assertThat(sent("FROM ${REG:?}/base\n", credentials))
        .containsExactly("https://index.docker.io/v1/", "other.example", "registry.corp");
    RegistryCredentials one = registry -> logins("a.example").find(registry);
    assertThat(sent("FROM a.example/x\nFROM ${REG:?}/base\n", one))
        .as("of what cannot list its logins those that are needed for sure")
        .containsExactly("a.example");
  }

  /** A helper takes time, and may ask its user for something. */
  @Test
  void helpers_areStartedForWhatIsNeeded_andOneThatFailsEndsNoBuild() throws Exception {
    Path asked = directory.resolve("asked");
    Path helper = directory.resolve("docker-credential-test");
    Files.writeString(
        helper,
        """
        #!/bin/sh
        if [ "$1" = list ]; then echo broken; exit 1; fi
        read address
        echo "$address" >> %s
        echo '{"Username":"u","Secret":"s"}'
        """
            .formatted(asked));
    Files.setPosixFilePermissions(helper, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(
        directory.resolve("config.json"),
        """
        {"credHelpers": {"a.example": "test", "b.example": "test"}, "credsStore": "test"}""");
    RegistryCredentials credentials =
        ConfigFileCredentials.in(
            directory, Map.of("PATH", directory + ":" + System.getenv("PATH")));
    assertThat(sent("ARG V=1\nFROM a.example/x:$V\n", credentials)).containsExactly("a.example");
    assertThat(asked).hasContent("a.example");
    Files.delete(asked);
    assertThat(sent("FROM a.example/x\nFROM ${REG:?}/base\n", credentials))
        .as("the store lists nothing")
        .containsExactly("a.example");
  }
}
