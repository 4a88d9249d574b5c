package io.dockeradvanced.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.internal.host.HostAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostUrisTest {
  @TempDir Path directory;

  private void context(String name, String json) throws Exception {
    var digest = java.security.MessageDigest.getInstance("SHA-256");
    String hash = java.util.HexFormat.of().formatHex(digest.digest(name.getBytes("UTF-8")));
    Path meta = directory.resolve("contexts/meta").resolve(hash);
    Files.createDirectories(meta);
    Files.writeString(meta.resolve("meta.json"), json);
  }

  @Test
  void fromEnvironment_dockerHost_wins() {
    assertThat(
            HostUris.fromEnvironment(
                Map.of("DOCKER_HOST", "unix:///a", "DOCKER_CONTEXT", "nothing")))
        .isEqualTo("unix:///a");
  }

  @Test
  void fromEnvironment_contextOfTheVariable_isRead() throws Exception {
    context("web", "{\"Endpoints\":{\"docker\":{\"Host\":\"unix:///b\"}}}");

    assertThat(
            HostUris.fromEnvironment(
                Map.of("DOCKER_CONFIG", directory.toString(), "DOCKER_CONTEXT", "web")))
        .isEqualTo("unix:///b");
  }

  @Test
  void fromEnvironment_currentContext_isRead() throws Exception {
    context("web", "{\"Endpoints\":{\"docker\":{\"Host\":\"unix:///c\"}}}");
    Files.writeString(directory.resolve("config.json"), "{\"currentContext\":\"web\"}");

    assertThat(HostUris.fromEnvironment(Map.of("DOCKER_CONFIG", directory.toString())))
        .isEqualTo("unix:///c");
  }

  @Test
  void fromEnvironment_unknownContext_saysSo() {
    assertThatThrownBy(
            () ->
                HostUris.fromEnvironment(
                    Map.of("DOCKER_CONFIG", directory.toString(), "DOCKER_CONTEXT", "gone")))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("no Docker context 'gone'");
  }

  @Test
  void fromEnvironment_brokenConfig_isNotQuoted() throws Exception {
    Files.writeString(directory.resolve("config.json"), "{\"auths\": geheim");

    assertThatThrownBy(
            () -> HostUris.fromEnvironment(Map.of("DOCKER_CONFIG", directory.toString())))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageNotContaining("geheim");
  }

  @Test
  void local_onlyRootlessSocket_isTaken() throws Exception {
    Path socket = Files.createFile(directory.resolve("docker.sock"));

    assertThat(
            HostUris.local(
                Map.of("XDG_RUNTIME_DIR", directory.toString()), Path.of("/nowhere/docker.sock")))
        .isEqualTo("unix://" + socket);
  }

  @Test
  void local_neither_isTheUsualSocket() {
    assertThat(
            HostUris.local(
                Map.of("XDG_RUNTIME_DIR", directory.toString()), Path.of("/nowhere/docker.sock")))
        .isEqualTo("unix:///nowhere/docker.sock");
  }

  @Test
  void same_ofTwoPathsToOneSocket_isTrue() throws Exception {
    Path socket = Files.createFile(directory.resolve("docker.sock"));
    Path other = Files.createSymbolicLink(directory.resolve("link"), directory);
    assertThat(HostAddress.same("unix://" + socket, "unix://" + other.resolve("docker.sock")))
        .isTrue();
    assertThat(HostAddress.same("unix://" + socket, "unix://" + other.resolve("gone.sock")))
        .isFalse();
    assertThat(
            HostAddress.same(
                "unix://" + directory.resolve("gone"), "unix://" + other.resolve("gone")))
        .isTrue();
    assertThat(HostAddress.same("tcp://a:1", "tcp://a:1")).isTrue();
    assertThat(HostAddress.same("tcp://a:1", "tcp://a:2")).isFalse();
  }
}
