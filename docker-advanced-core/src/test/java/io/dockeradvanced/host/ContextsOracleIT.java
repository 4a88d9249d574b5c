package io.dockeradvanced.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.lab.Authority;
import io.dockeradvanced.lab.LabDocker;
import io.dockeradvanced.transport.TlsOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The docker command and we are given the same environments and files; both must decide alike. */
@Timeout(300)
class ContextsOracleIT {
  private static final int ENVIRONMENTS = Boolean.getBoolean("da.full") ? 400 : 80;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Not among them, because we take what docker does not: https:// and [::1] without a port. */
  private static final List<String> HOSTS =
      Arrays.asList(
          null,
          null,
          null,
          null,
          "",
          " ",
          "tcp://a:1",
          "tcp://a",
          "a:99",
          "tcp://",
          "tcp://:77",
          "tcp://[::1]:",
          "tcp://[::1]:5",
          "tcp://a/below",
          "tcp://10.0.0.1:2376",
          "unix://",
          "unix:///tmp/x.sock",
          "ssh://ops@far",
          "ssh://ops@far:22",
          " tcp://b ");

  private static final List<String> CONTEXTS =
      Arrays.asList(
          null, null, "", "default", "plain", "secured", "ca-only", "far", "gone", "web.1");
  private static final List<String> SET = Arrays.asList(null, null, "", "1", "0");

  @TempDir static Path home;

  private static Path certificates;
  private static String docker;

  @BeforeAll
  static void contexts() throws Exception {
    docker = LabDocker.command();
    Authority authority = Authority.create(home.resolve("ca"), "ca");
    certificates = authority.issue(home.resolve("certificates"), "client");
    create("plain", "host=tcp://plain:2375");
    create(
        "secured",
        "host=tcp://secured:2376,ca=%1$s/ca.pem,cert=%1$s/cert.pem,key=%1$s/key.pem"
            .formatted(certificates));
    create("ca-only", "host=tcp://half:2376,ca=%s/ca.pem".formatted(certificates));
    create("far", "host=ssh://ops@far");
    create("web.1", "host=unix:///tmp/web.sock");
  }

  private static void create(String name, String docker) throws Exception {
    assertThat(run(Map.of(), "context", "create", name, "--docker", docker)).isPresent();
  }

  /** What docker prints; nothing when it fails. */
  private static java.util.Optional<String> run(Map<String, String> more, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(docker));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().keySet().removeIf(k -> k.startsWith("DOCKER_"));
    builder.environment().put("DOCKER_CONFIG", home.resolve("config").toString());
    builder.environment().putAll(more);
    try {
      Process process = builder.start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      // "docker version" fails without an engine, but then it has said its own.
      boolean said = arguments[0].equals("version") && !out.isBlank();
      return process.waitFor() == 0 || said
          ? java.util.Optional.of(out)
          : java.util.Optional.empty();
    } catch (IOException e) {
      return java.util.Optional.empty();
    }
  }

  private static Map<String, String> environment(Random random) {
    Map<String, String> environment = new LinkedHashMap<>();
    put(environment, "DOCKER_HOST", pick(HOSTS, random));
    put(environment, "DOCKER_CONTEXT", pick(CONTEXTS, random));
    put(environment, "DOCKER_TLS_VERIFY", pick(SET, random));
    put(
        environment,
        "DOCKER_CERT_PATH",
        pick(Arrays.asList(null, "", certificates.toString(), home.toString()), random));
    return environment;
  }

  private static void put(Map<String, String> to, String name, String value) {
    if (value != null) {
      to.put(name, value);
    }
  }

  private static <T> T pick(List<T> from, Random random) {
    return from.get(random.nextInt(from.size()));
  }

  @Test
  void current_generatedEnvironments_isWhatDockerDecides() throws Exception {
    Random random = new Random(20);
    int refused = 0;
    int withTls = 0;
    for (int i = 0; i < ENVIRONMENTS; i++) {
      Map<String, String> environment = environment(random);
      String current = pick(CONTEXTS, random);
      writeCurrent(current);
      String as = "%s, currentContext %s".formatted(environment, current);
      // No engine is asked; what docker would do is what it inspects as its context.
      String docker =
          run(environment, "context", "inspect", "--format", "{{json .}}")
              .map(ContextsOracleIT::decisionOfDocker)
              .orElse("refused");
      String ours = ours(environment);
      if (docker.equals("refused") && !ours.equals("refused")) {
        // It reads ca.pem for sockets and SSH too, where it then does not use it.
        assertThat(ours).as(as).matches("(unix|ssh)://.* \\[]");
        assertThat(environment).as(as).containsKey("DOCKER_TLS_VERIFY");
      } else {
        assertThat(ours).as(as).isEqualTo(docker);
      }
      refused += docker.equals("refused") ? 1 : 0;
      withTls += docker.endsWith("[]") || docker.equals("refused") ? 0 : 1;
    }
    assertThat(refused).as("environments that docker refuses").isPositive();
    assertThat(withTls).as("environments with TLS").isGreaterThan(ENVIRONMENTS / 20);
    System.out.printf(
        "%d environments compared with docker, %d with TLS, %d refused%n",
        ENVIRONMENTS, withTls, refused);
  }

  private static void writeCurrent(String name) throws IOException {
    Path file = home.resolve("config/config.json");
    if (name == null) {
      Files.deleteIfExists(file);
    } else {
      Files.writeString(file, "{\"currentContext\":\"%s\"}".formatted(name));
    }
  }

  /** {@code uri [files of TLS]}. */
  private static String decisionOfDocker(String json) {
    try {
      JsonNode context = JSON.readTree(json);
      String host = context.path("Endpoints").path("docker").path("Host").asText();
      List<String> files = new ArrayList<>();
      context.path("TLSMaterial").path("docker").forEach(f -> files.add(f.asText()));
      return host + " " + (CliAddress.takesTls(host) ? files.stream().sorted().toList() : "[]");
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String ours(Map<String, String> environment) {
    try {
      Map<String, String> all = new TreeMap<>(environment);
      all.put("DOCKER_CONFIG", home.resolve("config").toString());
      Endpoint endpoint = Contexts.of(all).current();
      return endpoint.uri()
          + " "
          + endpoint
              .tls()
              .flatMap(TlsOptions::directory)
              .map(ContextsOracleIT::files)
              .orElse(List.of());
    } catch (InvalidSpec e) {
      return "refused";
    }
  }

  private static List<String> files(Path directory) {
    return Stream.of("ca.pem", "cert.pem", "key.pem")
        .filter(f -> Files.exists(directory.resolve(f)))
        .toList();
  }

  @Test
  void list_isThatOfDocker() throws Exception {
    for (String current : Arrays.asList(null, "default", "secured", "far")) {
      writeCurrent(current);
      Map<String, String> docker = new TreeMap<>();
      for (String line :
          run(Map.of(), "context", "ls", "--format", "{{json .}}").orElseThrow().lines().toList()) {
        JsonNode row = JSON.readTree(line);
        docker.put(
            row.path("Name").asText(),
            row.path("DockerEndpoint").asText() + " " + row.path("Current").asBoolean());
      }
      Map<String, String> ours = new TreeMap<>();
      Contexts.of(Map.of("DOCKER_CONFIG", home.resolve("config").toString()))
          .list()
          .forEach(c -> ours.put(c.name(), c.address() + " " + c.current()));
      assertThat(ours).as("currentContext %s", current).isEqualTo(docker);
    }
  }
}
