package io.dockeradvanced.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.Config;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.StalePlan;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.json.Json;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.operation.OperationFailed;
import io.dockeradvanced.operation.Operations;
import io.dockeradvanced.operation.Outcome;
import io.dockeradvanced.operation.SecretSource;
import io.dockeradvanced.store.StateStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Containers that are made anew on a real engine. */
@Lab
@Timeout(180)
class RecreateIT {
  private static final String BUSYBOX = "docker-advanced-lab/busybox:1";
  private static final String SLEEP = "trap 'exit 0' TERM; while :; do sleep 0.1; done";

  @io.dockeradvanced.lab.Engine LabEngine lab;
  @TempDir Path directory;

  private final List<String> cleanUp = new ArrayList<>();
  private DockerHost host;
  private Containers containers;
  private Engine engine;
  private String name;

  @BeforeEach
  void connect() {
    byte[] key = new byte[32];
    key[0] = 7;
    host =
        DockerHost.connect(
            lab.uri(),
            Config.defaults()
                .use(StateStore.class, StateStore.memory())
                .use(SecretSource.class, key::clone));
    containers = Containers.on(host);
    engine = Engine.of(host);
    name = lab.uniqueName("again");
  }

  @AfterEach
  void end() {
    for (ContainerSummary c : containers.list(io.dockeradvanced.Select.all())) {
      if (c.name().contains(name)) {
        containers.remove(c.id(), RemoveOptions.defaults().force(true).volumes(true));
      }
    }
    cleanUp.forEach(path -> engine.send(Call.delete(path)));
    host.close();
  }

  private static Map<String, Object> with(Map<String, Object> host) {
    return Map.of("Image", BUSYBOX, "Cmd", List.of("sh", "-c", SLEEP), "HostConfig", host);
  }

  private void start(String container, Map<String, Object> body) {
    create(container, body);
    containers.start(container);
  }

  private void create(String container, Map<String, Object> body) {
    engine.json(Call.post("/containers/create").query("name", container).json(Json.toTree(body)));
  }

  private JsonNode raw(String container) {
    return engine.json(Call.get("/containers/" + container + "/json"));
  }

  private void network(String network, int subnet) {
    Map<String, Object> ipam =
        Map.of("Config", List.of(Map.of("Subnet", "10.217." + subnet + ".0/24")));
    engine.json(
        Call.post("/networks/create").json(Json.toTree(Map.of("Name", network, "IPAM", ipam))));
    cleanUp.add("/networks/" + network);
  }

  private String shell(String container, String script) {
    return containers.exec(container, Exec.command("sh", "-c", script)).text();
  }

  private List<String> all() {
    return containers.list(io.dockeradvanced.Select.all()).stream()
        .map(ContainerSummary::name)
        .filter(n -> n.contains(name))
        .sorted()
        .toList();
  }

