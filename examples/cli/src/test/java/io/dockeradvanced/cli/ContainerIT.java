package io.dockeradvanced.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.HealthCheck;
import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.lab.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code da container …} on a real engine. */
@Lab
@Timeout(180)
class ContainerIT {
  @Engine LabEngine engine;

  @TempDir Path directory;

  private String name;

  @BeforeEach
  void container() {
    name = engine.uniqueName("da");
    engine
        .docker()
        .createContainerCmd("docker-advanced-lab/busybox:1")
        .withName(name)
        .withStopSignal("SIGKILL")
        .withCmd("sleep", "1000")
        .exec();
  }

  @AfterEach
  void clean() {
    da("container", "rm", "-f", name);
  }

  private Da da(String... words) {
    List<String> all = new ArrayList<>(List.of("--host", engine.uri()));
    all.addAll(List.of("--state", directory.resolve("state.db").toString()));
    all.addAll(List.of(words));
    return Da.run(all);
  }

  private Da fine(String... words) {
    Da da = da(words);
    assertThat(da.status()).as(da.err()).isZero();
    return da;
  }

  @Test
  void verbs_fromStartToRemove_doWhatTheySay() {
    assertThat(fine("container", "ls").out()).doesNotContain(name);
    assertThat(fine("container", "ls", "-a").out()).contains(name, "Created");
    assertThat(fine("container", "start", name).out().strip()).isEqualTo(name);
    assertThat(fine("--format", "json", "container", "start", name).out().strip())
        .isEqualTo("[{\"container\":\"" + name + "\",\"changed\":false}]");
    assertThat(fine("container", "ls").out()).contains(name, "docker-advanced-lab/busybox:1", "Up");
    assertThat(fine("--format", "json", "container", "ls").out()).startsWith("[{").contains(name);
    assertThat(fine("container", "inspect", name).out()).containsPattern("state +running");
    assertThat(fine("container", "top", name).out()).contains("PID", "sleep 1000");
    assertThat(fine("container", "top", name, "-o", "pid,comm").out()).contains("COMMAND");
    fine("container", "pause", name);
    assertThat(fine("container", "inspect", name).out()).containsPattern("state +paused");
    fine("container", "unpause", name);
    fine("container", "restart", "-t", "0", name);
    fine("container", "kill", "-s", "KILL", name);
    assertThat(fine("container", "wait", name).out().strip()).isEqualTo("137");
    fine("container", "start", name);
    fine("container", "stop", "-t", "0", name);
    for (String verb : List.of("stop", "rm")) {
      Da typo = da("container", verb, name + "-typo");
      assertThat(typo.status()).as(verb).isEqualTo(1);
      assertThat(typo.err()).contains(name + "-typo");
    }
    String other = name + "-b";
    fine("container", "rename", name, other);
    assertThat(fine("container", "rm", "-v", other).out().strip()).isEqualTo(other);
    assertThat(da("container", "inspect", other).errLines())
        .singleElement()
        .asString()
        .contains("there is no container " + other);
  }

  @Test
  void health_tellsTheRunsOfTheCheck_andNothingToTheTerminal() {
    String checked = engine.uniqueName("health");
    String check = "printf 'red \\033[31m\\nmore'; exit 3";
    engine
        .docker()
        .createContainerCmd("docker-advanced-lab/busybox:1")
        .withName(checked)
        .withStopSignal("SIGKILL")
        .withCmd("sleep", "1000")
        .withHealthcheck(
            new HealthCheck().withTest(List.of("CMD-SHELL", check)).withInterval(1_000_000_000L))
        .exec();
    try {
      fine("container", "start", checked);
      Waiting.assertSoon(
          "a check ran",
          Duration.ofSeconds(30),
          () -> fine("container", "health", checked).out().lines().count() > 1);
      assertThat(fine("container", "health", checked).out().lines().skip(1))
          .allMatch(line -> line.matches("2\\S+Z +\\d+ ms +3 +red \\?\\[31m"));
      assertThat(fine("--format", "json", "container", "health", checked).out())
          .contains("\"exitCode\":3", "red \\u001B[31m\\nmore");
      assertThat(fine("container", "health", name).out().lines()).hasSize(1);
    } finally {
      fine("container", "rm", "-f", checked);
    }
  }

