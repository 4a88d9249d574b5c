package io.dockeradvanced.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Command lines that are answered before any engine is asked. */
class UsageTest {
  @TempDir Path directory;

  private Da da(String... words) {
    List<String> all =
        new ArrayList<>(List.of("--host", "unix://" + directory.resolve("none.sock")));
    all.addAll(List.of("--state", directory.resolve("state.db").toString()));
    all.addAll(List.of(words));
    return Da.run(all);
  }

  private String file() throws Exception {
    String text = "services: {web: {image: x}}";
    return Files.writeString(directory.resolve("compose.yaml"), text).toString();
  }

  @Test
  void timeouts_ofConfigPlanAndDeploy_areTheSame() throws Exception {
    String file = file();
    Da config =
        da("stack", "config", "--wait-timeout", "5", "--timeout", "0", "-f", file, "-p", "s");
    assertThat(config.status()).as(config.err()).isZero();
    for (String command : List.of("config", "plan", "deploy")) {
      Da bad = da("stack", command, "--wait-timeout", "0", "-f", file, "-p", "s");
      assertThat(bad.status()).as(command).isEqualTo(2);
      assertThat(bad.errLines().get(0)).isEqualTo("--wait-timeout is 0; give at least 1 second");
      assertThat(bad.errLines().get(1)).contains("'da stack " + command + " --help'");
    }
  }

  @Test
  void plan_takesWhatDeployTakes() throws Exception {
    Da plan =
        da(
            "stack plan --wait-timeout 5 -t 3 --remove-orphans --no-build -f FILE"
                .replace("FILE", file())
                .split(" "));
    assertThat(plan.status()).as("it got as far as the engine: " + plan.err()).isEqualTo(1);
    assertThat(plan.err()).contains("none.sock does not exist");
  }

  @Test
  void nameGivenTwice_mustBeTheSame() {
    Da da = da("stack", "down", "-p", "a", "b");
    assertThat(da.status()).isEqualTo(2);
    assertThat(da.errLines()).singleElement().asString().contains("-p");
  }

  @Test
  void fileNameWithAt_isNoFileOfOptions() throws Exception {
    Path words = Files.writeString(directory.resolve("words"), "--help");
    Da da = da("stack", "down", "@" + words);
    assertThat(da.status()).as(da.out()).isEqualTo(2);
  }

  @Test
  void recover_ofNothingAsJson_isAnEmptyArray() {
    Da da = da("--format", "json", "recover");
    assertThat(da.status()).as(da.err()).isZero();
    assertThat(da.out().strip()).isEqualTo("[]");
  }

  @Test
  void state_thatIsEmpty_isRefused() {
    Da da = Da.run(List.of("--state", "", "recover"));
    assertThat(da.status()).isEqualTo(2);
    assertThat(da.errLines()).singleElement().asString().contains("--state");
  }

  @Test
  void hostAndContext_areTwoAnswersToOneQuestion() {
    Da da = da("--context", "web", "stack", "ls");
    assertThat(da.status()).isEqualTo(2);
    assertThat(da.errLines()).singleElement().asString().contains("--host", "--context");
  }

  @Test
  void context_thatDoesNotExist_isNamed() {
    Da da = Da.run(List.of("--context", "da-test-nowhere", "stack", "ls"));
    assertThat(da.status()).isEqualTo(2);
    assertThat(da.errLines()).singleElement().asString().contains("da-test-nowhere");
  }

  @Test
  void failure_namesTheHostByItsAddress() {
    assertThat(da("stack", "ls").err()).startsWith(directory.resolve("none.sock") + ": ");
  }

  /** Whatever the engine would say: it is not asked. */
  private void assertWrongUsage(String sentence, String... words) {
    Da da = da(words);
    assertThat(da.status()).as(da.err()).isEqualTo(2);
    assertThat(da.errLines().get(0)).isEqualTo(sentence);
    assertThat(da.err()).contains("--help'");
  }

