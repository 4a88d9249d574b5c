package io.dockeradvanced.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.lab.FakeEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verbs of {@code da container} for containers that are there, and that are not. */
class ContainerVerbsTest {
  @TempDir Path directory;

  private FakeEngine engine;

  @BeforeEach
  void start() {
    engine = new FakeEngine();
    for (String name : List.of("one", "two")) {
      String path = "/containers/" + name;
      String stopped = "{\"Id\":\"%s\",\"State\":{\"Running\":false}}".formatted(name);
      engine.on("GET", path + "/json", (request, wire) -> wire.json(200, stopped));
      engine.on("POST", path + "/stop", (request, wire) -> wire.empty(304));
      engine.on("POST", path + "/restart", (request, wire) -> wire.empty(204));
      engine.on("DELETE", path, (request, wire) -> wire.empty(204));
    }
  }

  @AfterEach
  void stop() {
    engine.close();
  }

  private Da da(String... words) {
    List<String> all = new ArrayList<>(List.of("--host", engine.uri(), "--no-progress"));
    all.addAll(List.of("--state", directory.resolve("state.db").toString()));
    all.addAll(List.of(words));
    return Da.run(all);
  }

  private List<String> targets(String end) {
    return engine.seen().stream()
        .filter(request -> request.path().endsWith(end))
        .map(request -> request.target().replaceFirst(".*/containers/", "/containers/"))
        .toList();
  }

  @Test
  void stopAndRestart_withoutATime_leaveItToTheContainer() {
    assertThat(da("container", "stop", "one", "two").out()).isEqualTo("one\ntwo\n");
    assertThat(da("container", "restart", "one").status()).isZero();
    assertThat(targets("stop")).containsExactly("/containers/one/stop", "/containers/two/stop");
    assertThat(targets("restart")).containsExactly("/containers/one/restart");
    da("container", "restart", "-t", "3", "two");
    assertThat(targets("restart")).contains("/containers/two/restart?t=3");
  }

  /** As with docker: the others go, and the exit code tells of it. */
  @Test
  void verbs_ofSeveral_doNotStopAtOneThatIsNotThere() {
    for (String verb : List.of("stop", "restart", "rm")) {
      Da da = da("container", verb, "one", "typo", "two");
      assertThat(da.status()).as(verb).isEqualTo(1);
      assertThat(da.out()).as(verb).isEqualTo("one\ntwo\n");
      assertThat(da.errLines()).as(verb).singleElement().asString().contains("typo");
    }
    Da json = da("--format", "json", "container", "rm", "typo", "one");
    assertThat(json.status()).isEqualTo(1);
    assertThat(json.out().strip()).isEqualTo("[{\"container\":\"one\",\"changed\":true}]");
  }

  /** As with docker, which says nothing of it. */
  @Test
  void rm_byForce_ofNone_isNoFailure() {
    Da da = da("container", "rm", "-f", "typo", "one");
    assertThat(da.status()).as(da.err()).isZero();
    assertThat(da.out()).isEqualTo("one\n");
    assertThat(da.err()).isEmpty();
  }

  @Test
  void verbs_onAnEngineThatIsGone_sayItOnce() {
    engine.down();
    Da da = da("container", "stop", "one", "two");
    assertThat(da.status()).isEqualTo(1);
    assertThat(da.errLines()).hasSize(1);
  }
}
