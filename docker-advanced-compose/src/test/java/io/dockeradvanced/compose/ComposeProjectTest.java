package io.dockeradvanced.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComposeProjectTest {
  private static ComposeProject load(String services) {
    return StackSource.text("name: shop\n" + services)
        .workingDirectory(Path.of("/srv/shop"))
        .variable("TAG", "1.4")
        .load();
  }

  private static ServiceSpec web(String lines) {
    return load("services:\n  web:\n    image: x:${TAG}\n"
            + lines.indent(4)
            + "volumes: {data: }\n")
        .services()
        .get("web");
  }

  @Test
  void verdicts_areThoseOfWhatIsSetAndNotSimplyDone() {
    ComposeProject project =
        load(
            """
            services:
              a:
                image: x
                attach: false
                isolation: default
                mem_limit: 64m
                annotations: {a: b}
                ports: [{target: 80, mode: host, name: web}]
                deploy: {placement: {constraints: [c]}}
                provider: {type: x, options: {o: p}}
            """);
    assertThat(project.verdicts())
        .extracting(verdict -> verdict.kind() + " " + verdict.attribute())
        .containsExactlyInAnyOrder(
            "ENGINE_DEPENDENT services.a.mem_limit",
            "ENGINE_DEPENDENT services.a.annotations",
            "WARNED services.a.ports[0].mode",
            "WARNED services.a.deploy.placement",
            "REFUSED services.a.provider");
    assertThat(project.verdicts())
        .filteredOn(verdict -> verdict.need().isPresent())
        .extracting(verdict -> verdict.need().get())
        .containsExactlyInAnyOrder(
            new AttributeVerdict.Need(0, "MemoryLimit", "true", false),
            new AttributeVerdict.Need(43, "", "", true));
  }

  @Test
  void networkHash_knownNetwork_isComposes() {
    ComposeProject project =
        StackSource.text("services: {a: {image: x}}").name("phpmyadmin").load();
    assertThat(project.networkHash("default")).startsWith("ba43439e");
  }

  @Test
  void volumeHash_withoutDriver_isThatOfALocalOne() {
    String yaml = "services: {a: {image: x, volumes: ['one:/a', 'two:/b']}}\n";
    ComposeProject plain = load(yaml + "volumes: {one: {name: n}, two: {name: n, driver: local}}");
    assertThat(plain.volumeHash("one")).isEqualTo(plain.volumeHash("two")).hasSize(64);
  }

  @Test
  void configHash_ofWhatDoesNotMatter_staysTheSame() {
    String hash = load("services: {a: {image: x}}").configHash("a");
    assertThat(
            load("services: {a: {image: x, pull_policy: always, scale: 2, depends_on: [b]}, b: {image: y}}")
                .configHash("a"))
        .isEqualTo(hash);
    assertThat(load("services: {a: {image: y}}").configHash("a")).isNotEqualTo(hash);
  }

  @Test
  void configHash_unknownService_isRefused() {
    assertThatThrownBy(() -> load("services: {a: {image: x}}").configHash("b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no service b");
  }

  @Test
  void command_notSetOrEmptyOrGiven_isToldApart() {
    assertThat(web("").command()).isEmpty();
    assertThat(web("command: []").command()).contains(List.of());
    assertThat(web("command: a 'b c'").command()).contains(List.of("a", "b c"));
  }

  @Test
  void environment_withAndWithoutValues_isSplit() {
    ServiceSpec web = web("environment: {A: 1, B: , TAG: }");
    assertThat(web.environment()).isEqualTo(Map.of("A", "1", "TAG", "1.4"));
    assertThat(web.unsetEnvironment()).containsExactly("B");
  }

  @Test
  void mounts_eachKind_isTyped() {
    List<MountSpec> mounts =
        web("volumes: ['data:/d:ro', './a:/a', {type: tmpfs, target: /t, tmpfs: {size: 1k}}]")
            .mounts();
    assertThat(mounts)
        .extracting(MountSpec::type)
        .containsExactly(MountSpec.Type.VOLUME, MountSpec.Type.BIND, MountSpec.Type.TMPFS);
    assertThat(mounts).extracting(MountSpec::source).containsExactly("data", "/srv/shop/a", "");
    assertThat(mounts.get(0).readOnly()).isTrue();
    assertThat(mounts.get(1).createHostPath()).isTrue();
    assertThat(mounts.get(2).tmpfsSize()).isEqualTo(1024);
  }

  @Test
  void healthcheck_given_isTyped() {
    HealthcheckSpec check =
        web("healthcheck: {test: x, interval: 90s, retries: 0}").healthcheck().orElseThrow();
    assertThat(check.test()).containsExactly("CMD-SHELL", "x");
    assertThat(check.interval()).contains(Duration.ofSeconds(90));
    assertThat(check.timeout()).isEmpty();
    assertThat(check.retries()).hasValue(0);
    assertThat(check.disabled()).isFalse();
    assertThat(web("healthcheck: {test: [NONE]}").healthcheck().orElseThrow().disabled()).isTrue();
  }

  @Test
  void resources_flatAndDeploy_areOne() {
    assertThat(web("mem_limit: 1m\ncpus: 0.5\npids_limit: -1").resources())
        .returns(1L << 20, ResourcesSpec::memory)
        .returns(500_000_000L, ResourcesSpec::nanoCpus)
        .returns(-1L, ResourcesSpec::pids);
    assertThat(
            web("deploy: {resources: {limits: {cpus: '0.25', memory: 2m, pids: 3}}}").resources())
        .returns(2L << 20, ResourcesSpec::memory)
        .returns(250_000_000L, ResourcesSpec::nanoCpus)
        .returns(3L, ResourcesSpec::pids);
  }

  @Test
  void restart_eitherPlace_isOnePolicy() {
    assertThat(web("restart: on-failure:3").restart()).isEqualTo(new RestartSpec("on-failure", 3));
    assertThat(web("deploy: {restart_policy: {condition: any}}").restart())
        .isEqualTo(new RestartSpec("always", 0));
    assertThat(web("").restart()).isEqualTo(new RestartSpec("", 0));
  }

  @Test
  void scale_eitherPlace_isOneNumber() {
    assertThat(web("").scale()).isEqualTo(1);
    assertThat(web("scale: 0").scale()).isZero();
    assertThat(web("deploy: {replicas: 3}").scale()).isEqualTo(3);
  }

  @Test
  void networks_byPriority_areInTheOrderOfJoining() {
    ComposeProject project =
        load(
            "services: {a: {image: x, networks: {p: , q: {priority: 5}, r: {aliases: [z]}}}}\n"
                + "networks: {p: , q: , r: , unused: }");
    assertThat(project.services().get("a").networks())
        .extracting(ServiceNetworkSpec::network)
        .containsExactly("q", "p", "r");
    assertThat(project.networks()).containsOnlyKeys("p", "q", "r");
    assertThat(project.networks().get("p").name()).isEqualTo("shop_p");
  }

  @Test
  void services_anyOrderInTheFile_areAlphabetical() {
    assertThat(load("services: {b: {image: x}, a: {image: x}, c: {image: x}}").services().keySet())
        .containsExactly("a", "b", "c");
  }

  @Test
  void variablesUsed_onlyThoseThatTookPart_areNamed() {
    ComposeProject project =
        StackSource.text("services: {a: {image: '${IMAGE}', user: '${U:-root}'}}")
            .name("s")
            .variables(Map.of("IMAGE", "x", "OTHER", "y"))
            .load();
    assertThat(project.variablesUsed()).isEqualTo(Map.of("IMAGE", "x"));
  }

  @Test
  void warnings_unsetVariable_isNamedWithItsPlace() {
    assertThat(StackSource.text("services: {a: {image: 'x$NO'}}").name("s").load().warnings())
        .containsExactly("<text>:1:23: The variable NO is not set; an empty text takes its place.");
  }

  @Test
  void warnings_commandCutShort_isTold() {
    assertThat(load("services: {a: {image: x, command: a && b}}").warnings())
        .anyMatch(w -> w.contains("ends a command at an unquoted &"));
  }

  @Test
  void where_attribute_isItsKeysPlace() {
    ComposeProject project =
        load("services:\n  my.web:\n    image: x\n    ports:\n      - 80\n      - 81\n");
    assertThat(project.where("services.my.web.image")).contains("<text>:4:5");
    assertThat(project.where("services.my.web.ports[1]")).contains("<text>:7:9");
    assertThat(project.where("services.my.web.user")).isEmpty();
    assertThat(project.where("services.my.web")).contains("<text>:3:3");
  }

  @Test
  void toJson_dollarSigns_areDoubled() {
    assertThat(load("services: {a: {image: x, command: [\"$$HOME\"]}}").toJson())
        .contains("\"$$HOME\"");
  }
}