  @Test
  void recreate_allThatWasAsked_isKept() {
    int subnet = 1 + Math.floorMod(name.hashCode(), 250);
    network(name + "-a", subnet);
    network(name + "-b", subnet + 1);
    engine.json(Call.post("/volumes/create").json(Json.toTree(Map.of("Name", name))));
    cleanUp.add("/volumes/" + name);
    Map<String, Object> hostConfig =
        Map.ofEntries(
            Map.entry("NetworkMode", name + "-a"),
            Map.entry("Binds", List.of(name + ":/named", directory + ":/host:ro")),
            Map.entry(
                "Mounts",
                List.of(
                    Map.of("Type", "volume", "Target", "/unnamed", "Source", ""),
                    Map.of("Type", "tmpfs", "Target", "/fast"))),
            Map.entry("Tmpfs", Map.of("/faster", "size=1m")),
            Map.entry(
                "PortBindings",
                Map.of("7/tcp", List.of(Map.of("HostIp", "127.0.0.1", "HostPort", "")))),
            Map.entry("RestartPolicy", Map.of("Name", "unless-stopped")),
            Map.entry("CapAdd", List.of("SYS_TIME")),
            Map.entry("CapDrop", List.of("MKNOD")),
            Map.entry("Ulimits", List.of(Map.of("Name", "nofile", "Soft", 99, "Hard", 100))),
            Map.entry("Sysctls", Map.of("net.core.somaxconn", "99")),
            Map.entry("LogConfig", Map.of("Type", "json-file", "Config", Map.of("max-size", "1m"))),
            Map.entry("Memory", 64 << 20),
            Map.entry("PidsLimit", 50),
            Map.entry("ShmSize", 1 << 20),
            Map.entry("Dns", List.of("10.9.9.9")),
            Map.entry("ExtraHosts", List.of("far:10.9.9.8")),
            Map.entry(
                "Devices",
                List.of(
                    Map.of(
                        "PathOnHost", "/dev/null",
                        "PathInContainer", "/dev/nought",
                        "CgroupPermissions", "rwm"))),
            Map.entry("SecurityOpt", List.of("no-new-privileges")),
            Map.entry("MaskedPaths", List.of()),
            Map.entry("OomScoreAdj", 100),
            Map.entry("GroupAdd", List.of("7")),
            Map.entry("Init", true),
            Map.entry("CpuShares", 512));
    start(
        name,
        Map.ofEntries(
            Map.entry("Image", BUSYBOX),
            Map.entry("Entrypoint", List.of("sh", "-c", SLEEP)),
            Map.entry("Cmd", List.of("more")),
            Map.entry("Env", List.of("A=1", "B=two words", "PATH=/bin:/sbin")),
            Map.entry("Labels", Map.of("mine", "yes", "com.docker.compose.image", "old")),
            Map.entry("Hostname", "boxy"),
            Map.entry("Shell", List.of("/bin/sh", "-ec")),
            Map.entry("Domainname", "example.net"),
            Map.entry("User", "0:7"),
            Map.entry("WorkingDir", "/tmp"),
            Map.entry("Tty", true),
            Map.entry("OpenStdin", true),
            Map.entry("StopSignal", "SIGTERM"),
            Map.entry("StopTimeout", 3),
            Map.entry("MacAddress", "02:42:0a:d9:07:07"),
            Map.entry("Volumes", Map.of("/anonymous", Map.of())),
            Map.entry("ExposedPorts", Map.of("7/tcp", Map.of(), "9/udp", Map.of())),
            Map.entry(
                "Healthcheck", Map.of("Test", List.of("CMD", "true"), "Interval", 300_000_000)),
            Map.entry("HostConfig", hostConfig),
            Map.entry(
                "NetworkingConfig",
                Map.of(
                    "EndpointsConfig",
                    Map.of(
                        name + "-a",
                        Map.of(
                            "IPAMConfig", Map.of("IPv4Address", "10.217." + subnet + ".77"),
                            "Aliases", List.of("one", "two")))))));
    engine.json(
        Call.post("/networks/" + name + "-b/connect")
            .json(
                Json.toTree(
                    Map.of(
                        "Container",
                        name,
                        "EndpointConfig",
                        Map.of("Aliases", List.of("three"))))));
    shell(name, "echo a >/anonymous/x; echo n >/named/x; echo u >/unnamed/x");
    JsonNode before = raw(name);

    ContainerDetails made = containers.recreate(Recreate.container(name));

    JsonNode after = raw(name);
    assertThat(made.id()).isEqualTo(after.path("Id").asText());
    assertThat(made.id()).isNotEqualTo(before.path("Id").asText());
    assertThat(all()).containsExactly(name);
    assertSame(before.path("Config"), after.path("Config"), Set.of("Labels", "Env"));
    assertThat(environment(after)).isEqualTo(environment(before));
    assertThat(made.labels())
        .containsEntry("mine", "yes")
        .containsEntry("com.docker.compose.image", after.path("Image").asText());
    assertSame(before.path("HostConfig"), after.path("HostConfig"), Set.of("Mounts"));
    assertThat(after.path("HostConfig").path("MaskedPaths").isArray()).isTrue();
    for (String network : List.of(name + "-a", name + "-b")) {
      JsonNode old = before.at("/NetworkSettings/Networks/" + network);
      JsonNode now = after.at("/NetworkSettings/Networks/" + network);
      assertThat(aliases(now, after)).isEqualTo(aliases(old, before));
    }
    JsonNode first = after.at("/NetworkSettings/Networks/" + name + "-a");
    assertThat(first.path("IPAddress").asText()).isEqualTo("10.217." + subnet + ".77");
    assertThat(first.path("MacAddress").asText()).isEqualTo("02:42:0a:d9:07:07");
    assertThat(shell(name, "cat /anonymous/x /named/x /unnamed/x; hostname"))
        .isEqualToNormalizingNewlines("a\nn\nu\nboxy\n");
    // And once more: what was handed on is not lost the next time.
    containers.recreate(Recreate.container(made.id()));
    assertThat(shell(name, "cat /anonymous/x /named/x /unnamed/x"))
        .isEqualToNormalizingNewlines("a\nn\nu\n");
  }

