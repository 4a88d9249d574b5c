package io.dockeradvanced.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.InvalidSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DockerOptionsTest {
  @Test
  void plugin_withGlobalOptions_handsOnWhichEngine() {
    assertThat(DockerOptions.of("--context", "web", "advanced", "stack", "ls").words())
        .containsExactly("--context", "web", "stack", "ls");
    assertThat(DockerOptions.of("-c=web", "advanced", "stack", "ls").words())
        .containsExactly("--context", "web", "stack", "ls");
    assertThat(DockerOptions.of("-H", "unix:///x", "-D", "advanced", "recover").words())
        .containsExactly("--host", "unix:///x", "recover");
    assertThatThrownBy(() -> DockerOptions.of("-H", "a", "-H", "b", "advanced", "recover").words())
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("--host");
  }

  @Test
  void plugin_ofAContextCalledLikeIt_isFoundBehind() {
    assertThat(DockerOptions.of("--context", "advanced", "advanced", "stack", "ls").words())
        .containsExactly("--context", "advanced", "stack", "ls");
  }

  @Test
  void da_withAStackCalledLikeThePlugin_isLeftAlone() {
    String[] words = {"--host", "unix:///x", "stack", "logs", "--tail", "1", "advanced"};
    assertThat(DockerOptions.of(words).words()).containsExactly(words);
    assertThat(DockerOptions.of("--state", "advanced", "recover").words())
        .containsExactly("--state", "advanced", "recover");
  }

  @Test
  void config_andTls_areTheVariablesOfTheDockerCommand() {
    DockerOptions options =
        DockerOptions.of(
            "--config",
            "/c",
            "--tlsverify",
            "--tlscacert",
            "/t/ca.pem",
            "--tlscert=/t/cert.pem",
            "--tlskey",
            "/t/key.pem",
            "advanced",
            "recover");
    assertThat(options.environment(Map.of("DOCKER_CONFIG", "/other", "A", "b")))
        .isEqualTo(
            Map.of(
                "A", "b",
                "DOCKER_CONFIG", "/c",
                "DOCKER_TLS_VERIFY", "1",
                "DOCKER_CERT_PATH", "/t"));
    assertThat(DockerOptions.of("--tls", "advanced").environment(Map.of()))
        .isEqualTo(Map.of("DOCKER_TLS", "1"));
    assertThat(DockerOptions.of("--tls=false", "advanced").environment(Map.of())).isEmpty();
  }

  @Test
  void certificates_ofTwoFolders_areRefused() {
    DockerOptions two =
        DockerOptions.of("--tlscacert", "/t/ca.pem", "--tlskey", "/u/key.pem", "advanced");
    assertThatThrownBy(() -> two.environment(Map.of()))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("/u/key.pem");
    DockerOptions other = DockerOptions.of("--tlscert", "/t/mine.pem", "advanced");
    assertThatThrownBy(() -> other.environment(Map.of())).hasMessageContaining("/t/mine.pem");
  }

  @Test
  void logLevel_isThatOfTheDockerCommand() {
    assertThat(DockerOptions.of("-l", "warn", "advanced").logLevel()).isEqualTo("warn");
    assertThat(DockerOptions.of("--debug", "advanced").logLevel()).isEqualTo("debug");
    assertThat(DockerOptions.of("advanced").logLevel()).isEmpty();
  }
}
