package io.dockeradvanced.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Our hashes against those of many releases of Docker Compose; {@code hashes/README.md} says how
 * the files of values were made.
 */
class ConfigHashesTest {
  private static final Path HASHES = Path.of("src/test/resources/hashes");

  /**
   * What the releases themselves got wrong, or do differently with another container as the result,
   * is not imitated: such containers are made anew.
   */
  private static final Map<String, String> NOT_IMITATED =
      Map.of(
          "extra-hosts-list", "before 2.24 HOST=ADDRESS was misread",
          "override", "2.24.0 took numbers of a merged environment for %!s(int=1)",
          "volumes-target-slash", "before 2.24.1 targets were taken as written",
          "environment-with-env-file", "2.24.7 to 2.28 filled unset variables from env_file",
          "provider", "a service of a provider has no container");

  private static final Map<String, Map<String, String>> CASES = new TreeMap<>();
  private static List<String> releases = List.of();
  private static final Map<String, Map<String, String>> GOLDEN = new LinkedHashMap<>();

  @BeforeAll
  static void read() throws IOException {
    Map<String, String> files = new LinkedHashMap<>();
    for (String part : Files.readString(HASHES.resolve("cases.txt")).split("(?m)^#== ")) {
      int end = part.indexOf('\n');
      if (end > 0) {
        files.put(part.substring(0, end), part.substring(end + 1));
      }
    }
    files.forEach(
        (name, text) -> {
          if (!name.startsWith("*")) {
            String[] place = name.split("/", 2);
            CASES.computeIfAbsent(place[0], k -> common(files)).put(place[1], text);
          }
        });
    Map<String, String> values = Map.of();
    for (String line : Files.readAllLines(HASHES.resolve("golden.txt"))) {
      String[] words = line.strip().split(" ");
      if (words[0].equals("releases")) {
        releases = List.of(words).subList(1, words.length);
      } else if (line.startsWith(" ")) {
        values.put(words[0], words[1]);
      } else {
        values = new LinkedHashMap<>();
        GOLDEN.put(line, values);
      }
    }
  }

  private static Map<String, String> common(Map<String, String> files) {
    Map<String, String> common = new TreeMap<>();
    files.forEach(
        (name, text) -> {
          if (name.startsWith("*/")) {
            common.put(name.substring(2), text);
          }
        });
    return common;
  }

  private static ComposeProject load(String name) {
    Map<String, String> files = new TreeMap<>(CASES.get(name));
    if (files.containsKey("more.yaml")) {
      files.put(".env", "COMPOSE_FILE=compose.yaml:more.yaml");
    }
    return StackSource.bundle(new ByteArrayInputStream(Archives.zip(files)))
        .workingDirectory(Path.of("/hashes/" + name))
        .name("shop")
        .variable("TAG", "9")
        .variable("HOME", "/home/u")
        .profile("p")
        .load();
  }

  /** The value of a release: that of the last one before it where something changed. */
  private static String golden(Map<String, String> values, String release) {
    String value = "-";
    for (String one : releases) {
      value = values.getOrDefault(one, value);
      if (one.equals(release)) {
        return value;
      }
    }
    throw new IllegalArgumentException(release);
  }

  private static Set<String> ours(
      ComposeProject project, String kind, String name, String release) {
    ConfigHashes hashes = project.hashes();
    return switch (kind) {
      case "service" -> hashes.service(name, release);
      case "network" -> hashes.network(name, release);
      default -> hashes.volume(name, release);
    };
  }

  @Test
  void hashes_ofEveryReleaseAndAttribute_areThoseOfCompose() {
    List<String> differences = new ArrayList<>();
    int compared = 0;
    for (Map.Entry<String, Map<String, String>> entry : GOLDEN.entrySet()) {
      String[] words = entry.getKey().split(" ");
      if (NOT_IMITATED.containsKey(words[0])) {
        continue;
      }
      ComposeProject project = load(words[0]);
      for (String release : releases) {
        String golden = golden(entry.getValue(), release);
        if (!golden.equals("-")) {
          compared++;
          if (!ours(project, words[1], words[2], release).contains(golden)) {
            differences.add(entry.getKey() + " " + release);
          }
        }
      }
    }
    assertThat(differences).isEmpty();
    assertThat(compared).isGreaterThan(10_000);
  }

