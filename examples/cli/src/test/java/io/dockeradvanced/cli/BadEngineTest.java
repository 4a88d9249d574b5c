package io.dockeradvanced.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code da} on engines that are not there, not for us, or not well: one sentence, exit code 1. */
class BadEngineTest {
  private static final String FILE =
      "services: {web: {image: 'docker-advanced-lab/web:1', pull_policy: always}}";

  @TempDir Path directory;

  private Da da(String host, String... words) {
    List<String> all = new ArrayList<>(List.of("--host", host, "--no-progress"));
    all.addAll(List.of("--state", directory.resolve("state.db").toString()));
    all.addAll(List.of(words));
    return Da.run(all);
  }

  private static void assertOneSentence(Da da, String... words) {
    assertThat(da.status()).as(da.err()).isEqualTo(1);
    assertThat(da.errLines()).as("one sentence").hasSize(1);
    assertThat(da.err()).contains(words).doesNotContain("\tat ").doesNotContain("Exception");
    assertThat(da.out()).isEmpty();
  }

  @Test
  void socket_thatIsNotThere_saysWhatToStart() {
    String host = "unix://" + directory.resolve("none.sock");
    assertOneSentence(da(host, "host", "info"), "none.sock does not exist", "DOCKER_HOST");
    assertOneSentence(da(host, "stack", "ls"), "none.sock does not exist");
    assertOneSentence(da(host, "stack", "down", "shop"), "none.sock does not exist");
  }

  @Test
  void deploy_toSocketThatIsNotThere_saysWhatToStart() throws Exception {
    Path file = Files.writeString(directory.resolve("compose.yaml"), FILE);
    Da da =
        da("unix://" + directory.resolve("none.sock"), "stack", "deploy", "-f", file.toString());
    assertOneSentence(da, "none.sock does not exist");
  }

  @Test
  void socket_thatNobodyListensAt_saysSo() throws Exception {
    Path socket = directory.resolve("dead.sock");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(socket));
    }
    assertThat(socket).exists();
    assertOneSentence(da("unix://" + socket, "host", "info"), "dead.sock");
  }

  /** Root passes every permission while it has its capabilities; so the child goes without. */
  @Test
  void socket_thatIsNotForUs_namesTheGroup() throws Exception {
    boolean root = "root".equals(System.getProperty("user.name"));
    if (root) {
      assumeThat(Path.of("/usr/bin/setpriv")).exists();
    }
    try (BadEngine engine = new BadEngine(directory, line -> BadEngine.json("{}"))) {
      Path socket = directory.resolve("bad.sock");
      Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("---------"));
      List<String> command = new ArrayList<>();
      if (root) {
        command.addAll(
            List.of("/usr/bin/setpriv", "--bounding-set", "-dac_override,-dac_read_search"));
        command.addAll(List.of("--inh-caps", "-dac_override,-dac_read_search"));
      }
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
      command.add(System.getProperty("java.class.path"));
      command.addAll(List.of(Main.class.getName(), "--host", engine.uri(), "host", "info"));
      Path err = directory.resolve("err");
      Process child = new ProcessBuilder(command).redirectError(err.toFile()).start();
      String out = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Da da = new Da(child.waitFor(), out, Files.readString(err));
      assertOneSentence(da, "bad.sock", "permission", "docker");
    }
  }

  @Test
  void engine_thatIsTooOld_saysFromWhichOnWeWork() throws Exception {
    try (BadEngine old =
        new BadEngine(directory, line -> BadEngine.json("OK").replace("1.41", "1.40"))) {
      assertOneSentence(da(old.uri(), "host", "info"), "1.40", "1.41");
      assertOneSentence(da(old.uri(), "stack", "ls"), "1.40");
    }
  }

  @Test
  void engine_thatDiesDuringTheRequest_saysSo() throws Exception {
    try (BadEngine dies =
        new BadEngine(directory, line -> line.contains("_ping") ? BadEngine.json("OK") : "")) {
      assertOneSentence(da(dies.uri(), "stack", "ls"), "/containers/json", "look at the log");
    }
  }

  @Test
  void engine_thatIsSomethingElse_saysSo() throws Exception {
    try (BadEngine smtp = new BadEngine(directory, line -> "220 mail ready\r\n")) {
      assertOneSentence(da(smtp.uri(), "host", "info"), "Docker Engine");
    }
  }

  @Test
  void json_thatIsCutShort_saysSo() throws Exception {
    try (BadEngine cut =
        new BadEngine(
            directory,
            line ->
                line.contains("_ping")
                    ? BadEngine.json("OK")
                    : BadEngine.json("{\"Containers\":", 1000))) {
      assertOneSentence(da(cut.uri(), "host", "info"), "/info", "look at the log");
    }
  }

  @Test
  void json_thatEndsTooEarly_saysSo() throws Exception {
    try (BadEngine cut =
        new BadEngine(
            directory,
            line -> line.contains("_ping") ? BadEngine.json("OK") : BadEngine.json("[{\"Id\":"))) {
      assertOneSentence(da(cut.uri(), "stack", "ls"), "/containers/json", "not whole JSON");
    }
  }

  @Test
  void pull_whose200CarriesAnError_tellsTheErrorAndWasRolledBack() throws Exception {
    Set<String> changed = java.util.concurrent.ConcurrentHashMap.newKeySet();
    try (BadEngine engine = new BadEngine(directory, line -> answer(line, changed))) {
      Path file = Files.writeString(directory.resolve("compose.yaml"), FILE);
      Da da = da(engine.uri(), "stack", "deploy", "-f", file.toString(), "-p", "shop");
      assertThat(da.status()).as(da.err()).isEqualTo(3);
      assertThat(da.errLines()).as("one sentence").hasSize(1);
      assertThat(da.err()).contains("toomanyrequests", "docker-advanced-lab/web:1");
    }
    assertThat(changed).noneMatch(line -> line.contains("name=shop"));
  }

  /** Enough of an engine for a deploy up to its pull. */
  private static String answer(String line, Set<String> changed) {
    if (!line.startsWith("GET")) {
      changed.add(line);
    }
    if (line.contains("/images/create") && line.contains("fromImage")) {
      return BadEngine.json(
          "{\"status\":\"Pulling\"}\r\n"
              + "{\"errorDetail\":{\"message\":\"toomanyrequests\"},\"error\":\"toomanyrequests\"}\r\n");
    }
    if (line.contains("_ping")) {
      return BadEngine.json("OK");
    }
    if (line.contains("/containers/json") || line.contains("/networks?")) {
      return BadEngine.json("[]");
    }
    if (line.contains("/volumes?")) {
      return BadEngine.json("{\"Volumes\":[]}");
    }
    if (line.startsWith("POST") && line.contains("/containers/create")) {
      return BadEngine.json("{\"Id\":\"" + "a".repeat(64) + "\"}");
    }
    if (line.startsWith("GET") && line.contains("/containers/" + "a".repeat(64))) {
      return BadEngine.json("{\"Id\":\"" + "a".repeat(64) + "\"}");
    }
    if (line.startsWith("GET") && line.contains("helper")) {
      return BadEngine.json("{\"Id\":\"sha256:1\"}");
    }
    if (line.startsWith("GET")) {
      return "HTTP/1.1 404 X\r\nContent-Length: 18\r\n\r\n{\"message\":\"none\"}";
    }
    return "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
  }

  @Test
  void host_thatIsNoAddress_exitsWith2() throws IOException {
    Da da = da("gopher://x", "host", "info");
    assertThat(da.status()).isEqualTo(2);
    assertThat(da.errLines()).singleElement().asString().contains("gopher");
  }
}
