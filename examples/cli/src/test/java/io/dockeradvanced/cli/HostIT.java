package io.dockeradvanced.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.lab.Authority;
import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.lab.TcpServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code da --context} and {@code da host ls}, with a real engine behind TLS. */
@Lab
@Timeout(120)
class HostIT {
  @Engine LabEngine engine;

  @TempDir Path directory;

  private Path certificates;

  @BeforeEach
  void certificates() {
    Authority authority = Authority.create(directory.resolve("ca"), "lab ca");
    authority.issue(directory.resolve("server"), "engine", "IP:127.0.0.1");
    certificates = authority.issue(directory.resolve("client"), "client");
  }

  private TcpServer tlsServer() {
    return TcpServer.tls(directory.resolve("server"), true, TcpServer.toUnix(engine.uri()));
  }

  /** Makes what {@code docker context create} makes. */
  private void context(String name, String host, boolean tls) throws Exception {
    context(name, host, tls, "false");
  }

  private void context(String name, String host, boolean tls, String skip) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    String id = HexFormat.of().formatHex(digest.digest(name.getBytes(StandardCharsets.UTF_8)));
    Path contexts = directory.resolve("config/contexts");
    Path meta = Files.createDirectories(contexts.resolve("meta").resolve(id));
    Files.writeString(
        meta.resolve("meta.json"),
        "{\"Name\":\"%s\",\"Metadata\":{},\"Endpoints\":{\"docker\":{\"Host\":\"%s\",\"SkipTLSVerify\":%s}}}"
            .formatted(name, host, skip));
    if (tls) {
      Path files = Files.createDirectories(contexts.resolve("tls").resolve(id).resolve("docker"));
      for (String file : List.of("ca.pem", "cert.pem", "key.pem")) {
        Files.copy(certificates.resolve(file), files.resolve(file));
      }
    }
  }

  /** The command in a process of its own, because of its environment. */
  private Da da(Map<String, String> environment, String... words) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(Main.class.getName());
    command.addAll(List.of("--no-progress", "--state", directory.resolve("state.db").toString()));
    command.addAll(List.of(words));
    Path err = directory.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
    builder.environment().keySet().removeIf(k -> k.startsWith("DOCKER_"));
    builder.environment().put("DOCKER_CONFIG", directory.resolve("config").toString());
    builder.environment().putAll(environment);
    Process child = builder.start();
    String out = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Da(child.waitFor(), out, Files.readString(err));
  }

  @Test
  void stack_overTlsByContext_isDeployedAndTakenDown() throws Exception {
    String stack = engine.uniqueName("tls");
    Path file =
        Files.writeString(
            directory.resolve("compose.yaml"),
            """
            name: %s
            services:
              web:
                image: docker-advanced-lab/web:1
                healthcheck: {test: [CMD, /bin/healthy], interval: 1s, timeout: 2s, retries: 10}
            """
                .formatted(stack));
    try (TcpServer server = tlsServer()) {
      context("web", server.uri(), true);

      Da up = da(Map.of(), "--context", "web", "stack", "deploy", "-f", file.toString());
      assertThat(up.status()).as(up.err()).isZero();
      Da ps = da(Map.of("DOCKER_CONTEXT", "web"), "stack", "ps", stack);
      assertThat(ps.out()).contains(stack + "-web-1", "healthy");
      Da down = da(Map.of("DOCKER_CONTEXT", "web"), "stack", "down", stack);
      assertThat(down.status()).as(down.err()).isZero();
    }
  }

  @Test
  void host_withVariablesOfDocker_speaksTls() throws Exception {
    try (TcpServer server = tlsServer()) {
      Map<String, String> tls =
          Map.of("DOCKER_TLS_VERIFY", "1", "DOCKER_CERT_PATH", certificates.toString());
      Da info = da(tls, "--host", server.uri(), "host", "info");
      assertThat(info.status()).as(info.err()).isZero();
      assertThat(info.out()).contains(server.uri(), "serverVersion");

      Da without = da(Map.of(), "--host", server.uri(), "host", "info");
      assertThat(without.status()).isEqualTo(1);
      assertThat(without.errLines()).singleElement().asString().contains("DOCKER_TLS_VERIFY=1");
    }
  }

  @Test
  void ls_goodAndBadContexts_eachTellTheirOwn() throws Exception {
    try (TcpServer server = tlsServer();
        TcpServer silent = TcpServer.plain(s -> s.getInputStream().readAllBytes())) {
      context("web", server.uri(), true);
      context("far", "ssh://ops@127.0.0.1:1", false);
      context("pipe", "npipe:////./pipe/docker_engine", false);
      context("insecure", "tcp://127.0.0.1:1", false, "true");
      context("dead", "tcp://127.0.0.1:1", false);
      context("silent", "tcp://127.0.0.1:" + silent.port(), true);
      Files.writeString(directory.resolve("config/config.json"), "{\"currentContext\":\"web\"}");

      long begin = System.nanoTime();
      Da ls = da(Map.of(), "host", "ls");

      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
      assertThat(ls.status()).as(ls.err()).isZero();
      List<String> lines = ls.out().lines().toList();
      assertThat(lines).hasSize(8);
      assertThat(lines.get(0)).contains("NAME", "ENDPOINT", "ENGINE");
      assertThat(line(lines, "web *")).matches("web \\* +tcp://127.0.0.1:\\d+ +[0-9.]+\\S*");
      assertThat(line(lines, "pipe")).contains("named pipes of Windows are not supported");
      assertThat(line(lines, "insecure")).contains("docker context update insecure");
      assertThat(line(lines, "dead")).contains("refused the connection");
      assertThat(line(lines, "silent")).contains("TLS handshake");
      assertThat(line(lines, "far")).contains("ssh://ops@127.0.0.1:1");

      Da json = da(Map.of("DOCKER_HOST", engine.uri()), "host", "ls", "--format", "json");
      assertThat(json.out())
          .contains("\"name\":\"default\"", "\"endpoint\":\"" + engine.uri() + "\"")
          .contains("\"current\":true", "\"reachable\":true", "\"reachable\":false");
      assertThat(json.out().strip()).startsWith("[{").endsWith("}]").doesNotContain("\n");
    }
  }

  private static String line(List<String> lines, String begin) {
    return lines.stream().filter(l -> l.startsWith(begin + " ")).findFirst().orElse("");
  }

  @Test
  void hostAndContext_together_areRefused() throws Exception {
    for (String[] words : new String[][] {{"host", "info"}, {"host", "ls"}, {"stack", "ls"}}) {
      List<String> all = new ArrayList<>(List.of("--host", engine.uri(), "--context", "web"));
      all.addAll(List.of(words));
      Da da = da(Map.of(), all.toArray(String[]::new));
      assertThat(da.status()).isEqualTo(2);
      assertThat(da.errLines()).singleElement().asString().contains("--host and --context both");
    }
  }

  @Test
  void context_thatDoesNotExist_exitsWith2() throws Exception {
    Da da = da(Map.of(), "--context", "gone", "host", "info");
    assertThat(da.status()).isEqualTo(2);
    assertThat(da.errLines()).singleElement().asString().contains("no Docker context 'gone'");
  }
}
