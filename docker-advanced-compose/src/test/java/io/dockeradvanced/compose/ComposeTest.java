package io.dockeradvanced.compose;

import static io.dockeradvanced.compose.DependencySpec.Condition.HEALTHY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.InvalidSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Projects built in Java beside the same ones in YAML. */
class ComposeTest {
  private static final Compose SHOP =
      Compose.project("shop")
          .service(
              "web",
              s ->
                  s.image("web:1")
                      .command("serve", "--all")
                      .entrypoint()
                      .port("8080:80")
                      .port(8443, 443)
                      .environment("A", "1")
                      .environment(Map.of("B.c", "x=y"))
                      .label("com.example.role", "front")
                      .dependsOn("db", HEALTHY)
                      .dependsOn("cache")
                      .network("front")
                      .network("back")
                      .restart("unless-stopped")
                      .set("networks.back.aliases", List.of("w")))
          .service(
              "db",
              s ->
                  s.image("postgres:16")
                      .volume("data:/var/lib/postgresql/data")
                      .healthcheck("pg_isready")
                      .set("healthcheck.interval", Duration.ofSeconds(90))
                      .set("deploy.resources.limits", Map.of("memory", "1g", "cpus", 0.5))
                      .network("back"))
          .service("cache", s -> s.image("redis").scale(2).profile("full").network("back"))
          .network("front")
          .network("back")
          .set("networks.back.internal", true)
          .volume("data");

  private static final String YAML =
      """
      name: shop
      services:
        web:
          image: web:1
          command: [serve, --all]
          entrypoint: []
          ports: ["8080:80", "8443:443"]
          environment: {A: "1", B.c: x=y}
          labels: {com.example.role: front}
          depends_on: {db: {condition: service_healthy}, cache: {condition: service_started}}
          networks: {front: , back: {aliases: [w]}}
          restart: unless-stopped
        db:
          image: postgres:16
          volumes: ["data:/var/lib/postgresql/data"]
          healthcheck: {test: pg_isready, interval: 1m30s}
          deploy: {resources: {limits: {memory: 1g, cpus: 0.5}}}
          networks: {back: }
        cache: {image: redis, scale: 2, profiles: [full], networks: [back]}
      networks: {front: , back: {internal: true}}
      volumes: {data: }
      """;

  @Test
  void load_builtProject_isTheOneOfTheSameText() {
    ComposeProject built = SHOP.source().profile("full").load();
    ComposeProject text = StackSource.text(YAML).profile("full").load();
    assertThat(built.toJson()).isEqualTo(text.toJson());
    for (String service : text.services().keySet()) {
      assertThat(built.configHash(service)).isEqualTo(text.configHash(service));
    }
    assertThat(built.networkHash("back")).isEqualTo(text.networkHash("back"));
    assertThat(built.volumeHash("data")).isEqualTo(text.volumeHash("data"));
    assertThat(built.warnings()).isEqualTo(text.warnings());
  }

  @Test
  void network_thatWasSetBefore_keepsWhatWasSet() {
    Compose shop =
        Compose.project("p")
            .set("networks.back.internal", true)
            .set("volumes.data.driver", "local")
            .network("back")
            .volume("data")
            .service(
                "web",
                s ->
                    s.image("x")
                        .volume("data:/d")
                        .set("networks.back.aliases", List.of("other"))
                        .network("back"));
    ComposeProject project = shop.load();
    assertThat(project.networks().get("back").internal()).isTrue();
    assertThat(project.volumes().get("data").driver()).isEqualTo("local");
    assertThat(project.toJson()).contains("\"other\"");
  }

  @Test
  void set_attributeOfAShortForm_isRefused() {
    assertThatThrownBy(
            () ->
                Compose.project("p")
                    .service("a", s -> s.port("80:80").set("ports[0].mode", "host")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("services.a.ports[0] is a string already, not a mapping");
  }

  @Test
  void load_textsWithDollarSigns_areTakenAsTheyAre() {
    ComposeProject project =
        Compose.project("p")
            .service("a", s -> s.image("x").environment("PASSWORD", "a$b${c}$$d").command("$0"))
            .source()
            .variable("b", "wrong")
            .load();
    assertThat(project.services().get("a").environment()).containsEntry("PASSWORD", "a$b${c}$$d");
    assertThat(project.warnings()).isEmpty();
  }

  @Test
  void load_wrongProject_namesThePath() {
    Compose project =
        Compose.project("p")
            .service("web", s -> s.image("x").port("80a").set("imagee", 1))
            .service("a.b", s -> s.image("x").set("mem_limit", "lots"));
    assertThatThrownBy(project::load)
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("services.web.imagee: services.web.imagee is unknown");
    assertThatThrownBy(Compose.project("p").service("web", s -> s.image("x").port("80a"))::load)
        .hasMessageContaining("services.web.ports[0]: services.web.ports[0] \"80a\" is no port");
    assertThatThrownBy(
            Compose.project("p").service("a.b", s -> s.image("x").set("mem_limit", "lots"))::load)
        .hasMessageContaining("services.a.b.mem_limit \"lots\" is no size");
    assertThatThrownBy(() -> Compose.project("P!"))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("\"P!\" cannot name a stack");
  }

  @Test
  void set_badPathsAndValues_areRefused() {
    Compose project = Compose.project("p").service("a", s -> s.image("x"));
    for (String path : List.of("", ".", "a.", "a[", "a[x]", "a[-1]", "a..b", "\"a", "a]b[0]c")) {
      assertThatThrownBy(() -> project.set(path, "x"))
          .as(path)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> project.set("services.a.image.x", "y"))
        .hasMessage("services.a.image is a string already, not a mapping");
    assertThatThrownBy(() -> project.set("services.a.cap_add[1]", "y"))
        .hasMessage("services.a.cap_add has 0 items, so none can be set at 1");
    assertThatThrownBy(() -> project.set("services.a.image", new Object()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> project.set("services.a.image", Arrays.asList(1, new byte[0])))
        .hasMessageContaining("services.a.image[1] cannot be a byte[]");
  }

  @Test
  void source_withADirectory_readsTheFilesThere(@TempDir Path directory) throws IOException {
    Files.writeString(directory.resolve("a.env"), "A=1");
    Files.writeString(directory.resolve("more.yaml"), "services: {b: {image: y}}");
    Compose project =
        Compose.project("p")
            .service("a", s -> s.image("x").envFile("a.env").volume("./d:/d"))
            .set("include", List.of("more.yaml"));
    ComposeProject loaded = project.source(directory).load();
    assertThat(loaded.services().get("a").environment()).containsEntry("A", "1");
    assertThat(loaded.services().get("a").mounts().get(0).source())
        .isEqualTo(directory.resolve("d").toString());
    assertThat(loaded.services()).containsKey("b");
    assertThatThrownBy(project::load)
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("include[0]");
  }
}
