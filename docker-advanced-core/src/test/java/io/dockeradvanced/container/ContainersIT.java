package io.dockeradvanced.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.TimedOut;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.json.Json;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.lab.Waiting;
import io.dockeradvanced.lab.fault.FaultProxy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The ordinary verbs, on a container that sleeps. */
@Lab
@Timeout(120)
class ContainersIT {
  private static final Duration GRACE = Duration.ofSeconds(1);

  @io.dockeradvanced.lab.Engine LabEngine lab;

  private DockerHost host;
  private Containers containers;
  private String name;

  @BeforeEach
  void start() {
    host = DockerHost.connect(lab.uri());
    containers = Containers.on(host);
    name = lab.uniqueName("verbs");
    create(name, "trap 'exit 7' TERM; while :; do sleep 0.1; done");
    containers.start(name);
  }

  private void create(String container, String script) {
    Engine.of(host)
        .json(
            Call.post("/containers/create")
                .query("name", container)
                .json(
                    Json.toTree(
                        Map.of(
                            "Image", "docker-advanced-lab/busybox:1",
                            "Cmd", List.of("sh", "-c", script),
                            "Healthcheck",
                                Map.of(
                                    "Test",
                                    List.of("CMD-SHELL", "echo fine; test ! -e /sick"),
                                    "Interval",
                                    200_000_000L)))));
  }

  @AfterEach
  void end() {
    containers.remove(name, RemoveOptions.defaults().force(true).volumes(true));
    host.close();
  }

  private ExecResult shell(String script) {
    return containers.exec(name, Exec.command("sh", "-c", script));
  }

