package io.dockeradvanced;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.Owner;
import io.dockeradvanced.lab.FakeEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DockerAdvancedTest {
  private FakeEngine fake;
  private DockerAdvanced da;

  @BeforeEach
  void start() {
    fake = new FakeEngine();
    da = DockerAdvanced.create();
  }

  @AfterEach
  void stop() {
    da.close();
    fake.close();
  }

  @Test
  void host_sameNameAndAddress_isTheSameObject() {
    assertThat(da.host("a", fake.uri())).isSameAs(da.host("a", fake.uri()));
    assertThat(da.host(fake.uri())).isSameAs(da.host(fake.uri()));
    assertThat(da.hosts())
        .extracting(DockerHost::name)
        .containsExactly("a", fake.path().toString());
  }

  @Test
  void host_sameNameOtherAddress_isRefused() {
    da.host("a", fake.uri());

    assertThatThrownBy(() -> da.host("a", "unix:///other"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'a'");
  }

  @Test
  void host_closed_staysUsable() {
    DockerHost host = da.host("a", fake.uri());

    host.close();

    host.ping();
  }

  @Test
  void host_ofDeadServer_failsOnlyItsOwnCalls() {
    DockerHost dead = da.host("dead", "unix:///nowhere/docker.sock");

    da.host("a", fake.uri()).ping();

    assertThatThrownBy(dead::ping).isInstanceOf(UnreachableHost.class);
  }

  @Test
  void host_afterClose_isRefused() {
    da.close();

    assertThatThrownBy(() -> da.host("a", fake.uri())).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void privateHost_closed_closesItsOwner() {
    DockerHost host = DockerHost.connect(fake.uri());

    host.close();

    assertThatThrownBy(() -> host.owner().host("unix:///x"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void each_oneDeadAndOneHanging_answersForAll() {
    da.host("good", fake.uri());
    da.host("dead", "unix:///nowhere/docker.sock");
    try (FakeEngine hanging = new FakeEngine()) {
      hanging.on("GET", "/_ping", (request, wire) -> wire.awaitEnd());
      da.host("slow", hanging.uri());

      var answers = da.each(Duration.ofMillis(500), DockerHost::apiVersion);

      assertThat(answers.keySet()).containsExactly("good", "dead", "slow");
      assertThat(answers.get("good").get()).isEqualTo("1.41");
      assertThat(answers.get("dead").failure().orElseThrow()).isInstanceOf(UnreachableHost.class);
      assertThat(answers.get("slow").failure().orElseThrow()).isInstanceOf(TimedOut.class);
    }
  }

  @Test
  void close_parts_areClosedBeforeTheHostsLastFirst() {
    List<String> closed = new ArrayList<>();
    DockerHost host = da.host("a", fake.uri());
    Owner owner = Owner.of(da);
    owner.onClose(() -> closed.add("first"));
    owner.onClose(
        () -> {
          host.ping();
          closed.add("last");
        });
    owner.onClose(
        () -> {
          throw new IllegalStateException("does not stop the others");
        });

    da.close();
    da.close();
    owner.onClose(() -> closed.add("too late"));

    assertThat(closed).containsExactly("last", "first", "too late");
  }

  @Test
  void close_threads_end() throws Exception {
    Owner owner = Owner.of(da);
    Thread worker = owner.executor().submit(Thread::currentThread).get();
    Thread timer =
        owner.scheduler().schedule(Thread::currentThread, 1, TimeUnit.MILLISECONDS).get();
    da.host("a", fake.uri()).ping();
    List<Thread> ours = new ArrayList<>(List.of(worker, timer));
    Thread.getAllStackTraces().keySet().stream()
        .filter(t -> t.getName().equals("docker-advanced-watchdog"))
        .forEach(ours::add);
    assertThat(ours).hasSizeGreaterThanOrEqualTo(3).allMatch(Thread::isDaemon);

    da.close();

    for (Thread thread : List.of(worker, timer)) {
      thread.join(5000);
      assertThat(thread.isAlive()).isFalse();
    }
  }

  @Test
  void singleton_askedTwice_isMadeOnce() {
    Owner owner = Owner.of(da);

    StringBuilder one = owner.singleton(StringBuilder.class, StringBuilder::new);

    assertThat(owner.singleton(StringBuilder.class, StringBuilder::new)).isSameAs(one);
  }
}
