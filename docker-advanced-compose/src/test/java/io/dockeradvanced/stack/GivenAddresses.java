package io.dockeradvanced.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The addresses that the files of a stack give. What the engine chose by itself differs from run to
 * run; what a file gives is the same, whoever deploys it.
 *
 * @param words all of the files that could be an address, in lower case
 */
record GivenAddresses(Set<String> words) {
  private static final String CHOSEN = "CHOSEN";

  /** Of a container. */
  private static final List<String> ADDRESSES =
      List.of("MacAddress", "IPAddress", "GlobalIPv6Address");

  /** Reads the Compose files of a directory, and what they include. */
  static GivenAddresses in(Path directory) throws IOException {
    Set<String> words = new HashSet<>();
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.filter(GivenAddresses::mayGive).toList()) {
        words.addAll(of(Files.readString(path)).words);
      }
    }
    return new GivenAddresses(words);
  }

  private static boolean mayGive(Path path) {
    String name = path.toString();
    return Files.isRegularFile(path) && (name.endsWith(".yaml") || name.endsWith(".env"));
  }

  static GivenAddresses of(String file) {
    Set<String> words =
        new HashSet<>(Arrays.asList(file.toLowerCase(Locale.ROOT).split("[^0-9a-f.:/]+")));
    words.remove("");
    return new GivenAddresses(words);
  }

  private boolean has(JsonNode address) {
    return words.contains(address.asText().toLowerCase(Locale.ROOT));
  }

  /** Takes away all addresses of an inspected container or network that no file gives. */
  void keepOnly(JsonNode inspected) {
    for (JsonNode pool : inspected.path("IPAM").path("Config")) {
      // Where a file gives the subnet, an engine chooses the same gateway each time.
      if (!has(pool.path("Subnet"))) {
        ObjectNode chosen = (ObjectNode) pool;
        chosen.fieldNames().forEachRemaining(name -> chosen.put(name, CHOSEN));
      }
    }
    keepOnlyOf(inspected.path("Config"));
    keepOnlyOf(inspected.path("NetworkSettings"));
    inspected.path("NetworkSettings").path("Networks").forEach(this::keepOnlyOf);
  }

  private void keepOnlyOf(JsonNode object) {
    for (String name : ADDRESSES) {
      if (object.has(name) && !has(object.get(name))) {
        ((ObjectNode) object).put(name, CHOSEN);
      }
    }
  }
}