  private static void assertSame(JsonNode before, JsonNode after, Set<String> save) {
    for (Map.Entry<String, JsonNode> field : before.properties()) {
      if (!save.contains(field.getKey())) {
        assertThat(after.path(field.getKey())).as(field.getKey()).isEqualTo(field.getValue());
      }
    }
  }

  private static Set<String> environment(JsonNode container) {
    Set<String> all = new TreeSet<>();
    container.path("Config").path("Env").forEach(e -> all.add(e.asText()));
    return all;
  }

  private static Set<String> aliases(JsonNode endpoint, JsonNode container) {
    Set<String> all = new TreeSet<>();
    endpoint.path("Aliases").forEach(a -> all.add(a.asText()));
    all.removeIf(a -> a.length() == 12 && container.path("Id").asText().startsWith(a));
    return all;
  }

  @Test
  void recreate_changes_areMadeAndNothingElse() {
    start(
        name,
        Map.of("Image", BUSYBOX, "Cmd", List.of("sh", "-c", SLEEP), "Env", List.of("A=1", "B=2")));
    RecreatePlan plan =
        containers.plan(
            Recreate.container(name)
                .image("docker-advanced-lab/web:1")
                .environment("B", "secret-3")
                .label("who", "me"));
    assertThat(plan.toString() + plan.toJson())
        .contains(BUSYBOX + " → docker-advanced-lab/web:1", "environment B", "label who")
        .doesNotContain("secret-3");
    ContainerDetails made = Operations.on(host).run(plan);
    assertThat(made.image()).isEqualTo("docker-advanced-lab/web:1");
    assertThat(made.labels()).containsEntry("who", "me");
    assertThat(environment(raw(name))).contains("A=1", "B=secret-3").doesNotContain("B=2");
  }

  @Test
  void recreate_newOneFails_oldOneServesAsBefore() {
    start(
        name,
        Map.of(
            "Image",
            BUSYBOX,
            "Cmd",
            List.of("sh", "-c", "test -z \"$BREAK\" || exit 3; " + SLEEP)));
    String id = raw(name).path("Id").asText();
    assertThatThrownBy(
            () -> containers.recreate(Recreate.container(name).environment("BREAK", "1")))
        .isInstanceOfSatisfying(
            OperationFailed.class,
            failed -> assertThat(failed.outcome()).isEqualTo(Outcome.ROLLED_BACK))
        .hasMessageContaining("3");
    assertThat(all()).containsExactly(name);
    assertThat(raw(name).path("Id").asText()).isEqualTo(id);
    assertThat(containers.inspect(name).orElseThrow().running()).isTrue();
  }

