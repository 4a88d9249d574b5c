package io.dockeradvanced.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.image.internal.ConfigFileCredentials;
import io.dockeradvanced.image.internal.Logins;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RegistryCredentialsTest {
  @TempDir Path directory;

  private RegistryCredentials config(String json) throws Exception {
    Files.writeString(directory.resolve("config.json"), json);
    return ConfigFileCredentials.in(directory, Map.of("PATH", directory.toString()));
  }

  private static String auth(String pair) {
    return Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  /** A helper that writes down its arguments and its input, and answers what it is told. */
  private void helper(String name, String answer, int status) throws Exception {
    Path script = directory.resolve("docker-credential-" + name);
    String lines = "#!/bin/sh\necho \"$@\" >%1$s/args\n/bin/cat >%1$s/in\necho '%2$s'\nexit %3$d\n";
    Files.writeString(script, lines.formatted(directory, answer, status));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void auths_ofEveryShape_areRead() throws Exception {
    RegistryCredentials credentials =
        config(
            """
            {"auths":{
              "https://index.docker.io/v1/":{"auth":"%s"},
              "https://old.example/v1/":{"username":"u","password":"p"},
              "ghcr.io":{"identitytoken":"it","auth":"%s"},
              "tok.example":{"registrytoken":"rt"},
              "empty.example":{}}}"""
                .formatted(auth("hub:a:b"), auth("x:y")));

    assertThat(credentials.find("docker.io")).contains(RegistryLogin.password("hub", "a:b"));
    assertThat(credentials.find("old.example")).contains(RegistryLogin.password("u", "p"));
    assertThat(credentials.find("ghcr.io")).contains(RegistryLogin.identityToken("it"));
    assertThat(credentials.find("tok.example")).contains(RegistryLogin.registryToken("rt"));
    assertThat(credentials.find("empty.example")).isEmpty();
    assertThat(credentials.find("other.example")).isEmpty();
  }

  @Test
  void noFile_isNoLogin() {
    assertThat(RegistryCredentials.ofDocker(directory.resolve("none")).find("docker.io")).isEmpty();
  }

  @Test
  void helper_isToldTheRegistryOnItsInput_neverInItsArguments() throws Exception {
    helper("kept", "{\"ServerURL\":\"x\",\"Username\":\"bot\",\"Secret\":\"s3cret\"}", 0);
    RegistryCredentials credentials = config("{\"credsStore\":\"kept\"}");

    assertThat(credentials.find("docker.io")).contains(RegistryLogin.password("bot", "s3cret"));
    assertThat(directory.resolve("args")).hasContent("get");
    assertThat(directory.resolve("in")).hasContent("https://index.docker.io/v1/");
    assertThat(credentials.find("ghcr.io").orElseThrow().toString()).doesNotContain("s3cret");
    assertThat(directory.resolve("in")).hasContent("ghcr.io");
  }

  @Test
  void helper_ofOneRegistry_winsOverTheStore() throws Exception {
    helper("one", "{\"Username\":\"<token>\",\"Secret\":\"it\"}", 0);
    RegistryCredentials credentials =
        config("{\"credsStore\":\"gone\",\"credHelpers\":{\"ghcr.io\":\"one\"}}");
    assertThat(credentials.find("ghcr.io")).contains(RegistryLogin.identityToken("it"));
    assertThatThrownBy(() -> credentials.find("docker.io"))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("docker-credential-gone, which is not in PATH");
  }

  @Test
  void helper_thatKnowsNone_isNoLogin_andOneThatFailsIsSaid() throws Exception {
    helper("none", "credentials not found in native keychain", 1);
    assertThat(config("{\"credsStore\":\"none\"}").find("ghcr.io")).isEmpty();
    helper("broken", "s3cret panic", 3);
    assertThatThrownBy(() -> config("{\"credsStore\":\"broken\"}").find("ghcr.io"))
        .isInstanceOf(DockerAdvancedException.class)
        .hasMessageContaining("docker-credential-broken gave no login for ghcr.io")
        .hasMessageContaining("exit code 3")
        .hasMessageNotContaining("s3cret");
    helper("text", "no JSON s3cret", 0);
    assertThatThrownBy(() -> config("{\"credsStore\":\"text\"}").find("ghcr.io"))
        .hasMessageContaining("its answer is not JSON")
        .hasMessageNotContaining("s3cret");
  }

  /** As the docker command: the one helper that is broken costs nobody else's login. */
  @Test
  void helper_ofOneRegistryThatFails_isLeftOutOfAllLogins() throws Exception {
    helper("good", "{\"Username\":\"u\",\"Secret\":\"s3cret\"}", 0);
    helper("broken", "s3cret panic", 3);
    String helpers = "{\"a.example\":\"gone\",\"b.example\":\"broken\",\"c.example\":\"good\"}";
    RegistryCredentials credentials =
        config(
            "{\"auths\":{\"d.example\":{\"auth\":\"%s\"}},\"credHelpers\":%s}"
                .formatted(auth("d:pass"), helpers));
    assertThat(credentials.all())
        .containsOnlyKeys("c.example", "d.example")
        .containsEntry("c.example", RegistryLogin.password("u", "s3cret"));
    List<String> warnings = new ArrayList<>();
    assertThat(Logins.dockerConfig(credentials, warnings::add)).contains("c.example", "d.example");
    assertThat(warnings).hasSize(2);
    assertThat(warnings.get(0)).startsWith("there is no login of a.example: ");
    assertThat(warnings.get(1))
        .contains("no login of b.example: the credential helper docker-credential-broken")
        .doesNotContain("s3cret");
    assertThatThrownBy(() -> config("{\"credsStore\":\"gone\"}").all())
        .as("the store of all fails, as with Docker Compose")
        .isInstanceOf(InvalidSpec.class);
  }

  @Test
  void helper_withAPathAsItsName_isRefused() throws Exception {
    RegistryCredentials credentials = config("{\"credsStore\":\"../x\"}");
    assertThatThrownBy(() -> credentials.find("ghcr.io"))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("no usable name");
  }

  @Test
  void brokenFile_isSaidWithoutItsContent() throws Exception {
    String[] texts = {
      "{\"auths\": s3cret", "[]", "{\"auths\":{\"ghcr.io\":{\"auth\":\"s3cret!\"}}}"
    };
    for (String text : texts) {
      RegistryCredentials credentials = config(text);
      assertThatThrownBy(() -> credentials.find("ghcr.io"))
          .isInstanceOf(InvalidSpec.class)
          .hasMessageContaining("config.json:")
          .hasMessageNotContaining("s3cret");
    }
  }
}
