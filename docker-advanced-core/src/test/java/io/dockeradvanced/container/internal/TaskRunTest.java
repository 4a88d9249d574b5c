package io.dockeradvanced.container.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.Cancelled;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.UnreachableHost;
import io.dockeradvanced.container.ExecStreams;
import io.dockeradvanced.container.RunningCommand;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.lab.FakeEngine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a task ends for who waits for it: each way that it breaks off is told as what it is. */
@Timeout(60)
class TaskRunTest {
  private static final String UPGRADED =
      "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n";

  /** The beginning of a frame of standard output. */
  private static final String FRAME = "\u0001\0\0\0\0\0\0";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private FakeEngine fake;
  private DockerHost host;

  @BeforeEach
  void start() {
    fake = new FakeEngine();
    fake.on("POST", "/containers/task/start", (request, wire) -> wire.empty(204));
    prints(FRAME + "\u0003abc");
    ends("{\"StatusCode\":3}");
    host = DockerHost.connect(fake.uri());
  }

  @AfterEach
  void stop() {
    host.close();
    fake.close();
  }

  private void prints(String raw) {
    fake.on(
        "POST",
        "/containers/task/attach",
        (request, wire) -> {
          wire.raw(UPGRADED + raw);
          throw new FakeEngine.Cut();
        });
  }

  private void ends(String answer) {
    fake.on("POST", "/containers/task/wait", (request, wire) -> wire.json(200, answer));
  }

  private int run(ExecStreams streams) {
    TaskRun task = new TaskRun(Engine.of(host), work -> new Thread(work).start(), "task", "task");
    try (RunningCommand running = task.begin(streams, false, Optional.empty(), true)) {
      return running.await();
    }
  }

  private int run() {
    return run(ExecStreams.to(out, out));
  }

  private static OutputStream sink(IOException failure) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw failure;
      }

      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        throw failure;
      }
    };
  }

  @Test
  void end_tellsTheExitCode() {
    assertThat(run()).isEqualTo(3);
    assertThat(out).hasToString("abc");
  }

  @Test
  void connection_thatBreaks_isAnUnreachableHost() {
    prints(FRAME + "\u0009abc");
    assertThatThrownBy(this::run)
        .isInstanceOf(UnreachableHost.class)
        .hasMessageContaining("the connection broke while task ran");
  }

  @Test
  void receiver_thatTakesNoMore_isNoFaultOfTheConnection() {
    OutputStream full = sink(new IOException("disk full"));
    assertThatThrownBy(() -> run(ExecStreams.to(full, full)))
        .isInstanceOf(DockerAdvancedException.class)
        .isNotInstanceOf(UnreachableHost.class)
        .hasMessageContaining("what task printed cannot be written: disk full; it may still run");
  }

  @Test
  void interrupt_isCancelled() {
    fake.on(
        "POST",
        "/containers/task/attach",
        (request, wire) -> {
          wire.raw(UPGRADED + FRAME + "\u0003abc");
          wire.awaitEnd();
        });
    OutputStream interrupting =
        new OutputStream() {
          @Override
          public void write(int b) {
            Thread.currentThread().interrupt();
          }
        };
    try {
      assertThatThrownBy(() -> run(ExecStreams.to(interrupting, interrupting)))
          .isInstanceOf(Cancelled.class)
          .hasMessageContaining("the wait for task was interrupted; it may still run");
    } finally {
      assertThat(Thread.interrupted()).as("the interrupt is not lost").isTrue();
    }
  }

  @Test
  void input_thatCannotBeRead_isTold() {
    fake.on(
        "POST",
        "/containers/task/attach",
        (request, wire) -> {
          wire.raw(UPGRADED);
          wire.awaitEnd();
        });
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("stale file handle");
          }
        };
    assertThatThrownBy(() -> run(ExecStreams.to(out, out).input(broken)))
        .isInstanceOf(DockerAdvancedException.class)
        .hasMessageContaining("the input of task cannot be read: stale file handle");
  }

  @Test
  void answerToTheWait_thatIsDamaged_isNoProgramsFault() {
    for (String answer : new String[] {"{\"Stat", "nothing", "\u0000", "{\"StatusCode\":3}x{"}) {
      ends(answer);
      assertThatThrownBy(this::run).as(answer).isInstanceOf(DockerAdvancedException.class);
    }
    ends("{\"Stat");
    assertThatThrownBy(this::run)
        .isInstanceOf(UnreachableHost.class)
        .hasMessageContaining("the answer to the wait for task is not whole JSON");
  }

  @Test
  void answerToTheWait_thatBreaksOff_isAnUnreachableHost() {
    fake.on(
        "POST",
        "/containers/task/wait",
        (request, wire) -> {
          wire.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"St");
          throw new FakeEngine.Cut();
        });
    assertThatThrownBy(this::run).isInstanceOf(UnreachableHost.class);
  }
}
