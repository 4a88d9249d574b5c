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
  void timeout_ofConfigPlanAndDeploy_isTheSame() throws Exception {
    String file = file();
    Da config = da("stack", "config", "--timeout", "5", "-f", file, "-p", "s");
    assertThat(config.status()).as(config.err()).isZero();
    for (String command : List.of("config", "plan", "deploy")) {
      Da bad = da("stack", command, "--timeout", "0", "-f", file, "-p", "s");
      assertThat(bad.status()).as(command).isEqualTo(2);
      assertThat(bad.errLines().get(0)).isEqualTo("--timeout is 0; give at least 1 second");
      assertThat(bad.errLines().get(1)).contains("'da stack " + command + " --help'");
    }
  }

  @Test
  void plan_takesWhatDeployTakes() throws Exception {
    Da plan = da("stack", "plan", "--timeout", "5", "--remove-orphans", "-f", file());
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
}
