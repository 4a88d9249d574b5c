package io.dockeradvanced.container.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.operation.StepContext;
import io.dockeradvanced.operation.StepKind;
import io.dockeradvanced.operation.StepResult;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Ids of other containers in the body of a creation. */
class PeersTest {
  private static final Data BODY =
      Data.of("Labels", Data.of("a", "b").with("com.docker.compose.config-hash", "raw"))
          .with(
              "HostConfig",
              Data.of("NetworkMode", "service:db").with("VolumesFrom", List.of("x:ro", "db")));

  private final DockerHost host = DockerHost.connect("unix:///nobody.asks");
  private final StubContext run = new StubContext(host, "operation");

  @AfterEach
  void close() {
    host.close();
  }

  /** A step that has this result. */
  private record Gives(Data result) implements StepKind {
    @Override
    public String kind() {
      return "gives";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public StepResult apply(StepContext context) {
      return StepResult.done(result);
    }

    @Override
    public void undo(StepContext context) {}
  }

  private Data resolved(Step step) {
    AtomicReference<Data> body = new AtomicReference<>(BODY);
    StepKind kind =
        new StepKind() {
          @Override
          public String kind() {
            return "resolves";
          }

          @Override
          public int version() {
            return 1;
          }

          @Override
          public StepResult apply(StepContext context) {
            body.set(Peers.resolve(context, BODY));
            return StepResult.done();
          }

          @Override
          public void undo(StepContext context) {}
        };
    run.apply(kind, step, false);
    return body.get();
  }

  @Test
  void ids_ofWhatStepsMade_takeTheirPlaces() {
    run.done(new Gives(Data.of("id", "1234")), Step.of("create db", "gives", 1).build());
    Peers peers = new Peers();
    int db = peers.made("create db");
    assertThat(peers.made("create db")).isEqualTo(db);
    peers.use(db, "NetworkMode", "container:");
    peers.use(db, "VolumesFrom", 1, ":ro");
    peers.hashText("{\"network_mode\":\"container:");
    peers.hashId(db);
    peers.hashText("\"}");
    Step.Builder step = Step.of("create web", "resolves", 1).secret(Data.of("body", BODY));
    peers.addTo(step);
    assertThat(step.build().after()).containsExactly("create db");
    assertThat(step.build().secret().asMap()).containsOnlyKeys("body", "hash");
    Data body = resolved(step.build());
    assertThat(body.object("HostConfig").text("NetworkMode")).isEqualTo("container:1234");
    assertThat(body.object("HostConfig").texts("VolumesFrom")).containsExactly("x:ro", "1234:ro");
    assertThat(body.object("Labels").text("a")).isEqualTo("b");
    assertThat(body.object("Labels").text("com.docker.compose.config-hash"))
        .as("sha256 of {\"network_mode\":\"container:1234\"}")
        .hasSize(64)
        .startsWith("4f8fc2490fe3a8d5");
  }

  @Test
  void body_withoutPeers_staysAsItIs() {
    Step.Builder step = Step.of("create web", "resolves", 1);
    new Peers().addTo(step);
    assertThat(step.build().parameters().isEmpty()).isTrue();
    assertThat(resolved(step.build())).isEqualTo(BODY);
  }
}
