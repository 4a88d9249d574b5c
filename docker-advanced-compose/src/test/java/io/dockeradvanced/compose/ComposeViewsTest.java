package io.dockeradvanced.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.InvalidSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program reads from builds, files, hooks, devices and models. */
class ComposeViewsTest {
  @TempDir Path directory;

  private static ComposeProject load(String yaml) {
    return StackSource.text(yaml)
        .name("shop")
        .variable("TOKEN", "hunter2")
        .workingDirectory(Path.of("/srv/shop"))
        .load();
  }

  private static ServiceSpec web(String line) {
    String more = "\nconfigs: {c: {content: t}}\nsecrets: {s: {environment: TOKEN}}\n";
    return load("services:\n  web:\n    image: x\n    " + line + more + "models: {m: {model: x}}")
        .services()
        .get("web");
  }

  @Test
  void build_given_isTyped() {
    ServiceBuildSpec build =
        web("build: {context: web, args: {A: 1, TOKEN: , NOBODY: }, ssh: [default, k=id],"
                + " additional_contexts: {b: ./b}, secrets: [s], no_cache: yes, shm_size: 1k,"
                + " ulimits: {nproc: 3}}")
            .build()
            .orElseThrow();
    assertThat(build.context()).isEqualTo("/srv/shop/web");
    assertThat(build.dockerfile()).isEqualTo("Dockerfile");
    assertThat(build.arguments()).isEqualTo(Map.of("A", "1", "TOKEN", "hunter2"));
    assertThat(build.ssh()).isEqualTo(Map.of("default", "", "k", "/srv/shop/id"));
    assertThat(build.additionalContexts()).isEqualTo(Map.of("b", "/srv/shop/b"));
    assertThat(build.secrets()).extracting(FileMountSpec::source).containsExactly("s");
    assertThat(build.noCache()).isTrue();
    assertThat(build.shmSize()).isEqualTo(1024);
    assertThat(build.ulimits()).containsExactly(new UlimitSpec("nproc", 3, 3));
    assertThat(build.toString()).doesNotContain("hunter2");
    assertThat(web("").build()).isEmpty();
  }

  @Test
  void secret_ofAVariable_hasItsContentAndDoesNotShowIt() {
    ComposeProject project =
        load(
            "services: {web: {image: x, secrets: [s, {source: f, mode: 0440, uid: '5'}]}}\n"
                + "secrets: {s: {environment: TOKEN}, f: {file: f.txt}}");
    FileObjectSpec secret = project.secrets().get("s");
    assertThat(secret.content()).contains("hunter2");
    assertThat(secret.name()).isEqualTo("shop_s");
    assertThat(secret.toString()).doesNotContain("hunter2");
    assertThat(project.toJson() + project.toYaml() + project).doesNotContain("hunter2");
    assertThat(project.secrets().get("f").file()).isEqualTo("/srv/shop/f.txt");
    assertThat(project.secrets().get("f").content()).isEmpty();
    assertThat(project.services().get("web").secrets())
        .containsExactly(
            new FileMountSpec("s", "/run/secrets/s", "", "", OptionalInt.empty()),
            new FileMountSpec("f", "/run/secrets/f", "5", "", OptionalInt.of(0440)));
  }

  @Test
  void config_ofEachSource_hasItsContent() {
    ComposeProject project =
        load(
            "services: {web: {image: x, configs: [a, b, c]}}\n"
                + "configs: {a: {content: ''}, b: {environment: TOKEN}, c: {environment: NOBODY}}");
    assertThat(project.configs().get("a").content()).contains("");
    assertThat(project.configs().get("b").content()).contains("hunter2");
    assertThat(project.configs().get("c").content()).isEmpty();
    ComposeProject again = load(project.toYaml());
    assertThat(again.configs()).isEqualTo(project.configs());
  }

  @Test
  void hooks_given_areTyped() {
    HookSpec hook =
        web("post_start: [{command: a 'b c', privileged: yes, environment: [A=1, B]}]")
            .postStart()
            .get(0);
    assertThat(hook)
        .isEqualTo(new HookSpec(List.of("a", "b c"), "", true, "", Map.of("A", "1"), Set.of("B")));
    assertThat(web("pre_stop: [{command: x}]").preStop()).hasSize(1);
  }

  @Test
  void watch_given_isTyped() {
    WatchSpec watch =
        web("develop: {watch: [{path: a, action: sync+exec, target: /a, ignore: b, exec: {command: c}}]}")
            .watch()
            .get(0);
    assertThat(watch.path()).isEqualTo("/srv/shop/a");
    assertThat(watch.ignore()).containsExactly("b");
    assertThat(watch.exec().orElseThrow().command()).containsExactly("c");
  }

