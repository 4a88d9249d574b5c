package io.dockeradvanced.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.InvalidSpec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Whatever several files and archives say: a model or InvalidSpec, soon. */
class AnyFilesProperties {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Map<String, String> SEED =
      Map.of(
          "compose.yaml",
              """
              include: [one/c.yaml, {path: [two/c.yaml, over.yaml], project_directory: two, env_file: v.env}]
              x-b: &b {image: x, labels: !override {a: b}, ports: &p ["80:80"]}
              services:
                web: {<<: *b, extends: {file: base/b.yaml, service: web}, user: !reset null, expose: *p}
                api: {extends: web, depends_on: [one]}
              ---
              services: {web: {ports: !reset [], labels: {c: !reset d}}}
              """,
          "compose.override.yaml",
              "services: {web: {labels: !reset {}, extends: api}, one: {volumes: !override ['./a:/a']}}",
          "base/b.yaml",
              "services: {web: {extends: deep, volumes: ['./d:/d']}, deep: {extends: {file: ../one/c.yaml, service: one}}}",
          "one/c.yaml",
              "include: [in/c.yaml]\nservices: {one: {image: 'x:${V:-1}', env_file: ['e.env'], environment: [V]}}",
          "one/in/c.yaml", "services: {in: {image: z, user: !override me}}",
          "one/e.env", "A=1\nB=\"x\n${A}\"\n",
          "one/.env", "V=2\n",
          "two/c.yaml", "services: {two: {image: y, ports: ['81:80']}}\nnetworks: {n: }",
          "over.yaml", "services: {two: {ports: !override ['82:80']}}",
          "v.env", "V=3\n");