  @Test
  void recreate_sharersOfNamespaces_comeAlong() {
    start(name, with(Map.of()));
    start(name + "-net", with(Map.of("NetworkMode", "container:" + name)));
    start(name + "-pid", with(Map.of("PidMode", "container:" + name + "-net")));
    start(name + "-link", with(Map.of("Links", List.of(name + ":friend"))));
    create(name + "-idle", with(Map.of("NetworkMode", "container:" + name)));
    start(name + "-other", with(Map.of()));
    String other = raw(name + "-other").path("Id").asText();

    ContainerDetails made = containers.recreate(Recreate.container(name));

    String net = raw(name + "-net").path("Id").asText();
    assertThat(raw(name + "-net").at("/HostConfig/NetworkMode").asText())
        .isEqualTo("container:" + made.id());
    assertThat(raw(name + "-idle").at("/HostConfig/NetworkMode").asText())
        .isEqualTo("container:" + made.id());
    assertThat(raw(name + "-pid").at("/HostConfig/PidMode").asText()).isEqualTo("container:" + net);
    assertThat(raw(name + "-link").at("/HostConfig/Links/0").asText())
        .isEqualTo("/" + name + ":/" + name + "-link/friend");
    for (String suffix : List.of("", "-net", "-pid", "-link", "-other")) {
      assertThat(containers.inspect(name + suffix).orElseThrow().running()).as(suffix).isTrue();
    }
    assertThat(raw(name + "-idle").at("/State/Status").asText()).isEqualTo("created");
    assertThat(raw(name + "-other").path("Id").asText()).isEqualTo(other);
    assertThat(all()).hasSize(6);
  }

  @Test
  void recreate_filesOfItsOwnLayer_onlyThoseToKeepAndSecrets() throws Exception {
    start(name, with(Map.of()));
    shell(
        name,
        "mkdir -p /run/secrets /srv/conf; echo t >/run/secrets/token; chmod 400 /run/secrets/token;"
            + " echo c >/srv/conf/app; echo d >/srv/dropped");
    Path cas = Files.writeString(directory.resolve("f"), "x");
    containers.copyIn(name, cas, "/srv/also");

    RecreatePlan plan = containers.plan(Recreate.container(name).keep("/srv/conf"));
    assertThat(plan.data().warnings())
        .singleElement()
        .asString()
        .isEqualTo("2 files of %s's own layer are not taken along: /srv/also, /srv/dropped", name);
    Operations.on(host).run(plan);

    assertThat(shell(name, "cat /run/secrets/token /srv/conf/app; stat -c %a /run/secrets/token"))
        .isEqualTo("t\nc\n400\n");
    assertThat(shell(name, "ls /srv")).isEqualTo("conf\n");
  }

  @Test
  void remove_withVolumes_takesThoseThatWereHandedOn() {
    start(
        name,
        Map.of(
            "Image",
            BUSYBOX,
            "Cmd",
            List.of("sh", "-c", SLEEP),
            "Volumes",
            Map.of("/v", Map.of())));
    String volume = raw(name).at("/Mounts/0/Name").asText();
    containers.recreate(Recreate.container(name));
    containers.recreate(Recreate.container(name));
    assertThat(raw(name).at("/Mounts/0/Name").asText()).isEqualTo(volume);
    containers.remove(name, RemoveOptions.defaults().force(true).volumes(true));
    assertThat(engine.find(Call.get("/volumes/" + volume))).isEmpty();
  }

  @Test
  void recreate_whatDoesNotRun_doesNotRunAfterwards() {
    create(name, with(Map.of()));
    ContainerDetails made = containers.recreate(Recreate.container(name).label("a", "b"));
    assertThat(made.state()).isEqualTo(ContainerState.CREATED);
    assertThat(made.labels()).containsEntry("a", "b");
    assertThat(all()).containsExactly(name);
  }

  @Test
  void recreate_volumesOfAnotherOne_areThoseStill() {
    create(
        name + "-data",
        Map.of("Image", BUSYBOX, "Volumes", Map.of("/data", Map.of()), "Cmd", List.of("true")));
    start(name, with(Map.of("VolumesFrom", List.of(name + "-data"))));
    shell(name, "echo kept >/data/x");
    containers.recreate(Recreate.container(name));
    assertThat(shell(name, "cat /data/x")).isEqualTo("kept\n");
    assertThat(raw(name).at("/HostConfig/VolumesFrom/0").asText()).isEqualTo(name + "-data");
    // The one they came from goes, its volume stays.
    cleanUp.add("/volumes/" + raw(name + "-data").at("/Mounts/0/Name").asText());
    containers.remove(name + "-data", RemoveOptions.defaults().force(true).volumes(false));
    containers.recreate(Recreate.container(name));
    assertThat(shell(name, "cat /data/x")).isEqualTo("kept\n");
  }

