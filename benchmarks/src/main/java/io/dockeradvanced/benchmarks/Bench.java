package io.dockeradvanced.benchmarks;

import io.dockeradvanced.Config;
import io.dockeradvanced.DockerAdvanced;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.operation.SecretSource;
import io.dockeradvanced.store.StateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs one benchmark; started by {@code ./bench}, which prepares what this needs. */
public final class Bench {
  private Bench() {}

  /**
   * What a benchmark works with.
   *
   * @param uri of the engine
   * @param project how the names of all stacks begin that it makes on the engine
   * @param scratch an empty directory on a real disk
   * @param peers paths of other tools by name: {@code compose}, {@code docker}, {@code da}; {@code
   *     ssh} is the address of an sshd before the same engine
   */
  record Setup(String uri, String project, Path scratch, Map<String, String> peers, int rounds) {
    /** An owner with a journal on disk, as an application has it. */
    DockerAdvanced owner() {
      return DockerAdvanced.create(
          config().use(StateStore.class, StateStore.file(scratch.resolve("state.db"))));
    }

    /** An owner whose journal goes nowhere. */
    DockerAdvanced ownerInMemory() {
      return DockerAdvanced.create(config().use(StateStore.class, StateStore.memory()));
    }

    private Config config() {
      return Config.defaults().use(SecretSource.class, SecretSource.file(scratch.resolve("key")));
    }
  }

  public static void main(String[] args) throws IOException {
    Map<String, String> options = new LinkedHashMap<>();
    for (int i = 1; i + 1 < args.length; i += 2) {
      options.put(args[i].substring(2), args[i + 1]);
    }
    String name = args.length == 0 ? "" : args[0];
    String uri = options.getOrDefault("host", "unix:///var/run/docker.sock");
    String project = options.getOrDefault("project", "dabench-" + ProcessHandle.current().pid());
    if (name.equals("clean")) {
      try (DockerHost host = DockerHost.connect(uri)) {
        Lab.clean(host, project);
      }
      return;
    }
    Path results = Path.of(options.getOrDefault("results", "benchmarks/RESULTS.md"));
    Path scratch =
        Files.createTempDirectory(
            Files.createDirectories(results.resolveSibling("target").toAbsolutePath()), "bench");
    int rounds = Integer.parseInt(options.getOrDefault("rounds", "7"));
    Setup setup = new Setup(uri, project, scratch, options, rounds);
    try {
      Report report =
          switch (name) {
            case "start" -> StartBench.run(setup);
            case "deploy" -> DeployBench.run(setup);
            case "compose" -> ComposeBench.run(setup);
            case "transport" -> TransportBench.run(setup);
            default -> throw new IllegalArgumentException("no benchmark '" + name + "'");
          };
      System.out.println(report);
      report.writeTo(results);
      System.out.println("written to " + results);
    } finally {
      delete(scratch);
    }
  }

  private static void delete(Path directory) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(directory)) {
      files = walk.sorted(java.util.Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }
}