  @Test
  void watch_throughALink_isWhereTheLinkLeads() throws IOException {
    Path real = Files.createDirectories(directory.toRealPath().resolve("real"));
    Files.createSymbolicLink(directory.resolve("link"), real);
    Path file = directory.resolve("compose.yaml");
    Files.writeString(
        file, "services: {web: {image: x, develop: {watch: [{path: link/src, action: rebuild}]}}}");
    ServiceSpec web = StackSource.file(file).load().services().get("web");
    assertThat(web.watch().get(0).path()).isEqualTo(real + "/src");
  }

  @Test
  void labels_ofAFile_lieBelowTheOwn_andItsPathIsHashed() throws IOException {
    Files.writeString(directory.resolve("a.labels"), "a=file\nb=file\n");
    Path file = directory.resolve("compose.yaml");
    Files.writeString(
        file, "name: s\nservices: {web: {image: x, label_file: a.labels, labels: {b: own}}}");
    ComposeProject project = StackSource.file(file).load();
    assertThat(project.services().get("web").labels()).isEqualTo(Map.of("a", "file", "b", "own"));
    assertThat(project.toJson()).doesNotContain("label_file");
    // The label on the containers of Docker Compose is made with the path in it.
    Files.writeString(file, "name: s\nservices: {web: {image: x, labels: {a: file, b: own}}}");
    assertThat(StackSource.file(file).load().configHash("web"))
        .isNotEqualTo(project.configHash("web"));
  }

  @Test
  void labelFile_ofAText_isNotRead() {
    String yaml = "services: {web: {image: x, label_file: /etc/passwd}}";
    assertThatThrownBy(() -> StackSource.text(yaml).name("shop").load())
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("cannot read the file /etc/passwd");
  }

  @Test
  void devices_given_areTyped() {
    assertThat(web("gpus: all").gpus())
        .containsExactly(new DeviceRequestSpec("", -1, List.of(), List.of(), Map.of()));
    assertThat(
            web("deploy: {resources: {reservations: {devices: [{capabilities: [tpu], count: '2'}]}}}")
                .reservedDevices())
        .containsExactly(new DeviceRequestSpec("", 2, List.of(), List.of("tpu"), Map.of()));
    assertThat(web("blkio_config: {device_read_bps: [{path: /a, rate: 1k}]}").blockIo())
        .map(BlockIoSpec::readBytes)
        .contains(List.of(new BlockIoSpec.Device("/a", 1024)));
  }

  @Test
  void deploy_given_isTyped() {
    DeploySpec deploy =
        web("deploy: {mode: global, update_config: {parallelism: 0, delay: 5s, order: start-first},"
                + " placement: {preferences: [{spread: z}]}}")
            .deploy()
            .orElseThrow();
    assertThat(deploy.mode()).isEqualTo("global");
    assertThat(deploy.preferences()).containsExactly("z");
    UpdateSpec update = deploy.update().orElseThrow();
    assertThat(update.parallelism()).hasValue(0);
    assertThat(update.delay()).isEqualTo(Duration.ofSeconds(5));
    assertThat(deploy.rollback()).isEmpty();
  }

  @Test
  void modelsAndProviders_given_areTyped() {
    assertThat(web("models: {m: {model_var: V}}").models())
        .containsExactly(new ServiceModelSpec("m", "", "V"));
    ComposeProject project =
        load(
            "services: {db: {provider: {type: t, options: {a: 1, b: [x, 2]}}, models: [m]}}\n"
                + "models: {m: {model: ai/x, context_size: 5}}");
    assertThat(project.models().get("m")).isEqualTo(new ModelSpec("m", "", "ai/x", 5, List.of()));
    ServiceSpec db = project.services().get("db");
    assertThat(db.provider().orElseThrow().options())
        .isEqualTo(Map.of("a", List.of("1"), "b", List.of("x", "2")));
    assertThat(db.networks()).isEmpty();
    assertThat(load(project.toYaml()).models()).isEqualTo(project.models());
  }

  @Test
  void namespacesAndLinks_given_implyDependencies() {
    ServiceSpec web =
        load("services: {web: {image: x, links: ['db:d'], pid: 'service:api', volumes_from: [c]},"
                + " db: {image: x}, api: {image: x}, c: {image: x}}")
            .services()
            .get("web");
    assertThat(web.dependencies())
        .extracting(DependencySpec::service, DependencySpec::restart)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("db", true),
            org.assertj.core.groups.Tuple.tuple("api", true),
            org.assertj.core.groups.Tuple.tuple("c", false));
  }

  @Test
  void configHash_ofABuild_dependsOnTheDefaultPlatformAlone() {
    String one = load("services: {web: {build: /a}}").configHash("web");
    assertThat(load("services: {web: {build: {context: /b, target: t}}}").configHash("web"))
        .isEqualTo(one);
    assertThat(
            StackSource.text("services: {web: {build: /a}}")
                .name("shop")
                .variable("DOCKER_DEFAULT_PLATFORM", "linux/arm64")
                .load()
                .configHash("web"))
        .isNotEqualTo(one);
  }
}