  @Test
  void exec_isTheCommand_withItsExitCodeAndItsBytes() {
    fine("container", "start", name);
    Da da =
        da(
            "container",
            "exec",
            "-u",
            "1000:1000",
            "-w",
            "/tmp",
            "-e",
            "A=b",
            name,
            "sh",
            "-c",
            "id -u; pwd; echo $A; echo oops >&2; exit 7");
    assertThat(da.status()).isEqualTo(7);
    assertThat(da.out()).isEqualTo("1000\n/tmp\nb\n");
    assertThat(da.err()).isEqualTo("oops\n");
    assertThat(fine("--format", "json", "container", "exec", name, "echo", "x").out().strip())
        .isEqualTo("{\"exitCode\":0,\"out\":\"x\\n\",\"err\":\"\"}");
    assertThat(da("container", "exec", "-e", "=x", name, "true").status()).isEqualTo(2);
  }

  @Test
  void cp_inAndOut_andDiffTellsIt() throws Exception {
    Path file = Files.writeString(directory.resolve("a.txt"), "hello");
    fine("container", "cp", file.toString(), name + ":/b.txt");
    assertThat(fine("container", "diff", name).out()).contains("A /b.txt");
    assertThat(fine("--format", "json", "container", "diff", name).out())
        .contains("{\"kind\":\"added\",\"path\":\"/b.txt\"}");
    fine("container", "cp", name + ":/b.txt", directory.resolve("c.txt").toString());
    assertThat(directory.resolve("c.txt")).hasContent("hello");
    assertThat(fine("container", "cp", name + ":/b.txt", "-").out()).contains("b.txt", "hello");
    assertThat(da("container", "cp", "a", "b").status()).isEqualTo(2);
    assertThat(da("container", "cp", "x:a", "y:b").status()).isEqualTo(2);
    assertThat(da("container", "cp", directory.resolve("gone").toString(), name + ":/").status())
        .isEqualTo(2);
    assertThat(da("container", "cp", name + ":/b.txt", directory + "/gone/").status()).isEqualTo(2);
  }

  @Test
  void recreate_withChanges_makesThemAndTakesFilesAlong() {
    fine("container", "start", name);
    fine("container", "exec", name, "sh", "-c", "echo kept >/srv; echo lost >/tmp/x");
    Da plan = fine("container", "recreate", "--dry-run", "-e", "TOKEN=xyzzy", name);
    assertThat(plan.out()).contains("recreate  container " + name, "environment TOKEN", "gap: ");
    assertThat(plan.out() + plan.err()).doesNotContain("xyzzy");
    Da done =
        fine(
            "container", "recreate", "-e", "TOKEN=xyzzy", "--label", "a=b", "--keep", "/srv", name);
    assertThat(done.out()).isEqualTo(name + " is made anew\n");
    assertThat(done.err()).contains("own layer is not taken along: /tmp/x").doesNotContain("xyzzy");
    assertThat(fine("container", "exec", name, "sh", "-c", "cat /srv; echo $TOKEN").out())
        .isEqualTo("kept\nxyzzy\n");
    assertThat(fine("container", "inspect", "--format", "json", name).out())
        .contains("\"a\":\"b\"");
  }

  @Test
  void recreate_wrongUse_changesNothing() {
    assertThat(da("container", "recreate", "--keep", "relative", name).status()).isEqualTo(2);
    assertThat(da("container", "recreate", "--env", "=x", name).status()).isEqualTo(2);
    Da none = da("container", "recreate", name + "-none");
    assertThat(none.status()).isEqualTo(1);
    assertThat(none.err()).contains("there is no container " + name + "-none");
  }
}
