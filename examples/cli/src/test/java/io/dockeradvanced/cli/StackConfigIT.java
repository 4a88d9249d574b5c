package io.dockeradvanced.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabCompose;
import io.dockeradvanced.lab.LabEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code da stack config} says what {@code docker compose config} says. */
@Lab
class StackConfigIT {
  private static final String FILE =
      """
      services:
        web:
          image: web:${TAG:-1}
          depends_on: [db]
          networks: [front, back]
          volumes: ["data:/d", "./rel:/r:ro"]
          environment: {A: "<&>", B: }
          deploy: {replicas: 2, resources: {limits: {cpus: "0.5", memory: 64m}}}
        db:
          build: .
          networks: [back]
        debug:
          image: debug:1
          profiles: [dev, more]
      networks: {front: , back: {internal: true}, unused: }
      volumes: {data: {labels: {a: b}}, unused: }
      """;

  @Engine LabEngine engine;
  @TempDir Path directory;

  private Path file() throws Exception {
    return Files.writeString(directory.resolve("compose.yaml"), FILE);
  }

  private Da da(String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of("stack", "config", "-p", "shop"));
    all.addAll(List.of("-f", file().toString()));
    all.addAll(List.of(words));
    return Da.run(all);
  }

  private List<String> compose(String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of("config"));
    all.addAll(List.of(words));
    return LabCompose.on(engine)
        .run(file(), "shop", all.toArray(String[]::new))
        .orFail()
        .out()
        .lines()
        .toList();
  }

  @Test
  void config_hash_isThatOfCompose() throws Exception {
    for (String wanted : List.of("*", "web", "db,web")) {
      assertThat(da("--hash", wanted).out().lines())
          .as(wanted)
          .containsExactlyElementsOf(compose("--hash", wanted));
    }
  }

  @Test
  void config_hashOfWhatIsNotThere_isRefused() throws Exception {
    Da unknown = da("--hash", "nope");
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.err()).contains("there is no service nope");
    assertThat(da("--hash", "debug").err()).contains("no chosen profile switches service debug on");
  }

  /** Compose lists them in any order, but services after those they depend on. */
  @Test
  void config_lists_areThoseOfCompose() throws Exception {
    for (String list : List.of("--services", "--volumes", "--networks", "--images", "--profiles")) {
      assertThat(da(list).out().lines())
          .as(list)
          .containsExactlyInAnyOrderElementsOf(compose(list));
    }
    assertThat(da("--services").out().lines()).containsExactly("db", "web");
  }

  @Test
  void config_environment_isThatOfThisProcessWithTheProject() throws Exception {
    Files.writeString(directory.resolve(".env"), "FROM_FILE=x y\n");
    assertThat(da("--environment").out().lines())
        .contains("FROM_FILE=x y", "COMPOSE_PROJECT_NAME=shop", "PATH=" + System.getenv("PATH"));
  }

  @Test
  void config_quiet_saysOnlyWhetherItIsValid() throws Exception {
    assertThat(da("--quiet")).isEqualTo(new Da(0, "", ""));
    assertThat(da("-q", "--services").status()).isEqualTo(2);
  }
}
