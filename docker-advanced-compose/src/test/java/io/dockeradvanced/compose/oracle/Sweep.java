package io.dockeradvanced.compose.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Generated cases, each made from its seed alone. */
final class Sweep {
  private Sweep() {}

  /** The files of this seed, written below the directory. */
  static Case generate(Path directory, long seed) throws IOException {
    Grammar grammar = new Grammar(seed);
    Path own = Files.createDirectories(directory.resolve("seed" + seed));
    List<Path> files = new ArrayList<>();
    files.add(Files.writeString(own.resolve("compose.yaml"), grammar.file(false)));
    if (seed % 2 == 0) {
      files.add(Files.writeString(own.resolve("more.yaml"), grammar.file(true)));
    }
    Files.writeString(own.resolve(".env"), grammar.dotEnv());
    return new Case(
        "seed " + seed,
        own,
        files,
        List.of(),
        seed % 3 == 0 ? List.of("debug") : List.of(),
        List.of(),
        Map.of("HOME", "/home/u", "PATH", "/usr/bin:/bin", "TAG", "9"),
        null,
        null);
  }

  private static void write(Path own, Map<String, String> texts) throws IOException {
    for (Map.Entry<String, String> text : texts.entrySet()) {
      Path target = own.resolve(text.getKey());
      Files.createDirectories(target.getParent());
      Files.writeString(target, text.getValue());
    }
  }

  /** A project of several files and folders, written below the directory. */
  static Case project(Path directory, long seed) throws IOException {
    Path own = Files.createDirectories(directory.resolve("project" + seed));
    ProjectGrammar grammar = new ProjectGrammar(seed);
    write(own, grammar.files());
    List<Path> named = new ArrayList<>(List.of(own.resolve("compose.yaml")));
    if (grammar.files().containsKey("more.yaml")) {
      named.add(own.resolve("more.yaml"));
    }
    return new Case(
        "project " + seed,
        own,
        named,
        List.of(),
        seed % 3 == 0 ? List.of("debug") : List.of(),
        List.of(),
        Map.of("HOME", "/home/u", "PATH", "/usr/bin:/bin", "TAG", "9", "PWD", own.toString()),
        null,
        null);
  }

  /** Files that are found, with files of variables and settings, written below the directory. */
  static Case settings(Path directory, long seed) throws IOException {
    Path own = Files.createDirectories(directory.resolve("settings" + seed));
    SettingsGrammar grammar = new SettingsGrammar(seed);
    write(own, grammar.texts());
    Path start = own.resolve(grammar.start()).normalize();
    Map<String, String> environment = new LinkedHashMap<>(grammar.environment());
    environment.put("PWD", start.toString());
    String projectDirectory = grammar.projectDirectory();
    return new Case(
        "settings " + seed,
        start,
        grammar.named().stream().map(own::resolve).toList(),
        grammar.envFiles().stream().map(own::resolve).toList(),
        grammar.profiles(),
        List.of(),
        environment,
        grammar.project(),
        projectDirectory == null ? null : own.resolve(projectDirectory).normalize());
  }

  /** For hunting by hand: DA_LAB_COMPOSE=… Sweep FROM TO [all] [projects] [settings]. */
  public static void main(String[] args) throws IOException, InterruptedException {
    DockerCompose compose = DockerCompose.find();
    Path directory = Files.createTempDirectory("sweep");
    Map<Comparison.Outcome, Integer> counts = new EnumMap<>(Comparison.Outcome.class);
    for (long seed = Long.parseLong(args[0]); seed < Long.parseLong(args[1]); seed++) {
      List<String> words = List.of(args);
      Case files =
          words.contains("settings")
              ? settings(directory, seed)
              : words.contains("projects") ? project(directory, seed) : generate(directory, seed);
      Comparison.Result result = Comparison.compare(compose, files);
      counts.merge(result.outcome(), 1, Integer::sum);
      if (!result.isAgreement()
          || words.contains("all") && result.outcome() != Comparison.Outcome.EQUAL) {
        System.out.println(
            "== " + files.directory() + " " + result.outcome() + "\n" + result.detail());
      }
    }
    System.out.println(counts);
  }
}
