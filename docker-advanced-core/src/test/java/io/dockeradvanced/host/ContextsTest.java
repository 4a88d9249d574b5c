package io.dockeradvanced.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.Config;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.transport.TlsOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContextsTest {
  @TempDir Path directory;

  /** An environment with our directory, and these pairs. */
  private Contexts contexts(String... pairs) {
    Map<String, String> environment = new HashMap<>();
    environment.put("DOCKER_CONFIG", directory.toString());
    for (int i = 0; i < pairs.length; i += 2) {
      environment.put(pairs[i], pairs[i + 1]);
    }
    return Contexts.of(environment);
  }

  private static String id(String name) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    return HexFormat.of().formatHex(digest.digest(name.getBytes(StandardCharsets.UTF_8)));
  }

  private void meta(String name, String json) throws Exception {
    Path meta = Files.createDirectories(directory.resolve("contexts/meta").resolve(id(name)));
    Files.writeString(meta.resolve("meta.json"), json);
  }

  private void context(String name, String host) throws Exception {
    meta(
        name,
        "{\"Name\":\"%s\",\"Metadata\":{\"Description\":\"about %1$s\"},\"Endpoints\":{\"docker\":{\"Host\":\"%s\",\"SkipTLSVerify\":false}}}"
            .formatted(name, host));
  }

  /** Answers the directory that {@code docker context create} makes for {@code ca=…}. */
  private Path tls(String name) throws Exception {
    Path tls =
        Files.createDirectories(
            directory.resolve("contexts/tls").resolve(id(name)).resolve("docker"));
    Files.writeString(tls.resolve("ca.pem"), "");
    return tls;
  }

  private void currentContext(String name) throws Exception {
    Files.writeString(
        directory.resolve("config.json"), "{\"currentContext\":\"%s\"}".formatted(name));
  }

  @Test
  void current_dockerHost_wins() throws Exception {
    currentContext("nothing");
    Contexts contexts = contexts("DOCKER_HOST", "unix:///a", "DOCKER_CONTEXT", "nothing");

    assertThat(contexts.current()).isEqualTo(Endpoint.of("unix:///a"));
    assertThat(contexts.currentName()).isEqualTo("default");
  }

  /** What docker-java gets wrong: it puts the TLS of the context on the host of the variable. */
  @Test
  void current_dockerHost_takesNoTlsOfTheContext() throws Exception {
    context("web", "tcp://web:2376");
    tls("web");
    currentContext("web");

    assertThat(contexts().current().tls()).isPresent();
    assertThat(contexts("DOCKER_HOST", "tcp://other:2375").current())
        .isEqualTo(Endpoint.of("tcp://other:2375"));
  }

  @Test
  void current_context_takesNoTlsOfTheVariables() throws Exception {
    context("web", "tcp://web:2375");
    Files.writeString(directory.resolve("ca.pem"), "");

    assertThat(contexts("DOCKER_CONTEXT", "web", "DOCKER_TLS_VERIFY", "1").current())
        .isEqualTo(Endpoint.of("tcp://web:2375"));
  }

  @Test
  void current_variableThenFile_thenDefault() throws Exception {
    context("web", "unix:///b");
    context("db", "unix:///c");
    assertThat(contexts().currentName()).isEqualTo("default");
    currentContext("db");
    assertThat(contexts().current().uri()).isEqualTo("unix:///c");
    assertThat(contexts("DOCKER_CONTEXT", "web").current().uri()).isEqualTo("unix:///b");
    assertThat(contexts("DOCKER_CONTEXT", "default").current().uri()).startsWith("unix://");
  }

  @Test
  void endpoint_withTlsMaterial_carriesIt() throws Exception {
    context("web", "tcp://web:2376");
    Path tls = tls("web");

    assertThat(contexts().endpoint("web"))
        .isEqualTo(Endpoint.of("tcp://web:2376").tls(TlsOptions.directory(tls)));
  }

  @Test
  void endpoint_ssh_isPassedOn() throws Exception {
    context("far", "ssh://ops@far:2222");

    assertThat(contexts().endpoint("far")).isEqualTo(Endpoint.of("ssh://ops@far:2222"));
    assertThat(contexts().endpoint("far")).hasToString("ssh://ops@far:2222");
  }

  @Test
  void endpoint_skipsVerification_isRefusedWithTheWayOut() throws Exception {
    meta("web", "{\"Endpoints\":{\"docker\":{\"Host\":\"tcp://web\",\"SkipTLSVerify\":true}}}");
    meta("here", "{\"Endpoints\":{\"docker\":{\"Host\":\"unix:///x\",\"SkipTLSVerify\":true}}}");

    assertThatThrownBy(() -> contexts().endpoint("web"))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContainingAll("'web'", "not supported", "docker context update web", "ca=");
    assertThat(contexts().endpoint("here").uri()).isEqualTo("unix:///x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gone", "../../etc", ""})
  void endpoint_unknownContext_saysSo(String name) {
    assertThatThrownBy(() -> contexts().endpoint(name))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("no Docker context '%s'".formatted(name));
  }

  @Test
  void host_tlsVerify_takesTheDirectoryOfTheVariable() throws Exception {
    Path certs = Files.createDirectory(directory.resolve("certs"));
    Contexts contexts = contexts("DOCKER_TLS_VERIFY", "1", "DOCKER_CERT_PATH", certs.toString());

    assertThatThrownBy(() -> contexts.host("tcp://web:2376"))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining(certs.resolve("ca.pem") + ": DOCKER_TLS_VERIFY is set, but");
    Files.writeString(certs.resolve("ca.pem"), "");
    assertThat(contexts.host("tcp://web:2376").tls()).contains(TlsOptions.directory(certs));
    assertThat(contexts.current().uri()).isEqualTo("tcp://localhost:2376");
    assertThat(contexts.host("unix:///x").tls()).isEmpty();
    assertThat(contexts.host("ssh://x").tls()).isEmpty();
  }

  /** Whatever the value: docker takes 0 and false as "yes". */
  @ParameterizedTest
  @ValueSource(strings = {"1", "0", "false"})
  void host_tlsVerifyOfAnyValue_isOn(String value) throws Exception {
    Files.writeString(directory.resolve("ca.pem"), "");

    assertThat(contexts("DOCKER_TLS_VERIFY", value).host("tcp://web").tls())
        .contains(TlsOptions.directory(directory));
  }

  @Test
  void host_tlsWithoutVerification_isRefused() {
    assertThatThrownBy(() -> contexts("DOCKER_TLS", "1").host("tcp://web"))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContainingAll("DOCKER_TLS", "DOCKER_TLS_VERIFY=1", "ca.pem");
    assertThat(contexts("DOCKER_TLS", "1").host("unix:///x").uri()).isEqualTo("unix:///x");
  }

  @ParameterizedTest
  @CsvSource({
    "web1,tcp://web1:2375",
    "web1:99,tcp://web1:99",
    "tcp://,tcp://localhost:2375",
    "tcp://:99,tcp://localhost:99",
    "tcp://web1:,tcp://web1:2375",
    "tcp://[::1],tcp://[::1]:2375",
    "tcp://[::1]:,tcp://[::1]:2375",
    "tcp://web1/below,tcp://web1:2375/below",
    "unix://,unix:///var/run/docker.sock",
    "' unix:///x ',unix:///x",
    "ssh://ops@far,ssh://ops@far"
  })
  void host_asDockerWritesIt_isCompleted(String given, String expected) {
    assertThat(contexts().host(given).uri()).isEqualTo(expected);
  }

  @Test
  void host_bareIpv6_isInvalid() {
    assertThatThrownBy(() -> contexts().host("tcp://::1:2375"))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("brackets");
  }

  @Test
  void files_broken_areNamedAndNotQuoted() throws Exception {
    Files.writeString(directory.resolve("config.json"), "{\"auths\": geheim");
    assertThatThrownBy(() -> contexts().current())
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("config.json")
        .hasMessageNotContaining("geheim");
    for (String json : new String[] {"[]", "", "{}", "{\"Endpoints\":{\"docker\":{}}}", "geheim"}) {
      meta("web", json);
      assertThatThrownBy(() -> contexts().endpoint("web"))
          .isInstanceOf(InvalidSpec.class)
          .hasMessageContaining("meta.json")
          .hasMessageNotContainingAny("geheim", "\n");
    }
  }

  @Test
  void list_hasAllAndMarksTheOneInUse() throws Exception {
    context("web", "tcp://web:2376");
    context("db", "ssh://ops@db");
    meta("broken", "geheim");
    currentContext("db");

    assertThat(contexts().list())
        .extracting(DockerContext::name, DockerContext::address, DockerContext::current)
        .contains(
            org.assertj.core.groups.Tuple.tuple("web", "tcp://web:2376", false),
            org.assertj.core.groups.Tuple.tuple("db", "ssh://ops@db", true),
            org.assertj.core.groups.Tuple.tuple(id("broken"), "", false))
        .hasSize(4);
    assertThat(contexts("DOCKER_CONTEXT", "gone").list())
        .filteredOn(DockerContext::current)
        .containsExactly(new DockerContext("gone", "", "", true));
    assertThat(contexts("DOCKER_HOST", "tcp://web").list())
        .filteredOn(DockerContext::current)
        .extracting(DockerContext::address)
        .containsExactly("tcp://web:2375");
  }

  @Test
  void list_noDirectory_isTheDefault() {
    assertThat(contexts().list()).extracting(DockerContext::name).containsExactly("default");
  }

  @Test
  void local_onlyRootlessSocket_isTaken() throws Exception {
    Path socket = Files.createFile(directory.resolve("docker.sock"));

    assertThat(
            Contexts.local(
                Map.of("XDG_RUNTIME_DIR", directory.toString()), Path.of("/nowhere/docker.sock")))
        .isEqualTo("unix://" + socket);
  }

  @Test
  void local_neither_isTheUsualSocket() {
    assertThat(
            Contexts.local(
                Map.of("XDG_RUNTIME_DIR", directory.toString()), Path.of("/nowhere/docker.sock")))
        .isEqualTo("unix:///nowhere/docker.sock");
  }

  @Test
  void owner_sameNameOtherTls_isRefused() throws Exception {
    Path tls = Files.createDirectory(directory.resolve("tls"));
    try (var da = io.dockeradvanced.DockerAdvanced.create(Config.defaults())) {
      da.host("web", "tcp://web:2375");

      assertThat(da.host("web", Endpoint.of("tcp://web:2375"))).isSameAs(da.hosts().get(0));
      assertThatThrownBy(
              () -> da.host("web", Endpoint.of("tcp://web:2375").tls(TlsOptions.directory(tls))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("choose another name");
    }
  }
}