  private static void loads(byte[] archive) {
    long start = System.nanoTime();
    try {
      ComposeProject project =
          StackSource.bundle(new ByteArrayInputStream(archive)).name("s").load();
      project.toJson();
      project.services().keySet().forEach(project::configHash);
    } catch (InvalidSpec e) {
      assertThat(e.findings()).isNotEmpty();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
  }

  private static void loads(Map<String, String> files) {
    loads(Archives.zip(files));
  }

  @Test
  void load_seed_isValid() {
    assertThat(
            StackSource.bundle(new ByteArrayInputStream(Archives.zip(withoutCircle())))
                .name("s")
                .workingDirectory(java.nio.file.Path.of("/srv/s"))
                .load()
                .services())
        .containsKeys("web", "api", "one", "two");
  }

  private static Map<String, String> withoutCircle() {
    Map<String, String> files = new LinkedHashMap<>(SEED);
    files.computeIfPresent(
        "compose.override.yaml", (k, text) -> text.replace(", extends: api", ""));
    return files;
  }

  @Property(tries = 1500)
  void load_mutatedFiles_giveAModelOrInvalidSpec(@ForAll long seed) {
    Random random = new Random(seed);
    Map<String, String> files = new LinkedHashMap<>(withoutCircle());
    List<String> names = files.keySet().stream().sorted().toList();
    for (int i = 0; i <= random.nextInt(6); i++) {
      String name = names.get(random.nextInt(names.size()));
      String other = files.get(names.get(random.nextInt(names.size())));
      files.put(name, mutated(files.get(name), other, random));
    }
    loads(files);
  }

  private static String mutated(String text, String other, Random random) {
    StringBuilder mutated = new StringBuilder(text);
    int at = random.nextInt(text.length() + 1);
    int to = Math.min(text.length(), at + random.nextInt(12));
    switch (random.nextInt(5)) {
      case 0 -> mutated.delete(at, to);
      case 1 -> mutated.insert(at, text.substring(at, to));
      case 2 ->
          mutated.insert(
              at,
              List.of(
                      "!reset ",
                      "!override ",
                      "&b ",
                      "*b ",
                      "<<: ",
                      "---\n",
                      "{",
                      "[",
                      "]",
                      "}",
                      ",")
                  .get(random.nextInt(11)));
      case 3 ->
          mutated.insert(
              at,
              List.of("extends: web", "include: [compose.yaml]", "one/c.yaml", "../", "services: ")
                  .get(random.nextInt(5)));
      default -> {
        int from = random.nextInt(other.length() + 1);
        mutated.insert(at, other, from, Math.min(other.length(), from + 30));
      }
    }
    return mutated.toString();
  }

  @Property(tries = 800)
  void load_mutatedArchives_giveAModelOrInvalidSpec(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    byte[] archive =
        switch (random.nextInt(3)) {
          case 0 -> Archives.zip(SEED);
          case 1 -> Archives.tar(SEED);
          default -> Archives.gzip(Archives.tar(SEED));
        };
    for (int i = 0; i <= random.nextInt(8); i++) {
      archive[random.nextInt(archive.length)] = (byte) random.nextInt(256);
    }
    loads(
        java.util.Arrays.copyOf(archive, archive.length - random.nextInt(2) * random.nextInt(99)));
  }

  @Test
  void load_includesThatMultiply_endSoon() {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("compose.yaml", "include: [f0.yaml, f0.yaml]");
    for (int i = 0; i < 40; i++) {
      files.put("f" + i + ".yaml", "include: [f%d.yaml, f%d.yaml]".formatted(i + 1, i + 1));
    }
    files.put("f40.yaml", "services: {a: {image: x}}");
    refused(files, "read more than 1000 files");
    files.clear();
    files.put("compose.yaml", "include: [f0.yaml]");
    for (int i = 0; i < 200; i++) {
      files.put("f" + i + ".yaml", "include: [f%d.yaml]".formatted(i + 1));
    }
    refused(files, "more than 100 deep");
    files.clear();
    files.put("compose.yaml", "include: [{path: [b.yaml, compose.yaml]}]");
    files.put("b.yaml", "services: {a: {image: x}}");
    refused(files, "more than 100 deep");
  }

  @Test
  void load_extendsThatMultiply_endSoon() {
    StringBuilder labels = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      labels.append("l").append(i).append(": x, ");
    }
    StringBuilder services =
        new StringBuilder("services:\n  a: {image: x, labels: {" + labels + "}}\n");
    for (int i = 0; i < 300; i++) {
      services.append("  b%d: {extends: a, labels: {c: d}}\n".formatted(i));
    }
    refused(Map.of("compose.yaml", services.toString()), "make more than 2000000 values");
    StringBuilder chain = new StringBuilder("services:\n");
    for (int i = 0; i < 2000; i++) {
      chain.append("  b%d: {extends: b%d}\n".formatted(i, i + 1));
    }
    chain.append("  b2000: {image: x}\n");
    refused(Map.of("compose.yaml", chain.toString()), "More than 500 services extend each other");
    Map<String, String> files = new LinkedHashMap<>();
    StringBuilder many = new StringBuilder("services:\n");
    for (int i = 0; i < 2000; i++) {
      many.append("  b%d: {extends: {file: f.yaml, service: a}}\n".formatted(i));
    }
    files.put("compose.yaml", many.toString());
    files.put("f.yaml", "services: {a: {image: x}}");
    assertThat(
            StackSource.bundle(new ByteArrayInputStream(Archives.zip(files)))
                .name("s")
                .load()
                .services())
        .hasSize(2000);
  }

  @Test
  void load_tagsAndAliasesThatMultiply_endSoon() {
    StringBuilder yaml = new StringBuilder("x-0: &a0 {a: !override 1, b: !override 2}\n");
    for (int i = 1; i < 40; i++) {
      yaml.append("x-%d: &a%d {a: *a%d, b: *a%d}\n".formatted(i, i, i - 1, i - 1));
    }
    refused(Map.of("compose.yaml", yaml.toString()), "Aliases blow the file up");
    String key = "k".repeat(100_000);
    List<String> items = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      items.add("k" + i + ": !reset x");
    }
    String deep =
        "x-a:\n  ? " + key + "\n  : {" + String.join(", ", items) + "}\nservices: {a: {image: x}}";
    refused(Map.of("compose.yaml", deep), "too many tags and aliases");
  }

  private static void refused(Map<String, String> files, String message) {
    long start = System.nanoTime();
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () ->
                StackSource.bundle(new ByteArrayInputStream(Archives.zip(files))).name("s").load())
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining(message);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
  }
}
