package io.dockeradvanced.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabCompose;
import io.dockeradvanced.lab.LabEngine;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Docker Compose on our stacks, we on its stacks, and the same file given to both. */
@Lab
class ComposeParityIT {
  private static final String RICH =
      """
      services:
        web:
          image: docker-advanced-lab/web:1
          hostname: webhost
          environment: {VERSION: "1.4", EMPTY: "", "SPACE D": "a b"}
          command: ["/bin/web"]
          ports: ["127.0.0.1:27141:8080", "127.0.0.1::9001/udp"]
          expose: ["7000"]
          networks:
            front: {aliases: [www]}
            back:
          volumes:
            - data:/data
            - /anonymous
            - ./site:/site:ro
            - {type: tmpfs, target: /scratch, tmpfs: {size: 1M}}
          depends_on:
            db: {condition: service_healthy, restart: true}
          healthcheck: {test: [CMD, /bin/healthy], interval: 0.2s, timeout: 2s, retries: 50}
          restart: unless-stopped
          stop_grace_period: 2s
          stop_signal: SIGTERM
          init: true
          labels: {team: blue, tier: "1"}
          cap_add: [NET_ADMIN]
          cap_drop: [MKNOD]
          ulimits: {nofile: {soft: 1024, hard: 2048}, nproc: 512}
          extra_hosts: ["somehost:10.1.2.3"]
          dns: [10.0.0.53]
          sysctls: {net.core.somaxconn: 256}
          shm_size: 16M
          logging: {driver: json-file, options: {max-size: 1m}}
          deploy:
            resources: {limits: {cpus: "0.5", memory: 64M}}
        db:
          image: docker-advanced-lab/db:1
          user: "0"
          working_dir: /tmp
          read_only: true
          tmpfs: [/tmp]
          tty: true
          networks: [back]
        worker:
          image: docker-advanced-lab/busybox:1
          entrypoint: ["sh", "-c"]
          command: ["sleep 1000"]
          scale: 2
          network_mode: none
          init: true
      networks:
        front: {labels: {a: b}}
        back: {internal: true}
      volumes:
        data: {labels: {keep: "yes"}}
      """;

  private static final String SIMPLE =
      """
      services:
        web:
          image: docker-advanced-lab/web:1
          environment: {VERSION: "%s"}
          volumes: [data:/data, /anonymous]
          networks: [back]
          depends_on: [db]
          ports: ["8080"]
        db: {image: "docker-advanced-lab/db:1", networks: [back], scale: 2}
      networks: {back: }
      volumes: {data: }
      """;

  @Engine LabEngine engine;

  // ---- the same file to both

  @Test
  void objects_ofTheSameFile_areThoseOfCompose() throws Exception {
    LabCompose compose = LabCompose.on(engine);
    try (TestStack stack = TestStack.on(engine)) {
      Path file = stack.file(RICH);
      compose.up(file, stack.name, "--wait");
      ComposeObjects theirs = ComposeObjects.of(stack);
      compose.down(stack.name, "-v");

      stack.stacks.deploy(stack.fileSource(RICH));
      assertThat(ComposeObjects.of(stack).differencesFrom(theirs)).isEmpty();
    }
  }

  // ---- one on the stack of the other

  @Test
  void compose_seesOurStack() throws Exception {
    LabCompose compose = LabCompose.on(engine);
    try (TestStack stack = TestStack.on(engine)) {
      stack.stacks.deploy(stack.fileSource(SIMPLE.formatted("1")));
      assertThat(compose.run(stack.name, "ps", "--format", "{{.Name}} {{.Service}} {{.State}}"))
          .satisfies(
              ps ->
                  assertThat(ps.orFail().out().lines())
                      .containsExactlyInAnyOrder(
                          stack.container("db-1") + " db running",
                          stack.container("db-2") + " db running",
                          stack.container("web-1") + " web running"));
      assertThat(compose.run(stack.name, "ls", "--format", "json").out()).contains(stack.name);
    }
  }

  @Test
  void compose_upAfterOurDeploy_recreatesNothing() throws Exception {
    LabCompose compose = LabCompose.on(engine);
    try (TestStack stack = TestStack.on(engine)) {
      stack.stacks.deploy(stack.fileSource(SIMPLE.formatted("1")));
      List<String> before = ids(stack);
      LabCompose.Answer up = compose.up(stack.directory.resolve("compose.yaml"), stack.name);
      assertThat(up.err()).doesNotContain("Recreate").doesNotContain("Creat");
      assertThat(ids(stack)).isEqualTo(before);
    }
  }

  @Test
  void compose_upAfterOurRedeploy_recreatesNothing() throws Exception {
    LabCompose compose = LabCompose.on(engine);
    try (TestStack stack = TestStack.on(engine)) {
      stack.stacks.deploy(stack.fileSource(SIMPLE.formatted("1")));
      stack.stacks.deploy(stack.fileSource(SIMPLE.formatted("2")));
      List<String> before = ids(stack);
      compose.up(stack.directory.resolve("compose.yaml"), stack.name);
      assertThat(ids(stack)).isEqualTo(before);
    }
  }

  @Test
  void deploy_afterComposeUp_hasNothingToDo() throws Exception {
    LabCompose compose = LabCompose.on(engine);
    try (TestStack stack = TestStack.on(engine)) {
      // Healthy, or else the plan would wait for that.
      compose.up(stack.file(SIMPLE.formatted("1")), stack.name, "--wait");
      StackPlan plan = stack.stacks.plan(stack.fileSource(SIMPLE.formatted("1")));
      assertThat(plan.data().changes()).isEmpty();
      assertThat(plan.isEmpty()).isTrue();
      // And it takes over from there.
      stack.stacks.deploy(stack.fileSource(SIMPLE.formatted("2")));
      assertThat(stack.get("web-1", 8080)).startsWith("2 from");
    }
  }

  @Test
  void compose_down_takesOurStackDown() throws Exception {
    LabCompose compose = LabCompose.on(engine);
    try (TestStack stack = TestStack.on(engine)) {
      stack.stacks.deploy(stack.fileSource(SIMPLE.formatted("1")));
      compose.down(stack.name, "-v");
      assertThat(stack.things()).isEmpty();
    }
  }

  private static List<String> ids(TestStack stack) {
    return List.of(stack.id("web-1"), stack.id("db-1"), stack.id("db-2"));
  }
}
