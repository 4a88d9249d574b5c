package io.dockeradvanced.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The scripts {@code lab/engine start} and {@code lab/registry}, on the version installed here. */
class LabEnginesIT {
  private final String name = LabNames.create().unique("e");

  @BeforeEach
  void asRoot() {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can start an engine");
  }

  @AfterEach
  void purge() {
    lab("engine", "stop", name, "--purge");
  }

  private static LabScripts.Run lab(String script, String... words) {
    List<String> command =
        new ArrayList<>(List.of(LabScripts.project().resolve("lab/" + script).toString()));
    command.addAll(List.of(words));
    return LabScripts.Run.of(command, Map.of());
  }

  private static String ok(LabScripts.Run run) {
    assertThat(run.status()).as(run.err()).isZero();
    List<String> lines = run.out().strip().lines().toList();
    return lines.get(lines.size() - 1);
  }

  private String start() {
    return ok(lab("engine", "start", name, "--version", "20.10", "--netns"));
  }

  /** Asks the engine with curl, in its network. */
  private String api(String socket, String path, String... options) {
    List<String> words = new ArrayList<>(List.of("exec", name, "curl", "-sS", "--unix-socket"));
    words.add(socket);
    words.addAll(List.of(options));
    words.add("http://localhost" + path);
    LabScripts.Run run = lab("engine", words.toArray(String[]::new));
    assertThat(run.status()).as(run.err()).isZero();
    return run.out();
  }

  @Test
  void start_twiceAtOnce_isOneEngineThatGoesWithAllItMade() throws IOException {
    CompletableFuture<String> other = CompletableFuture.supplyAsync(this::start);
    String uri = start();
    assertThat(other.join()).isEqualTo(uri);
    String socket = uri.substring("unix://".length());
    Path home = Path.of(socket).getParent();
    LabScripts.Run images =
        LabScripts.Run.of(
            List.of(LabScripts.project().resolve("lab/images").toString()),
            Map.of("DOCKER_HOST", uri));
    assertThat(images.status()).as(images.err()).isZero();
    api(
        socket,
        "/containers/create?name=web",
        "-HContent-Type: application/json",
        "-d",
        """
        {"Image":"docker-advanced-lab/web:1","ExposedPorts":{"8080/tcp":{}},
         "HostConfig":{"PortBindings":{"8080/tcp":[{"HostIp":"127.0.0.1","HostPort":"27191"}]}}}""");
    api(socket, "/containers/web/start", "-XPOST");

    String[] ask = {"-sS", "--retry", "20", "--retry-connrefused", "http://127.0.0.1:27191/"};
    List<String> inside = new ArrayList<>(List.of("exec", name, "curl"));
    inside.addAll(List.of(ask));
    assertThat(ok(lab("engine", inside.toArray(String[]::new)))).startsWith("1 from");
    assertThat(LabScripts.Run.of(List.of("curl", "-sS", ask[4]), Map.of()).status())
        .as("the machine's own network")
        .isEqualTo(7);
    assertThat(lab("engine", "list").out())
        .containsPattern(name + " +running +20.10 +default +own");

    assertThat(ok(lab("engine", "stop", name))).isEqualTo("stopped " + name);
    assertNothingRuns(home);
    assertThat(lab("engine", "list").out()).containsPattern(name + " +stopped +20.10");

    // The data are kept: the image and the container are still there.
    assertThat(start()).isEqualTo(uri);
    assertThat(api(socket, "/containers/json?all=true")).contains("/web").contains("exited");

    ok(lab("engine", "stop", name, "--purge"));
    assertNothingRuns(home);
    assertThat(home).doesNotExist();
    assertThat(ok(lab("engine", "stop", name))).contains("not there");
  }

  private static void assertNothingRuns(Path home) throws IOException {
    assertThat(Files.readString(Path.of("/proc/mounts"))).doesNotContain(home + "/");
    assertThat(
            ProcessHandle.allProcesses()
                .map(p -> p.info().commandLine().orElse(""))
                .filter(line -> line.contains(home + "/")))
        .isEmpty();
  }

  @Test
  void registry_inTheEnginesNetwork_takesAndGivesImages() {
    String uri = start();
    String socket = uri.substring("unix://".length());
    LabScripts.Run.of(
        List.of(LabScripts.project().resolve("lab/images").toString()), Map.of("DOCKER_HOST", uri));
    String address = ok(lab("registry", "up", "--netns", name));
    assertThat(ok(lab("registry", "up", "--netns", name))).isEqualTo(address);
    assertThat(ok(lab("registry", "status", "--netns", name))).isEqualTo(address);

    String image = address + "/it/web";
    api(socket, "/images/docker-advanced-lab/web:1/tag?repo=" + image + "&tag=1", "-XPOST");
    assertThat(api(socket, "/images/" + image + "/push?tag=1", "-XPOST", "-HX-Registry-Auth: e30="))
        .contains("digest: sha256:");
    api(socket, "/images/" + image + ":1", "-XDELETE");
    assertThat(api(socket, "/images/create?fromImage=" + image + "&tag=1", "-XPOST"))
        .contains("Digest: sha256:");

    ok(lab("registry", "down", "--netns", name));
    assertThat(lab("registry", "status", "--netns", name).status()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "engine, start Bad --version 28.5, name",
    "engine, start default --version 28.5, default",
    "engine, start e, version",
    "engine, start e --version 19.3, 26.1",
    "engine, start e --version, usage",
    "engine, start e --version 26.1 --store containerd, 28.5",
    "engine, start e --version 28.5 --store zfs, containerd",
    "engine, start e --version 28.5 --fast, --fast",
    "engine, stop ../x, name",
    "engine, stop e --force, --force",
    "registry, up --netns ../x, name",
    "registry, up --netns nobody, does not run",
    "registry, up --port 0, port",
    "registry, sideways, usage",
    "matrix, 19.03, row"
  })
  void badWords_areRefusedInOneSentence(String script, String words, String contained) {
    LabScripts.Run run = lab(script, words.split(" "));
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).startsWith("lab: ").contains(contained);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void start_withOtherSettings_isRefused() {
    start();
    LabScripts.Run run = lab("engine", "start", name, "--version", "28.5", "--netns");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("other settings").contains("--purge");
  }
}
