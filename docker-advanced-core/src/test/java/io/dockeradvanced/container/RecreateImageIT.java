package io.dockeradvanced.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dockeradvanced.Config;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.image.Images;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.json.Json;
import io.dockeradvanced.internal.tar.TarEntry;
import io.dockeradvanced.internal.tar.TarStream;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.operation.SecretSource;
import io.dockeradvanced.store.StateStore;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Containers that are made anew of another image, against what the engine itself makes of the same
 * wishes and that image: random images, random wishes.
 */
@Lab
@Timeout(300)
class RecreateImageIT {
  private static final int CASES = Boolean.getBoolean("da.full") ? 200 : 40;
  private static final List<String> KEYS = List.of("A", "B", "C");

  @io.dockeradvanced.lab.Engine LabEngine lab;

  private final List<String> images = new ArrayList<>();
  private final List<String> made = new ArrayList<>();
  private DockerHost host;
  private Engine engine;

  @AfterEach
  void end() {
    Containers containers = Containers.on(host);
    made.forEach(
        name -> containers.remove(name, RemoveOptions.defaults().force(true).volumes(true)));
    images.forEach(image -> Images.on(host).remove(image, true));
    host.close();
  }

  @Test
  void recreate_ofAnotherImage_isAsIfMadeOfItFromTheStart() throws Exception {
    byte[] key = new byte[32];
    host =
        DockerHost.connect(
            lab.uri(),
            Config.defaults()
                .use(StateStore.class, StateStore.memory())
                .use(SecretSource.class, key::clone));
    engine = Engine.of(host);
    String prefix = lab.uniqueName("merge");
    for (int seed = 0; seed < CASES; seed++) {
      Random random = new Random(seed);
      String first = image(prefix + "-" + seed + ":1", random, "one");
      String second = image(prefix + "-" + seed + ":2", random, "two");
      Map<String, Object> wishes = config(random, "own", true);
      if (List.of("").equals(wishes.get("Entrypoint")) && !hasEntrypoint(first)) {
        // No entrypoint where there was none anyway: that it was a wish cannot be seen.
        wishes.remove("Entrypoint");
      }
      String name = prefix + "-" + seed;
      create(name, first, wishes);
      create(name + "-oracle", second, wishes);
      Containers.on(host).recreate(Recreate.container(name).image(second));
      assertThat(config(name)).as("seed %d: %s", seed, wishes).isEqualTo(config(name + "-oracle"));
    }
  }

  private String image(String tag, Random random, String word) throws Exception {
    ObjectNode json = Json.object().put("architecture", "amd64").put("os", "linux");
    json.set("config", Json.toTree(config(random, word, false)));
    json.putObject("rootfs").put("type", "layers").putArray("diff_ids");
    byte[] config = json.toString().getBytes(StandardCharsets.UTF_8);
    String file =
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(config)) + ".json";
    Object manifest =
        List.of(Map.of("Config", file, "RepoTags", List.of(tag), "Layers", List.of()));
    byte[] archive =
        TarStream.bytes(
            List.of(
                TarEntry.file(file, config, 0644, 0),
                TarEntry.file(
                    "manifest.json",
                    Json.toTree(manifest).toString().getBytes(StandardCharsets.UTF_8),
                    0644,
                    0)));
    Images.on(host).load(new ByteArrayInputStream(archive));
    images.add(tag);
    return tag;
  }

  private boolean hasEntrypoint(String image) {
    JsonNode config = engine.json(Call.get("/images/" + image + "/json")).path("Config");
    return !config.path("Entrypoint").isEmpty();
  }

  /** Words tell where a value is from; a container's own are never those of an image. */
  private static Map<String, Object> config(Random random, String word, boolean own) {
    Map<String, Object> config = new LinkedHashMap<>();
    List<String> environment = new ArrayList<>();
    Map<String, Object> labels = new LinkedHashMap<>();
    for (String variable : KEYS) {
      if (random.nextBoolean()) {
        environment.add(variable + "=" + word);
      }
      if (random.nextBoolean()) {
        labels.put(variable, word);
      }
    }
    config.put("Env", environment);
    config.put("Labels", labels);
    if (random.nextBoolean()) {
      config.put("User", (own ? "9" : "") + (1 + random.nextInt(3)));
    }
    if (random.nextBoolean()) {
      config.put("WorkingDir", "/" + word);
    }
    if (random.nextInt(3) == 0) {
      config.put("Shell", List.of("/bin/" + word, "-c"));
    }
    if (own && random.nextInt(3) == 0) {
      config.put("Domainname", "example.net");
    }
    if (random.nextBoolean()) {
      config.put("StopSignal", own ? "SIGUSR1" : word.equals("one") ? "SIGINT" : "SIGHUP");
    }
    int entrypoint = random.nextInt(own ? 3 : 2);
    if (entrypoint == 1) {
      config.put("Entrypoint", List.of("/" + word));
    } else if (entrypoint == 2) {
      config.put("Entrypoint", List.of(""));
    }
    // Nothing at all to run is refused by the engine.
    if (random.nextBoolean() || !own) {
      config.put("Cmd", List.of(word, "more"));
    }
    if (entrypoint == 2) {
      config.put("Cmd", List.of(word));
    }
    if (random.nextBoolean()) {
      config.put("ExposedPorts", Map.of((own ? 7 : word.length() + 10) + "/tcp", Map.of()));
    }
    if (random.nextInt(3) == 0) {
      Map<String, Object> check = new LinkedHashMap<>();
      if (random.nextBoolean() || !own) {
        check.put("Test", own && random.nextBoolean() ? List.of("NONE") : List.of("CMD", word));
      }
      if (random.nextBoolean()) {
        check.put("Interval", (own ? 3 : word.equals("one") ? 1 : 2) * 1_000_000_000L);
      }
      if (random.nextBoolean()) {
        check.put("Retries", own ? 3 : word.equals("one") ? 1 : 2);
      }
      config.put("Healthcheck", check);
    }
    return config;
  }

  private void create(String name, String image, Map<String, Object> wishes) {
    Map<String, Object> body = new LinkedHashMap<>(wishes);
    body.put("Image", image);
    engine.json(Call.post("/containers/create").query("name", name).json(Json.toTree(body)));
    made.add(name);
  }

  private Map<String, Object> config(String name) {
    JsonNode shown = engine.json(Call.get("/containers/" + name + "/json")).path("Config");
    Map<String, Object> config = new LinkedHashMap<>(Json.toMap(shown));
    config.remove("Hostname");
    if (shown.path("Healthcheck").isEmpty()) {
      config.remove("Healthcheck"); // one that says nothing is none
    }
    Set<String> environment = new TreeSet<>();
    shown.path("Env").forEach(e -> environment.add(e.asText()));
    config.put("Env", environment);
    ObjectNode labels = shown.path("Labels").deepCopy();
    labels.remove(List.of("io.docker-advanced.operation", "io.docker-advanced.operation-step"));
    config.put("Labels", Json.toMap(labels));
    return config;
  }
}
