package io.dockeradvanced.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.InvalidSpec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Whatever the bytes are: a model or InvalidSpec, soon. */
class AnyInputProperties {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String SEED =
      """
      name: shop
      x-base: &b {image: "x:${TAG:-1}", restart: always}
      services:
        web:
          <<: *b
          command: sh -c "a b"
          ports: ["8080:80", {target: 81, published: "82"}]
          environment: {A: 1, B: , C: "$$x"}
          volumes: [data:/d, {type: tmpfs, target: /t, tmpfs: {size: 1m}}]
          depends_on: {db: {condition: service_healthy}}
          deploy: {replicas: 1, resources: {limits: {cpus: 0.5, memory: 1g}}}
          ulimits: {nofile: {soft: 1, hard: 2}}
          extra_hosts: ["a:1.1.1.1"]
        db: {<<: *b, healthcheck: {test: [CMD, x], interval: 1m30s}, networks: {back: {aliases: [q]}}}
      networks: {back: {ipam: {config: [{subnet: 10.0.0.0/8}]}, labels: [a=b]}}
      volumes: {data: {external: true}}
      """;

  /** One file of each kind that a project may read. */
  private static final Map<String, String> FILES =
      Map.of(
          "compose.yaml",
          SEED.replace(
              "restart: always}",
              "restart: always, env_file: [a.env, {path: raw.env,"
                  + " format: raw, required: true}], label_file: [a.labels]}"),
          ".env",
          "TAG=1.4\nexport A='q' # c\nB=\"${A:-x}\\n\\$z\"\n",
          "a.env",
          "# c\nLIST=\"one ${B-two}\"\nA: ${HOME:?h}${TAG:+t}\n export MULTI='a\nb'\nNAME\n",
          "raw.env",
          "# c\n RAW='$A' # x\nNAME\nE=\n",
          "a.labels",
          "com.example.a=\"x\\ny\"\nb=${com}é\n");

  private static void loads(String yaml) {
    loads(StackSource.text(yaml).name("s"));
  }

  private static void loads(StackSource source) {
    long start = System.nanoTime();
    try {
      ComposeProject project = source.load();
      project.toJson();
      project.toYaml();
      project.services().keySet().forEach(project::configHash);
      project.services().values().forEach(ServiceSpec::mounts);
    } catch (InvalidSpec e) {
      assertThat(e.findings()).isNotEmpty();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
  }

  @Property(tries = 1500)
  void load_mutatedFile_givesAModelOrInvalidSpec(@ForAll long seed) {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder(SEED);
    for (int i = 0; i <= random.nextInt(6); i++) {
      int at = random.nextInt(text.length());
      int to = Math.min(text.length(), at + random.nextInt(12));
      switch (random.nextInt(4)) {
        case 0 -> text.delete(at, to);
        case 1 -> text.insert(at, text.substring(at, to));
        case 2 ->
            text.insert(
                at, "[]{}:,-&*!?|>#\"'$~\t\n \u0000\u2028\ud800".charAt(random.nextInt(24)));
        default -> {
          int other = random.nextInt(text.length());
          text.insert(at, text.substring(other, Math.min(text.length(), other + 20)));
        }
      }
    }
    loads(text.toString());
  }

  @Property(tries = 1500)
  void load_mutatedBytesOfAnyFile_giveAModelOrInvalidSpec(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    Path directory = Files.createTempDirectory("any");
    List<String> names = FILES.keySet().stream().sorted().toList();
    String mutated = names.get(random.nextInt(names.size()));
    try {
      for (String name : names) {
        byte[] bytes = FILES.get(name).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; name.equals(mutated) && i <= random.nextInt(5); i++) {
          bytes = mutated(bytes, random);
        }
        Files.write(directory.resolve(name), bytes);
      }
      loads(
          StackSource.file(directory.resolve("compose.yaml"))
              .name("s")
              .processEnvironment(Map.of("HOME", "/h")));
    } finally {
      for (String name : names) {
        Files.deleteIfExists(directory.resolve(name));
      }
      Files.delete(directory);
    }
  }

  private static byte[] mutated(byte[] bytes, Random random) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int at = random.nextInt(bytes.length + 1);
    int to = Math.min(bytes.length, at + random.nextInt(16));
    out.write(bytes, 0, at);
    switch (random.nextInt(5)) {
      case 0 -> {}
      case 1 -> {
        out.write(random.nextInt(256));
        out.write(bytes, at, to - at);
      }
      case 2 -> {
        out.write(bytes, at, to - at);
        out.write(bytes, at, to - at);
      }
      case 3 -> {
        int other = random.nextInt(bytes.length + 1);
        out.write(bytes, other, Math.min(30, bytes.length - other));
        out.write(bytes, at, to - at);
      }
      default -> {
        if (at < to) {
          out.write(bytes[at] ^ 1 << random.nextInt(8));
          out.write(bytes, at + 1, to - at - 1);
        }
      }
    }
    out.write(bytes, to, bytes.length - to);
    return out.toByteArray();
  }

  @Test
  void load_filesBeforeTheyAreMutated_areValid() throws IOException {
    Path directory = Files.createTempDirectory("any");
    for (Map.Entry<String, String> file : FILES.entrySet()) {
      Files.writeString(directory.resolve(file.getKey()), file.getValue());
    }
    ServiceSpec web =
        StackSource.file(directory.resolve("compose.yaml"))
            .name("s")
            .processEnvironment(Map.of("HOME", "/h"))
            .load()
            .services()
            .get("web");
    assertThat(web.environment())
        .containsEntry("LIST", "one q\n$z")
        .containsEntry("RAW", "'$A' # x");
    assertThat(web.labels()).containsEntry("com.example.a", "x\ny");
    for (String name : FILES.keySet()) {
      Files.delete(directory.resolve(name));
    }
    Files.delete(directory);
  }

  @Property(tries = 1000)
  void load_yamlLikeText_givesAModelOrInvalidSpec(@ForAll("yaml") String text) {
    loads(text);
  }

  @Property(tries = 300)
  void load_anyBytes_giveAModelOrInvalidSpec(@ForAll byte[] bytes) throws IOException {
    Path file = Files.createTempFile("any", ".yaml");
    try {
      Files.write(file, bytes);
      StackSource.file(file).name("s").processEnvironment(Map.of()).load();
    } catch (InvalidSpec e) {
      assertThat(e.findings()).isNotEmpty();
    } finally {
      Files.delete(file);
    }
    loads(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  @Provide
  Arbitrary<String> yaml() {
    Arbitrary<String> words =
        Arbitraries.of(
            "services",
            "web",
            "image",
            "ports",
            "x",
            "&a",
            "*a",
            "<<",
            "-",
            ":",
            "\n",
            "  ",
            "{",
            "}",
            "[",
            "]",
            ",",
            "'",
            "\"",
            "|",
            ">",
            "!",
            "80",
            "null",
            "${A}",
            "$",
            "?",
            "volumes",
            "networks",
            "deploy",
            "environment",
            "depends_on",
            "command",
            "1e400",
            "0x",
            ".inf");
    return words.list().ofMaxSize(60).map(list -> String.join(" ", list).replace(" : ", ": "));
  }
}