  @Test
  void plan_whatCannotBePutBack_isRefused() {
    start(name, with(Map.of("AutoRemove", true)));
    assertThatThrownBy(() -> containers.plan(Recreate.container(name)))
        .isInstanceOf(DockerAdvancedException.class)
        .hasMessageContaining("is removed when it stops (--rm)");
    start(name + "-p", with(Map.of()));
    containers.pause(name + "-p");
    assertThatThrownBy(() -> containers.plan(Recreate.container(name + "-p")))
        .hasMessageContaining("is paused; unpause it first");
    assertThatThrownBy(() -> containers.plan(Recreate.container(name + "-none")))
        .hasMessageContaining("there is no container " + name + "-none");
    start(name + "-cut", with(Map.of()));
    engine.send(
        Call.post("/networks/bridge/disconnect")
            .json(Json.toTree(Map.of("Container", name + "-cut"))));
    assertThatThrownBy(() -> containers.plan(Recreate.container(name + "-cut")))
        .hasMessageContaining("was taken out of all its networks");
    assertThat(all()).hasSize(3);
  }

  @Test
  void recreate_sharersOfSharers_whateverTheirAge_comeAfterAllTheyNeed() {
    start(name, with(Map.of()));
    start(name + "-app", with(Map.of("NetworkMode", "container:" + name)));
    start(
        name + "-side",
        with(Map.of("NetworkMode", "container:" + name, "PidMode", "container:" + name + "-app")));
    ContainerDetails made = containers.recreate(Recreate.container(name));
    JsonNode side = raw(name + "-side");
    assertThat(side.at("/HostConfig/NetworkMode").asText()).isEqualTo("container:" + made.id());
    assertThat(side.at("/HostConfig/PidMode").asText())
        .isEqualTo("container:" + raw(name + "-app").path("Id").asText());
    assertThat(side.at("/State/Running").asBoolean()).isTrue();
  }

  @Test
  void plan_whatCouldNotBeStartedAgain_isRefusedWhileItRuns() {
    start(name, with(Map.of()));
    start(name + "-net", with(Map.of("NetworkMode", "container:" + name)));
    containers.stop(name, Duration.ZERO);
    assertThatThrownBy(() -> containers.plan(Recreate.container(name + "-net")))
        .hasMessageContaining("needs container " + name + ", which does not run");
    containers.remove(name);
    assertThatThrownBy(() -> containers.plan(Recreate.container(name + "-net")))
        .hasMessageContaining("which is gone");
    assertThat(containers.inspect(name + "-net").orElseThrow().running()).isTrue();
  }

  @Test
  void plan_keepOfWhatIsNotItsOwn_isRefused() {
    start(
        name,
        Map.of(
            "Image",
            BUSYBOX,
            "Cmd",
            List.of("sh", "-c", SLEEP),
            "Volumes",
            Map.of("/a/v", Map.of())));
    for (String path : List.of("/a", "/a/v", "/a/v/file")) {
      assertThatThrownBy(() -> containers.plan(Recreate.container(name).keep(path)))
          .hasMessageContaining("the mount at /a/v");
    }
    assertThatThrownBy(() -> containers.plan(Recreate.container(name).keep("/none")))
        .hasMessageContaining("/none of container " + name + " is not there");
    assertThatThrownBy(() -> Recreate.container(name).keep("/a/../etc"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Recreate.container(name).keep("/srv/").keep()).containsExactly("/srv");
  }

  @Test
  void run_somebodyStoppedItMeanwhile_isStale() {
    start(name, with(Map.of()));
    RecreatePlan plan = containers.plan(Recreate.container(name));
    containers.stop(name, Duration.ZERO);
    assertThatThrownBy(() -> Operations.on(host).run(plan)).isInstanceOf(StalePlan.class);
    assertThat(all()).containsExactly(name);
  }
}
