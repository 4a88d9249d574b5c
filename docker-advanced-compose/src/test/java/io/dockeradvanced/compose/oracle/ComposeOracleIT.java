package io.dockeradvanced.compose.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.compose.oracle.Comparison.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real Docker Compose and we make the same of the same files.
 *
 * <p>The number of generated cases is the property {@code oracle.cases}, the first seed {@code
 * oracle.seed}.
 */
class ComposeOracleIT {
  private static final Path CASES = Path.of("src/test/resources/oracle");

  @TempDir static Path directory;

  private static DockerCompose compose;

  @BeforeAll
  static void findCompose() throws IOException, InterruptedException {
    compose = DockerCompose.find();
  }

  @TestFactory
  List<DynamicTest> handWritten() throws IOException, InterruptedException, ExecutionException {
    List<CaseFile> cases = new ArrayList<>();
    try (Stream<Path> files = Files.list(CASES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".case")).sorted().toList()) {
        cases.add(CaseFile.unpack(file, directory));
      }
    }
    assertThat(cases).hasSizeGreaterThanOrEqualTo(150);
    List<Comparison.Result> results = compare(cases.stream().map(CaseFile::files).toList());
    List<DynamicTest> tests = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      CaseFile one = cases.get(i);
      Comparison.Result result = results.get(i);
      tests.add(DynamicTest.dynamicTest(one.files().name(), () -> check(one, result)));
    }
    return tests;
  }

  private static void check(CaseFile one, Comparison.Result result) {
    String wanted = one.expectation();
    one.says().forEach(part -> assertThat(result.detail()).contains(part));
    switch (wanted) {
      case "equal" -> assertThat(result.outcome()).as(result.detail()).isEqualTo(Outcome.EQUAL);
      case "refused" ->
          assertThat(result.outcome()).as(result.detail()).isEqualTo(Outcome.BOTH_REFUSE);
      case "ours-accepts" ->
          assertThat(result.outcome()).as(result.detail()).isEqualTo(Outcome.ONLY_COMPOSE_REFUSES);
      default -> {
        assertThat(wanted).startsWith("we-refuse ");
        assertThat(result.outcome()).as(result.detail()).isEqualTo(Outcome.ONLY_WE_REFUSE);
        assertThat(result.detail()).contains(wanted.substring("we-refuse ".length()));
      }
    }
  }

  @Test
  void generated_manySeeds_equalOrBothRefuse()
      throws IOException, InterruptedException, ExecutionException {
    agree(seed -> Sweep.generate(directory, seed), 2);
  }

  @Test
  void generatedProjects_manySeeds_equalOrBothRefuse()
      throws IOException, InterruptedException, ExecutionException {
    agree(seed -> Sweep.project(directory, seed), 3);
  }

  @Test
  void generatedSettings_manySeeds_equalOrBothRefuse()
      throws IOException, InterruptedException, ExecutionException {
    agree(seed -> Sweep.settings(directory, seed), 3);
  }

  private interface Generator {
    Case generate(long seed) throws IOException;
  }

  /**
   * @param validOneIn how many of the generated cases must be valid
   */
  private static void agree(Generator generator, int validOneIn)
      throws IOException, InterruptedException, ExecutionException {
    int count = Integer.getInteger("oracle.cases", Boolean.getBoolean("da.full") ? 10_000 : 200);
    long first = Long.getLong("oracle.seed", 1L);
    List<Case> cases = new ArrayList<>();
    for (long seed = first; seed < first + count; seed++) {
      cases.add(generator.generate(seed));
    }
    List<Comparison.Result> results = compare(cases);
    List<String> differences = new ArrayList<>();
    int equal = 0;
    for (int i = 0; i < count; i++) {
      Comparison.Result result = results.get(i);
      equal += result.outcome() == Outcome.EQUAL ? 1 : 0;
      if (!result.isAgreement()) {
        differences.add(cases.get(i).name() + " " + result.outcome() + "\n" + result.detail());
      }
    }
    assertThat(differences).isEmpty();
    assertThat(equal).as("many generated files should be valid").isGreaterThan(count / validOneIn);
  }

  /** Two at a time: each start of Compose costs a tenth of a second. */
  private static List<Comparison.Result> compare(List<Case> cases)
      throws InterruptedException, ExecutionException {
    ExecutorService two = Executors.newFixedThreadPool(2);
    try {
      List<Callable<Comparison.Result>> tasks = new ArrayList<>();
      cases.forEach(one -> tasks.add(() -> Comparison.compare(compose, one)));
      List<Comparison.Result> results = new ArrayList<>();
      for (Future<Comparison.Result> result : two.invokeAll(tasks)) {
        results.add(result.get());
      }
      return results;
    } finally {
      two.shutdownNow();
    }
  }
}