  @Test
  void exec_outputOfBothStreamsAndExitCode_areTold() {
    ExecResult result = shell("echo out; echo err >&2; exit 3");
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.text()).isEqualTo("out\n");
    assertThat(result.errorText()).isEqualTo("err\n");
    assertThat(result.succeeded()).isFalse();
  }

  @Test
  void exec_userDirectoryAndEnvironment_areThoseGiven() {
    ExecResult result =
        containers.exec(
            name,
            Exec.command("sh", "-c", "id -u; pwd; echo $WORD")
                .user("1234")
                .directory("/tmp")
                .environment("WORD", "a = b"));
    assertThat(result.text()).isEqualTo("1234\n/tmp\na = b\n");
  }

  @Test
  void exec_withTerminal_hasOneStreamAndItsLineEnds() {
    ExecResult result =
        containers.exec(
            name, Exec.command("sh", "-c", "test -t 1 && echo yes; echo err >&2").terminal());
    assertThat(result.text()).isEqualTo("yes\r\nerr\r\n");
    assertThat(result.err()).isEmpty();
  }

  /** Older engines give it its size a moment after the start, and tell the program. */
  @Test
  void exec_withTerminalOfASize_hasIt_fromTheBeginningWhereEnginesCan() {
    String size =
        lab.knowsApi("1.42")
            ? "stty size"
            : "until stty size 2>/dev/null | grep .; do sleep 0.01; done";
    Exec exec = Exec.command("sh", "-c", size).terminal(new TerminalSize(31, 99));
    assertThat(containers.exec(name, exec).text()).isEqualTo("31 99\r\n");
  }

  /** Its first size, which older engines tell it, too, has come by the time it is ready. */
  @Test
  void begin_resized_tellsTheProgram_andWhatHasEndedIsLeftAlone() throws Exception {
    Exec exec =
        Exec.command(
                "sh",
                "-c",
                "until stty size 2>/dev/null | grep -q '31 99'; do sleep 0.01; done;"
                    + " trap 'stty size; exit 5' WINCH; echo ready; while :; do sleep 0.05; done")
            .terminal(new TerminalSize(31, 99))
            .within(Duration.ofSeconds(60));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (RunningCommand running = containers.begin(name, exec, ExecStreams.to(out, out))) {
      CompletableFuture<Integer> code = CompletableFuture.supplyAsync(running::await);
      Waiting.assertSoon("ready", Duration.ofSeconds(30), () -> out.toString().contains("ready"));
      running.resize(new TerminalSize(40, 120));
      assertThat(code.get(60, TimeUnit.SECONDS)).isEqualTo(5);
      assertThat(out.toString()).isEqualTo("ready\r\n40 120\r\n");
      running.resize(new TerminalSize(20, 20));
    }
  }

  /** Engines let go of a terminal at Ctrl-P Ctrl-Q, unless told otherwise. */
  @Test
  void exec_keysThatDetachElsewhere_reachTheProgram() throws Exception {
    String script = "stty raw -echo; echo ready; dd bs=1 count=3 2>/dev/null | od -An -tx1";
    Exec exec = Exec.command("sh", "-c", script).terminal().within(Duration.ofSeconds(60));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PipedOutputStream keys = new PipedOutputStream();
    ExecStreams streams = ExecStreams.to(out, out).input(new PipedInputStream(keys));
    try (RunningCommand running = containers.begin(name, exec, streams)) {
      CompletableFuture<Integer> code = CompletableFuture.supplyAsync(running::await);
      Waiting.assertSoon("ready", Duration.ofSeconds(30), () -> out.toString().contains("ready"));
      keys.write(new byte[] {16, 17, 'x'});
      keys.flush();
      assertThat(code.get(60, TimeUnit.SECONDS)).isZero();
    }
    assertThat(out.toString().replaceAll("\\s+", " ").strip()).isEqualTo("ready 10 11 78");
  }

  @Test
  void exec_inputOfEveryByte_comesBackUnchanged() {
    byte[] bytes = new byte[3 << 20];
    new Random(1).nextBytes(bytes);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int code =
        containers.exec(
            name,
            Exec.command("cat"),
            ExecStreams.to(out, OutputStream.nullOutputStream())
                .input(new ByteArrayInputStream(bytes)));
    assertThat(code).isZero();
    assertThat(Arrays.equals(out.toByteArray(), bytes)).isTrue();
  }

  /** A dump that breaks off must not count as a whole one. */
  @Test
  void exec_inputThatBreaksOff_isAFailure() {
    for (Exception problem :
        List.of(
            new IOException("the dump is broken"),
            new IllegalStateException("the dump is broken"))) {
      InputStream broken =
          new SequenceInputStream(
              new ByteArrayInputStream(new byte[100_000]), new FailingInput(problem));
      assertThatThrownBy(
              () ->
                  containers.exec(
                      name,
                      Exec.command("cat"),
                      ExecStreams.to(
                              OutputStream.nullOutputStream(), OutputStream.nullOutputStream())
                          .input(broken)))
          .isInstanceOf(DockerAdvancedException.class)
          .hasMessageContaining("the input of 'cat' in " + name)
          .hasMessageContaining("the dump is broken");
    }
  }

  private static final class FailingInput extends InputStream {
    private final Exception problem;

    FailingInput(Exception problem) {
      this.problem = problem;
    }

    @Override
    public int read() throws IOException {
      if (problem instanceof IOException e) {
        throw e;
      }
      throw (RuntimeException) problem;
    }
  }

  @Test
  void exec_commandThatTakesNoInput_endsAllTheSame() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int code =
        containers.exec(
            name,
            Exec.command("sh", "-c", "exec <&-; echo fine"),
            ExecStreams.to(out, OutputStream.nullOutputStream())
                .input(new ByteArrayInputStream(new byte[4 << 20])));
    assertThat(code).isZero();
    assertThat(out).hasToString("fine\n");
  }

  @Test
  void exec_programThatIsNotThere_hasTheExitCodeOfShells() {
    ExecResult result = containers.exec(name, Exec.command("no-such-program"));
    assertThat(result.exitCode()).isIn(126, 127);
  }

  @Test
  void exec_longerThanItsTime_timesOut() {
    Exec exec = Exec.command("sleep", "60").within(Duration.ofMillis(500));
    assertThatThrownBy(() -> containers.exec(name, exec))
        .isInstanceOf(TimedOut.class)
        .hasMessageContaining("'sleep' in " + name)
        .hasMessageContaining("may still run");
  }

  @Test
  void exec_moreThanIsKept_saysWhatToDo() {
    assertThatThrownBy(() -> shell("head -c 20000000 /dev/zero"))
        .isInstanceOf(DockerAdvancedException.class)
        .hasMessageContaining("16 MiB")
        .hasMessageContaining("as a stream");
  }

  @Test
  void exec_receiverThatFails_isNoFaultOfTheEngine() {
    OutputStream full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("the disk is full");
          }
        };
    assertThatThrownBy(
            () -> containers.exec(name, Exec.command("echo", "x"), ExecStreams.to(full, full)))
        .isInstanceOf(DockerAdvancedException.class)
        .hasMessageContaining("the disk is full");
  }

  @Test
  void exec_inContainerThatDoesNotRun_isRefused() {
    containers.stop(name, GRACE);
    assertThatThrownBy(() -> shell("true"))
        .isInstanceOfSatisfying(EngineRejected.class, e -> assertThat(e.status()).isEqualTo(409));
  }

  @Test
  void exec_argumentsAndVariables_areInNoText() {
    Exec exec = Exec.command("login", "hunter2").environment("PASSWORD", "hunter3");
    assertThat(exec.toString()).doesNotContain("hunter");
    assertThatThrownBy(() -> containers.exec("nobody-" + name, exec))
        .hasMessageNotContaining("hunter");
  }

  @Test
  void pause_andUnpause_answerWhetherTheyDidAnything() {
    assertThat(containers.pause(name)).isTrue();
    assertThat(containers.pause(name)).isFalse();
    assertThat(containers.inspect(name).orElseThrow().state()).isEqualTo(ContainerState.PAUSED);
    assertThat(containers.unpause(name)).isTrue();
    assertThat(containers.unpause(name)).isFalse();
  }

  @Test
  void kill_signal_reachesTheProcess_andAwaitExitTellsItsCode() {
    assertThatThrownBy(() -> containers.awaitExit(name, Duration.ofMillis(300)))
        .isInstanceOf(TimedOut.class)
        .hasMessageContaining(name);
    containers.kill(name, "TERM");
    assertThat(containers.awaitExit(name, Duration.ofSeconds(30))).isEqualTo(7);
    assertThat(containers.awaitExit(name, Duration.ofSeconds(30))).isEqualTo(7);
  }

  @Test
  void restart_isAnotherRun() {
    var before = containers.inspect(name).orElseThrow().startedAt().orElseThrow();
    containers.restart(name, GRACE);
    assertThat(containers.inspect(name).orElseThrow().startedAt().orElseThrow()).isAfter(before);
  }

  /** The reply is lost: what was done is not done again. */
  @Test
  void restartAndPause_replyCut_happenOnce() {
    try (FaultProxy proxy = FaultProxy.before(lab.uri());
        DockerHost faulty = DockerHost.connect(proxy.uri())) {
      proxy.on(call -> call.path().endsWith("/restart")).nth(1).cutReply();
      proxy.on(call -> call.path().endsWith("/pause")).nth(1).cutReply();
      Containers.on(faulty).restart(name, GRACE);
      assertThat(Containers.on(faulty).pause(name)).isTrue();
      assertThat(proxy.calls())
          .filteredOn(call -> call.isWrite() && call.path().contains(name))
          .hasSize(2);
    }
    assertThat(containers.inspect(name).orElseThrow().state()).isEqualTo(ContainerState.PAUSED);
  }

  @Test
  void rename_isFoundUnderTheNewName() {
    String other = lab.uniqueName("renamed");
    containers.rename(name, other);
    assertThat(containers.inspect(name)).isEmpty();
    containers.rename(other, name);
    assertThat(containers.inspect(name)).isPresent();
  }

  @Test
  void remove_running_needsForce() {
    assertThatThrownBy(() -> containers.remove(name)).isInstanceOf(EngineRejected.class);
    assertThat(containers.remove(name, RemoveOptions.defaults().force(true))).isTrue();
    assertThat(containers.remove(name)).isFalse();
  }

  @Test
  void top_tellsTheProcesses() {
    ProcessTable table = containers.top(name);
    assertThat(table.titles()).contains("PID");
    assertThat(table.rows()).isNotEmpty().allMatch(row -> row.size() == table.titles().size());
    assertThat(containers.top(name, "-o", "pid,comm").titles()).containsExactly("PID", "COMMAND");
  }

  @Test
  void diff_tellsWhatIsOtherThanTheImage() {
    shell("echo x > /new; rm /bin/busybox.absent 2>/dev/null; mkdir /dir");
    assertThat(containers.diff(name))
        .contains(
            new FileChange(FileChange.Kind.ADDED, "/dir"),
            new FileChange(FileChange.Kind.ADDED, "/new"));
  }

  @Test
  void healthHistory_tellsEveryRun() {
    Waiting.assertSoon(
        "two checks ran", Duration.ofSeconds(30), () -> containers.healthHistory(name).size() >= 2);
    shell("touch /sick");
    Waiting.assertSoon(
        "one failed",
        Duration.ofSeconds(30),
        () -> containers.healthHistory(name).stream().anyMatch(check -> !check.healthy()));
    List<HealthCheck> history = containers.healthHistory(name);
    assertThat(history).isSortedAccordingTo(java.util.Comparator.comparing(HealthCheck::start));
    assertThat(history.get(0).output().getBytes(StandardCharsets.UTF_8)).isNotEmpty();
    assertThat(history.get(0).endedAt()).isPresent();
  }
}
