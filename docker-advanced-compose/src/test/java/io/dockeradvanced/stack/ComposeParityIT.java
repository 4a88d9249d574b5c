package io.dockeradvanced.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Json;
import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabCompose;
import io.dockeradvanced.lab.LabEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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

  /** Differs from container to container. */
  private static final Set<String> VOLATILE =
      Set.of(
          "Id",
          "Created",
          "CreatedAt",
          "ExecIDs",
          "State",
          "ResolvConfPath",
          "HostnamePath",
          "HostsPath",
          "LogPath",
          "GraphDriver",
          "SandboxID",
          "SandboxKey",
          "NetworkID",
          "EndpointID",
          "Gateway",
          "IPAddress",
          "MacAddress",
          "Containers",
          "ConsoleSize");

  @Engine LabEngine engine;

  // ---- the same file to both

  @Test
  void objects_ofTheSameFile_areThoseOfCompose() throws Exception {
    LabCompose compose = LabCompose.on(engine);
    try (TestStack stack = TestStack.on(engine)) {
      Path file = stack.file(RICH);
      compose.up(file, stack.name, "--wait");
      Map<String, JsonNode> theirs = objects(stack);
      compose.down(stack.name, "-v");

      stack.stacks.deploy(stack.fileSource(RICH));
      Map<String, JsonNode> ours = objects(stack);

      assertThat(ours.keySet()).isEqualTo(theirs.keySet());
      List<String> differences = new ArrayList<>();
      theirs.forEach((name, their) -> compare(name, their, ours.get(name), differences));
      assertThat(differences).isEmpty();
    }
  }

  private Map<String, JsonNode> objects(TestStack stack) throws Exception {
    io.dockeradvanced.internal.engine.Engine raw =
        io.dockeradvanced.internal.engine.Engine.of(stack.host);
    Map<String, JsonNode> objects = new TreeMap<>();
    for (String thing : stack.things()) {
      String name = thing.substring(thing.indexOf(' ') + 1);
      String path =
          thing.startsWith("container ")
              ? "/containers/" + name + "/json"
              : thing.startsWith("network ") ? "/networks/" + name : "/volumes/" + name;
      JsonNode json = raw.json(Call.get(path));
      String id = json.path("Id").asText();
      // An alias and a host name come from the id, a volume without name has a new one.
      String text = json.toString();
      if (thing.startsWith("container ")) {
        text = text.replace(id, "ID").replace(id.substring(0, 12), "SHORT");
      }
      text = text.replaceAll("\"[0-9a-f]{64}\"", "\"ANONYMOUS\"");
      // A port that the engine chose.
      text = text.replaceAll("\"HostPort\":\"(3[2-9]|[4-6]\\d)\\d{3}\"", "\"HostPort\":\"\"");
      // Compose leaves the protocol to the engine, we say it.
      text = text.replaceAll("\"(\\d+)\":\\{\\}", "\"$1/tcp\":{}");
      text = text.replace(",\"VolumeOptions\":{}", "");
      text = text.replaceAll("/volumes/[0-9a-f]{64}/", "/volumes/ANONYMOUS/");
      objects.put(thing, Json.mapper().readTree(text));
    }
    return objects;
  }

  /** Order in a list is no difference: the engine makes a set of what these lists hold. */
  private static void compare(String at, JsonNode their, JsonNode our, List<String> differences) {
    if (their instanceof ObjectNode object && our instanceof ObjectNode) {
      for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
        String name = names.next();
        if (!VOLATILE.contains(name) && !name.equals("IPAM")) {
          compare(at + "/" + name, their.get(name), our.path(name), differences);
        }
      }
      for (Iterator<String> names = our.fieldNames(); names.hasNext(); ) {
        String name = names.next();
        // Labels of ours are what marks our changes, and are not Compose's.
        if (!their.has(name) && !name.startsWith("io.docker-advanced.")) {
          differences.add(at + "/" + name + ": only ours: " + our.get(name));
        }
      }
    } else if (their instanceof ArrayNode && our instanceof ArrayNode) {
      List<String> one = new ArrayList<>();
      their.forEach(node -> one.add(node.toString()));
      List<String> two = new ArrayList<>();
      our.forEach(node -> two.add(node.toString()));
      boolean ordered = at.endsWith("/Cmd") || at.endsWith("/Args") || at.endsWith("/Entrypoint");
      if (!ordered) {
        one.sort(null);
        two.sort(null);
      }
      if (!one.equals(two)) {
        differences.add(at + ": Compose " + one + ", ours " + two);
      }
    } else if (!their.equals(our) && !(empty(their) && empty(our))) {
      differences.add(at + ": Compose " + their + ", ours " + our);
    }
  }

  private static boolean empty(JsonNode node) {
    return node.isNull() || node.isMissingNode() || node.isContainerNode() && node.isEmpty();
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
