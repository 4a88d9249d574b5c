package io.dockeradvanced.compose.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
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
        Map.of("HOME", "/home/u", "PATH", "/usr/bin:/bin", "TAG", "9"),
        null,
        null);
  }

  /** For hunting by hand: DA_LAB_COMPOSE=… Sweep FROM TO. */
  public static void main(String[] args) throws IOException, InterruptedException {
    DockerCompose compose = DockerCompose.find();
    Path directory = Files.createTempDirectory("sweep");
    Map<Comparison.Outcome, Integer> counts = new EnumMap<>(Comparison.Outcome.class);
    for (long seed = Long.parseLong(args[0]); seed < Long.parseLong(args[1]); seed++) {
      Case files = generate(directory, seed);
      Comparison.Result result = Comparison.compare(compose, files);
      counts.merge(result.outcome(), 1, Integer::sum);
      if (!result.isAgreement()
          || args.length > 2 && result.outcome() != Comparison.Outcome.EQUAL) {
        System.out.println(
            "== " + files.directory() + " " + result.outcome() + "\n" + result.detail());
      }
    }
    System.out.println(counts);
  }
}