  /** With Docker it is for ever. */
  @Test
  void timeToStop_thatIsNegative_isRefusedEverywhere() throws Exception {
    String sentence = "--timeout is -1; no stop waits for ever, give 0 or more seconds";
    for (String verb : List.of("deploy", "down", "stop", "restart", "scale")) {
      assertWrongUsage(sentence, "stack", verb, "-f", file(), "-t", "-1", "a=1");
    }
    assertWrongUsage(sentence, "container", "stop", "--time", "-1", "web");
    assertWrongUsage(sentence, "container", "restart", "--timeout=-1", "web");
  }

  @Test
  void options_thatMeanNothing_areRefused() throws Exception {
    assertWrongUsage(
        "--rmi is 'some'; give all or local", "stack", "down", "-f", file(), "--rmi", "some");
    assertWrongUsage(
        "nothing is built, so nothing can be built anew",
        "stack",
        "deploy",
        "-f",
        file(),
        "--build",
        "--no-build");
  }

  @Test
  void build_withWhatNeedsBuildKit_isRefusedByItsName() throws Exception {
    String file = file();
    for (String option :
        List.of("--ssh", "--builder=x", "--provenance", "--sbom=true", "--check", "--print")) {
      assertWrongUsage(
          "%s needs BuildKit, and images are built by the engine's own builder; leave it out"
              .formatted(option.split("=")[0]),
          "stack",
          "build",
          "-f",
          file,
          option);
    }
    assertWrongUsage("'lots' is no size such as 512m", "stack", "build", "-f", file, "-m", "lots");
  }

  @Test
  void run_withOptionsThatMeanNothingTogether_isRefused() throws Exception {
    String file = file();
    assertWrongUsage(
        "-P and -p exclude each other; give one of them",
        "stack",
        "run",
        "-f",
        file,
        "-P",
        "-p",
        "80",
        "web");
    assertWrongUsage(
        "-t and -T exclude each other; give one of them",
        "stack",
        "run",
        "-f",
        file,
        "-t",
        "-T",
        "web");
    assertWrongUsage(
        "-p publishes a port here, which 'shop' is not; the stack is named by --project-name",
        "stack",
        "run",
        "-f",
        file,
        "-p",
        "shop",
        "web");
    assertWrongUsage(
        "--entrypoint cannot be split into words: quotes are not closed",
        "stack",
        "run",
        "-f",
        file,
        "--entrypoint",
        "sh 'x",
        "web");
    assertWrongUsage(
        "the program cannot have a terminal, for standard input is none; leave -t out",
        "stack",
        "run",
        "-f",
        file,
        "-t",
        "web");
  }

  @Test
  void unknownOptions_areRefused_andThoseAfterTheServiceAreTheProgramsOwn() throws Exception {
    String file = file();
    for (String command : List.of("run", "exec", "build")) {
      Da da = da("stack", command, "-f", file, "--nonsense", "web", "true");
      assertThat(da.status()).as(command).isEqualTo(2);
      assertThat(da.errLines().get(0)).contains("--nonsense");
    }
    Da own = da("stack", "run", "-f", file, "web", "ls", "--nonsense");
    assertThat(own.status()).as("it got as far as the engine: " + own.err()).isEqualTo(1);
  }

  @Test
  void run_takesAllThatComposeTakes() throws Exception {
    Path variables = Files.writeString(directory.resolve("more.env"), "B=${A}x\n");
    Da da =
        da(
            ("stack run -d --rm -P -l a=b -e A=1 --env-from-file FILE --name n -u 1 -w /tmp"
                    + " --no-deps --build --pull never -i -T --cap-add NET_ADMIN --cap-drop ALL"
                    + " --use-aliases --remove-orphans --quiet-pull --quiet-build -q"
                    + " -v ./x:/x --entrypoint sh --project-name s")
                .replace("FILE", variables.toString())
                .split(" "));
    assertThat(da.status()).isEqualTo(2); // there is no service yet
    assertThat(da.errLines().get(0)).contains("SERVICE");
  }
}
