package io.dockeradvanced.compose;

import io.dockeradvanced.InvalidSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The process of {@link HostileInputsTest}: loads each hostile project with the memory it has, and
 * prints its name with {@code model}, {@code refused} or what else came of it.
 */
final class HostileInputs {
  private static final String WEB = "services:\n  web: {image: x}\n";
  private static final String WITH_ENV = "services:\n  web: {image: x, env_file: e.env}\n";
  private static final int MEGABYTE = 1 << 20;

  private HostileInputs() {}

  public static void main(String[] args) throws IOException {
    Path directory = Path.of(args[0]);
    for (Map.Entry<String, Supplier<Map<String, String>>> input : all().entrySet()) {
      if (args.length > 1 && !args[1].equals(input.getKey())) {
        continue;
      }
      Path own = Files.createDirectories(directory.resolve(input.getKey()));
      for (Map.Entry<String, String> file : input.getValue().get().entrySet()) {
        Files.writeString(own.resolve(file.getKey()), file.getValue());
      }
      long start = System.nanoTime();
      String outcome = outcome(own);
      long millis = (System.nanoTime() - start) / 1_000_000;
      System.out.println(input.getKey() + " " + outcome + " " + millis);
    }
  }

  private static String outcome(Path directory) {
    try {
      ComposeProject project =
          StackSource.file(directory.resolve("compose.yaml"))
              .name("s")
              .processEnvironment(Map.of())
              .load();
      project.toJson();
      project.toYaml();
      project.services().keySet().forEach(project::configHash);
      return "model";
    } catch (InvalidSpec e) {
      return "refused";
    } catch (RuntimeException | Error e) {
      return e.getClass().getSimpleName();
    }
  }

  /** The files of each, by name; made when their turn comes, for there is little memory. */
  static Map<String, Supplier<Map<String, String>>> all() {
    Map<String, Supplier<Map<String, String>>> all = new LinkedHashMap<>();
    all.put("deep-flow-lists", () -> yaml("x-a: " + "[".repeat(MEGABYTE)));
    all.put("deep-flow-maps", () -> yaml("x-a: " + "{a: ".repeat(MEGABYTE / 4)));
    all.put("deep-closed-lists", () -> yaml("x-a: " + "[".repeat(500_000) + "]".repeat(500_000)));
    all.put("deep-keys", () -> yaml("? ".repeat(500_000) + "a"));
    all.put("deep-items", () -> yaml("x-a:\n  " + "- ".repeat(500_000) + "a"));
    all.put("deep-blocks", () -> yaml(lines(1500, i -> " ".repeat(i) + "a:")));
    all.put("deep-anchors", () -> yaml("x-a: " + lines(100_000, i -> "[&a" + i)));
    all.put("alias-bomb-of-lists", () -> yaml(bomb("[", "]", ", ", i -> "*a" + i)));
    all.put("alias-bomb-of-maps", () -> yaml(bomb("{", "}", ", ", HostileInputs::keys)));
    all.put("merge-bomb", () -> yaml(mergeBomb()));
    all.put("huge-scalar", () -> yaml(WEB + "x-a: " + "a".repeat(MEGABYTE)));
    all.put("huge-quoted", () -> yaml(WEB + "x-a: \"" + "\\n".repeat(2 * MEGABYTE) + "\""));
    all.put("huge-block", () -> yaml(WEB + "x-a: |\n" + "  a\n".repeat(MEGABYTE)));
    all.put("huge-label", () -> yaml(label("é".repeat(MEGABYTE))));
    all.put("huge-number", () -> yaml(WEB + "x-a: " + "9".repeat(MEGABYTE)));
    all.put("huge-exponent", () -> yaml(label("1e999999999")));
    all.put("huge-key", () -> yaml("k".repeat(MEGABYTE) + ": 1\n" + WEB));
    all.put("huge-comment", () -> yaml("#" + "c".repeat(2 * MEGABYTE) + "\n" + WEB));
    all.put("too-large", () -> yaml("#" + "c".repeat(9 * MEGABYTE)));
    all.put("many-keys", () -> yaml(WEB + "x-a:\n" + lines(290_000, i -> "  k" + i + ":")));
    all.put("many-labels", () -> yaml(labels(100_000)));
    all.put(
        "many-services", () -> yaml("services:\n" + lines(30_000, i -> " s" + i + ": {image: x}")));
    all.put("many-items", () -> yaml(WEB + "x-a: [" + "1,".repeat(290_000) + "1]"));
    all.put("many-ports", () -> yaml("services: {web: {image: x, ports: ['1-65535:1-65535']}}"));
    all.put("many-lists-of-ports", () -> yaml(ports()));
    all.put("many-documents", () -> yaml("---\nx-a: b\n".repeat(100_000)));
    all.put("many-anchors", () -> yaml("x-a:\n" + lines(200_000, i -> "- &a" + i + " b")));
    all.put("many-tags", () -> yaml("x-a:\n" + lines(200_000, i -> "- !reset b")));
    all.put(
        "many-findings",
        () -> yaml("services: {web: {image: x, ports: [" + "a,".repeat(200_000) + "]}}"));
    all.put("many-variables", () -> yaml(label("${A:-b}".repeat(500_000))));
    all.put("nested-variables", () -> yaml(label("${A:-".repeat(500_000) + "}".repeat(500_000))));
    all.put("open-variables", () -> yaml(label("${A:-".repeat(500_000))));
    all.put("open-braces", () -> yaml(label("${A:-{".repeat(100_000) + "}")));
    all.put("variables-multiply", HostileInputs::variables);
    all.put("one-large-variable-often", HostileInputs::largeVariable);
    all.put("env-file-multiplies", () -> env(doubling("\n")));
    all.put("env-file-of-one-line", () -> env("A=" + "x".repeat(7 * MEGABYTE)));
    all.put("env-file-of-one-name", () -> env("A".repeat(7 * MEGABYTE)));
    all.put("env-file-of-quotes", () -> env("A=\"" + "\\\"".repeat(3 * MEGABYTE)));
    all.put("env-file-of-escapes", () -> env("A=\"" + "\\$".repeat(3 * MEGABYTE) + "\""));
    all.put("env-file-of-many", () -> env(lines(300_000, i -> "A" + i + "=b")));
    all.put("env-file-of-comments", () -> env("#\n".repeat(3 * MEGABYTE)));
    all.put("env-file-of-spaces", () -> env(" ".repeat(7 * MEGABYTE)));
    all.put("env-file-of-unset", () -> env(lines(200_000, i -> "A=${U" + i + "}")));
    all.put("env-file-often", () -> often("env_file", "A=" + "x".repeat(MEGABYTE)));
    all.put("raw-env-file", HostileInputs::raw);
    all.put("label-file-often", () -> often("label_file", "A=" + "x".repeat(MEGABYTE)));
    all.put("label-file-multiplies", () -> often("label_file", doubling("\n")));
    all.put("command-of-one-word", () -> yaml(command("a".repeat(MEGABYTE))));
    all.put("command-of-many-words", () -> yaml(command("a ".repeat(MEGABYTE))));
    all.put(
        "long-durations",
        () ->
            yaml("services: {web: {image: x, stop_grace_period: " + "1h".repeat(MEGABYTE) + "}}"));
    return all;
  }

