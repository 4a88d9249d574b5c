package io.dockeradvanced.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.Frame;
import io.dockeradvanced.host.RealEngine;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class DockerJavaIT {
  private RealEngine real;
  private DockerClient docker;

  @BeforeEach
  void start() {
    real = new RealEngine();
    docker = DockerJava.unwrap(real.host());
  }

  @AfterEach
  void stop() throws Exception {
    docker.close();
    real.close();
  }

  private String running(String what, String script) {
    String id = real.create(what, real.script(script));
    docker.startContainerCmd(id).exec();
    return id;
  }

  private static ResultCallback.Adapter<Frame> into(StringBuffer text) {
    return new ResultCallback.Adapter<>() {
      @Override
      public void onNext(Frame frame) {
        text.append(new String(frame.getPayload(), StandardCharsets.UTF_8));
      }
    };
  }

  @Test
  void list_and_inspect_work() {
    String id = running("list", "sleep 600");

    assertThat(docker.listContainersCmd().exec()).extracting("id").contains(id);
    assertThat(docker.inspectContainerCmd(id).exec().getState().getRunning()).isTrue();
    assertThatThrownBy(() -> docker.inspectContainerCmd(real.name("none")).exec())
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void exec_standardInput_comesBack() throws Exception {
    String id = running("exec", "sleep 600");
    var exec =
        docker
            .execCreateCmd(id)
            .withAttachStdin(true)
            .withAttachStdout(true)
            .withCmd("/bin/sh", "-c", "read a; echo got $a")
            .exec();
    StringBuffer said = new StringBuffer();

    boolean ended =
        docker
            .execStartCmd(exec.getId())
            .withStdIn(new ByteArrayInputStream("hello\n".getBytes(StandardCharsets.UTF_8)))
            .exec(into(said))
            .awaitCompletion(30, TimeUnit.SECONDS);

    assertThat(ended).isTrue();
    assertThat(said.toString()).isEqualTo("got hello\n");
    assertThat(docker.inspectExecCmd(exec.getId()).exec().getExitCodeLong()).isZero();
  }

  @Test
  void logs_follow_endsWhenClosed() throws Exception {
    String id = running("logs", "echo one; echo two; sleep 600");
    StringBuffer said = new StringBuffer();
    var follow =
        docker.logContainerCmd(id).withStdOut(true).withFollowStream(true).exec(into(said));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!said.toString().contains("two\n") && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }

    follow.close();

    assertThat(said.toString()).isEqualTo("one\ntwo\n");
    real.host().ping();
  }

  @Test
  void pull_ofWhatIsNowhere_fails() {
    assertThatThrownBy(
            () ->
                docker
                    .pullImageCmd("127.0.0.1:9/nothing/here")
                    .withTag("1")
                    .start()
                    .awaitCompletion(60, TimeUnit.SECONDS))
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  void manyFollows_besideOurHost_blockNothing() throws Exception {
    String id = running("many", "sleep 600");
    List<AutoCloseable> follows = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      follows.add(
          docker
              .logContainerCmd(id)
              .withStdOut(true)
              .withFollowStream(true)
              .exec(into(new StringBuffer())));
    }

    docker.pingCmd().exec();
    real.host().ping();
    for (AutoCloseable follow : follows) {
      follow.close();
    }
  }
}
