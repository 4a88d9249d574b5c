package io.dockeradvanced.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.DockerAdvanced;
import io.dockeradvanced.compose.StackSource;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.lab.LabSshd;
import io.dockeradvanced.lab.Waiting;
import io.dockeradvanced.operation.Operation;
import io.dockeradvanced.operation.OperationEvent;
import io.dockeradvanced.operation.OperationFailed;
import io.dockeradvanced.operation.Operations;
import io.dockeradvanced.operation.Recovery;
import io.dockeradvanced.store.StateStore;
import io.dockeradvanced.transport.ssh.SshOptions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Stacks on an engine behind a real sshd with its default limits. */
@Lab
@Timeout(300)
class SshStacksIT {
  @TempDir Path directory;
  @Engine LabEngine engine;

  private DockerAdvanced owner(LabSshd sshd, StateStore store) {
    return DockerAdvanced.create(
        TestStack.config(directory, store)
            .use(SshOptions.class, SshOptions.defaults().configFile(sshd.config())));
  }

  private DockerHost host(DockerAdvanced owner) {
    return owner.host("behind-ssh", "ssh://" + LabSshd.ALIAS + URI.create(engine.uri()).getPath());
  }

  private static String services(int count, String version) {
    return "services:\n"
        + IntStream.rangeClosed(1, count)
            .mapToObj(
                i ->
                    """
                      s%d:
                        image: docker-advanced-lab/busybox:1
                        command: sleep 3600
                        environment: {VERSION: "%s"}
                        stop_signal: SIGKILL
                    """
                        .formatted(i, version))
            .collect(Collectors.joining());
  }

  private static int logins(LabSshd sshd) {
    return sshd.log().split("Accepted publickey", -1).length - 1;
  }

  @Test
  void deploy_twentyServices_worksOnOneConnection() {
    String name = engine.uniqueName("ssh");
    try (LabSshd sshd = LabSshd.start();
        StateStore store = StateStore.memory();
        DockerAdvanced owner = owner(sshd, store)) {
      Stacks stacks = Stacks.on(host(owner));
      StackSource source = StackSource.text(services(20, "1")).name(name);
      try {
        long begin = System.nanoTime();
        StackStatus status = stacks.deploy(source);
        System.out.printf(
            "20 services over SSH: %d ms%n",
            Duration.ofNanos(System.nanoTime() - begin).toMillis());

        assertThat(status.services()).hasSize(20);
        assertThat(status.services())
            .allSatisfy(s -> assertThat(s.replicas()).allMatch(StackStatus.Replica::serves));
        assertThat(stacks.plan(source).data().changes()).isEmpty();
      } finally {
        stacks.down(name);
      }
      assertThat(logins(sshd)).isEqualTo(1);
    }
  }

  @Test
  void deploy_connectionKilledAgainAndAgain_endsWholeOrNotAtAll() {
    String name = engine.uniqueName("ssh");
    try (LabSshd sshd = LabSshd.start();
        StateStore store = StateStore.memory();
        DockerAdvanced owner = owner(sshd, store)) {
      DockerHost host = host(owner);
      Stacks stacks = Stacks.on(host);
      StackSource first = StackSource.text(services(4, "1")).name(name);
      StackSource second = StackSource.text(services(4, "2")).name(name);
      try {
        stacks.deploy(first);
        AtomicInteger done = new AtomicInteger();
        Operation<StackStatus> operation = Operations.on(host).start(stacks.plan(second));
        operation.listen(
            event -> {
              if (event instanceof OperationEvent.StepDone && done.incrementAndGet() % 6 == 0) {
                sshd.signalSessions("KILL");
              }
            });
        try {
          operation.await();
        } catch (OperationFailed e) {
          System.out.println("as it may: " + e.getMessage());
        }
        assertThat(logins(sshd)).as("it was connected again").isGreaterThan(1);

        List<Recovery> recovered = Operations.on(host).recover();
        assertThat(recovered).allSatisfy(r -> assertThat(r.outcome().isEnd()).isTrue());
        // One of the two, as a whole: a deploy of it has nothing to do.
        boolean old = stacks.plan(first).data().changes().isEmpty();
        boolean fresh = stacks.plan(second).data().changes().isEmpty();
        assertThat(old ^ fresh).as("old: %s, new: %s", old, fresh).isTrue();
        assertThat(stacks.status(name).services())
            .hasSize(4)
            .allSatisfy(s -> assertThat(s.replicas()).allMatch(StackStatus.Replica::serves));
      } finally {
        stacks.down(name);
      }
    }
  }

  /** The server goes away in the middle of a deploy, and is there again when that is undone. */
  @Test
  void deploy_serverAwayForAWhile_leavesAllOrNothing() throws Exception {
    String name = engine.uniqueName("ssh");
    try (LabSshd sshd = LabSshd.start();
        StateStore store = StateStore.memory();
        DockerAdvanced owner = owner(sshd, store)) {
      DockerHost host = host(owner);
      Stacks stacks = Stacks.on(host);
      StackSource source = StackSource.text(services(6, "1")).name(name);
      AtomicInteger done = new AtomicInteger();
      AtomicBoolean restarted = new AtomicBoolean();
      try {
        Operation<StackStatus> operation = Operations.on(host).start(stacks.plan(source));
        operation.listen(
            event -> {
              if (event instanceof OperationEvent.StepDone && done.incrementAndGet() == 5) {
                sshd.stop();
              } else if (event instanceof OperationEvent.StepFailed && !restarted.getAndSet(true)) {
                sshd.restart();
              }
            });
        try {
          operation.await();
        } catch (OperationFailed e) {
          assertThat(e.getMessage()).contains("behind-ssh");
        }
        assertThat(restarted).as("a step failed meanwhile").isTrue();
        Waiting.assertSoon(
            "recover finishes it",
            Duration.ofSeconds(60),
            () -> Operations.on(host).recover().stream().allMatch(r -> r.outcome().isEnd()));

        boolean there = stacks.plan(source).data().changes().isEmpty();
        boolean nothing = stacks.list().stream().noneMatch(s -> s.name().equals(name));
        assertThat(there ^ nothing).as("whole: %s, nothing: %s", there, nothing).isTrue();
      } finally {
        stacks.down(name);
      }
    }
  }
}
