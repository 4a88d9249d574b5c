package io.dockeradvanced.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.InvalidSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

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

  private static void loads(String yaml) {
    long start = System.nanoTime();
    try {
      ComposeProject project = StackSource.text(yaml).name("s").load();
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