  private static Map<String, String> yaml(String text) {
    return Map.of("compose.yaml", text);
  }

  private static Map<String, String> env(String text) {
    return Map.of("compose.yaml", WITH_ENV, "e.env", text);
  }

  private static String lines(int count, java.util.function.IntFunction<String> line) {
    return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining("\n"));
  }

  private static String label(String value) {
    return "services:\n  web:\n    image: x\n    labels: {a: \"" + value + "\"}\n";
  }

  private static String labels(int count) {
    return "services:\n  web:\n    image: x\n    labels:\n"
        + lines(count, i -> "      k" + i + ": v");
  }

  private static String command(String text) {
    return "services: {web: {image: x, command: \"" + text + "\"}}";
  }

  private static String ports() {
    String list = "['1-65535:1-65535/tcp', '1-65535:1-65535/udp', '127.0.0.1:1-65535:1-65535']";
    return "services:\n" + lines(50, i -> "  s" + i + ": {image: x, ports: " + list + "}");
  }

  private static String bomb(
      String open, String close, String between, java.util.function.IntFunction<String> alias) {
    return "x-0: &a0 "
        + open
        + (open.equals("{") ? "k0: 1" : "1")
        + close
        + "\n"
        + lines(
            60,
            i ->
                "x-"
                    + (i + 1)
                    + ": &a"
                    + (i + 1)
                    + " "
                    + open
                    + IntStream.range(0, 10)
                        .mapToObj(n -> open.equals("{") ? "n" + n + ": *a" + i : alias.apply(i))
                        .collect(Collectors.joining(between))
                    + close);
  }

  private static String keys(int i) {
    return "*a" + i;
  }

  private static String mergeBomb() {
    String keys =
        IntStream.range(0, 2000).mapToObj(i -> "k" + i + ": 1").collect(Collectors.joining(", "));
    return "x-0: &a0 {"
        + keys
        + "}\n"
        + lines(5000, i -> "x-" + (i + 1) + ": &a" + (i + 1) + " {<<: *a" + i + ", n" + i + ": 1}");
  }

  private static String doubling(String end) {
    return "A0="
        + "x".repeat(100)
        + "\n"
        + lines(60, i -> "A" + (i + 1) + "=${A" + i + "}${A" + i + "}")
        + end;
  }

  private static Map<String, String> variables() {
    return Map.of("compose.yaml", label("${A60}"), ".env", doubling("\n"));
  }

  private static Map<String, String> largeVariable() {
    String yaml =
        "services:\n  web:\n    image: x\n    labels:\n"
            + lines(1000, i -> "      k" + i + ": $BIG$BIG");
    return Map.of("compose.yaml", yaml, ".env", "BIG=" + "x".repeat(MEGABYTE));
  }

  private static Map<String, String> often(String attribute, String text) {
    String yaml =
        "x-b: &b {image: x, "
            + attribute
            + ": e.env}\nservices:\n"
            + lines(200, i -> "  s" + i + ": {<<: *b}");
    return Map.of("compose.yaml", yaml, "e.env", text);
  }

  private static Map<String, String> raw() {
    String yaml = "services: {web: {image: x, env_file: [{path: e.env, format: raw}]}}";
    return Map.of(
        "compose.yaml",
        yaml,
        "e.env",
        "A=" + "$A\"".repeat(2 * MEGABYTE) + "\n" + lines(100_000, i -> "B" + i));
  }
}