  @Test
  void hashes_ofWhatIsNotImitated_areStillThoseOfTheReleaseOfOurs() {
    for (String name : NOT_IMITATED.keySet()) {
      Map<String, String> values = GOLDEN.get(name + " service web");
      assertThat(load(name).configHash("web")).as(name).isEqualTo(golden(values, "2.40.3"));
    }
  }

  @Test
  void epochs_areThoseWhereAValueChanges() {
    List<String> epochs = ConfigHashes.epochs();
    assertThat(epochs).startsWith("2.17.2").contains("2.24.0", "2.29.3", "2.30.2", "5.0.0");
    assertThat(releases).containsAll(epochs.stream().filter(e -> !e.equals("5.1.0")).toList());
  }

  @Test
  void isService_hashOfAnyEpoch_isKnownByItsReleaseAndWithoutOne() {
    ComposeProject project = load("deploy-cpus-fraction");
    for (String release : ConfigHashes.epochs()) {
      String hash = project.hashes().service("web", release).iterator().next();
      assertThat(project.hashes().isService("web", hash, release)).isTrue();
      assertThat(project.hashes().isService("web", hash, "v" + release + "-desktop.1")).isTrue();
      assertThat(project.hashes().isService("web", hash, "dev")).isTrue();
      assertThat(project.hashes().isService("web", hash, "")).isTrue();
      assertThat(project.hashes().isService("web", hash, "9.0.0")).isTrue();
    }
  }

  @Test
  void isService_anotherEpoch_isNotThatOfTheRelease() {
    ComposeProject project = load("deploy-cpus-fraction");
    String old = project.hashes().service("web", "2.24.0").iterator().next();
    assertThat(project.hashes().isService("web", old, "2.40.3")).isFalse();
    assertThat(project.hashes().isService("web", "", "2.40.3")).isFalse();
    assertThat(project.hashes().isService("web", "no hash", "")).isFalse();
  }

  @Test
  void service_mountOfAnImage_isHashedWithItsIdFrom51() {
    ComposeProject project = load("volumes-image");
    ConfigHashes here = project.hashes().images(image -> "sha256:" + image);
    assertThat(here.service("web", "5.0.2")).isEqualTo(project.hashes().service("web", "5.0.2"));
    assertThat(here.service("web", "5.1.0")).isNotEqualTo(project.hashes().service("web", "5.1.0"));
    ComposeProject pinned =
        StackSource.text(
                """
                services:
                  web:
                    image: a:1
                    volumes: [{type: image, source: "sha256:other:1", target: /i}]
                """)
            .name("shop")
            .load();
    assertThat(here.service("web", "5.1.0")).isEqualTo(pinned.hashes().service("web", "5.1.0"));
  }

  @Test
  void network_beforeReleasesThatHashIt_hasNoHash() {
    ComposeProject project = load("several");
    assertThat(project.hashes().network("back", "2.30.3")).isEmpty();
    assertThat(project.hashes().network("back", "2.31.0")).hasSize(1);
    assertThat(project.hashes().volume("data", "2.31.0")).isEmpty();
    assertThat(project.hashes().volume("data", "2.32.0")).hasSize(1);
    assertThat(project.hashes().isVolume("data", project.volumeHash("data"), "2.40.3")).isTrue();
    assertThat(project.hashes().isNetwork("back", project.networkHash("back"), "")).isTrue();
  }

  @Test
  void service_unknownServiceOrRelease_isRefused() {
    ConfigHashes hashes = load("image").hashes();
    assertThatThrownBy(() -> hashes.service("nope", "2.40.3"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no service nope");
    assertThatThrownBy(() -> hashes.service("web", "newest"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("newest is no release");
  }
}
