package io.dockeradvanced.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the engine has of a stack, without what differs from run to run. */
record ComposeObjects(Map<String, JsonNode> objects) {
  /** Differs from container to container. */
  private static final Set<String> VOLATILE =
      Set.of(
          "Id",
          "Created",
          "CreatedAt",
          "ExecIDs",
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
          "IPPrefixLen", // the engine's pools have subnets of 16 and of 20 bits
          "Containers",
          "ConsoleSize");

  /** Of the state the rest is times and numbers of processes, and health that is still coming. */
  private static final List<String> STATE = List.of("Status", "ExitCode");

  /**
   * Lists whose order means something. Of the others the engine makes a set, or Compose writes them
   * in another order each time.
   */
  private static final Set<String> ORDERED =
      Set.of(
          "Cmd",
          "Args",
          "Entrypoint",
          "Test", // of a health check
          "Dns",
          "DnsSearch",
          "DnsOptions",
          "VolumesFrom",
          "Devices",
          "DeviceRequests");

  /** Looks at all containers, networks and volumes of a stack. */
  static ComposeObjects of(TestStack stack) throws IOException {
    Map<String, JsonNode> objects = new TreeMap<>();
    GivenAddresses given = GivenAddresses.in(stack.directory);
    for (String thing : stack.things()) {
      objects.put(thing, comparable(thing, inspect(stack, thing), given));
    }
    return new ComposeObjects(objects);
  }

  /** What can be compared of an inspected object. */
  static JsonNode comparable(String thing, JsonNode json, GivenAddresses given) throws IOException {
    given.keepOnly(json);
    if (json.path("State") instanceof ObjectNode state) {
      state.retain(STATE);
    }
    String id = json.path("Id").asText();
    // An alias and a host name come from the id, a volume without name has a new one.
    String text = json.toString();
    if (thing.startsWith("container ")) {
      text = text.replace(id, "ID").replace(id.substring(0, 12), "SHORT");
    }
    text = text.replaceAll("\"[0-9a-f]{64}\"", "\"ANONYMOUS\"");
    text = text.replaceAll("\"container:[0-9a-f]{64}\"", "\"container:PEER\"");
    // Of a container that has its network of another one.
    text = text.replaceAll("\"Hostname\":\"[0-9a-f]{12}\"", "\"Hostname\":\"SHORT\"");
    // A port that the engine chose.
    text = text.replaceAll("\"HostPort\":\"(3[2-9]|[4-6]\\d)\\d{3}\"", "\"HostPort\":\"\"");
    text = text.replaceAll("\"HostPort\":\"2716\\d\"", "\"HostPort\":\"\"");
    // Compose leaves the protocol to the engine, we say it.
    text = text.replaceAll("\"(\\d+)\":\\{\\}", "\"$1/tcp\":{}");
    text = text.replace(",\"VolumeOptions\":{}", "");
    text = text.replaceAll("/volumes/[0-9a-f]{64}/", "/volumes/ANONYMOUS/");
    return Json.mapper().readTree(text);
  }

  /** What the engine tells of one of {@link TestStack#things}. */
  static JsonNode inspect(TestStack stack, String thing) {
    String name = thing.substring(thing.indexOf(' ') + 1);
    String path =
        thing.startsWith("container ")
            ? "/containers/" + name + "/json"
            : thing.startsWith("network ") ? "/networks/" + name : "/volumes/" + name;
    return Engine.of(stack.host).json(Call.get(path));
  }

  /** What is not as in {@code theirs}, which Docker Compose made of the same file. */
  List<String> differencesFrom(ComposeObjects theirs) {
    List<String> differences = new ArrayList<>();
    if (!objects.keySet().equals(theirs.objects.keySet())) {
      differences.add("Compose has %s, we %s".formatted(theirs.objects.keySet(), objects.keySet()));
    }
    theirs.objects.forEach(
        (name, their) ->
            compare(
                name, their, objects.getOrDefault(name, MissingNode.getInstance()), differences));
    return differences;
  }

  private static void compare(String at, JsonNode their, JsonNode our, List<String> differences) {
    if (their instanceof ObjectNode object && our instanceof ObjectNode) {
      for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
        String name = names.next();
        if (name.equals("com.docker.compose.depends_on")) {
          // Compose writes it in another order each time.
          compareWords(at + "/" + name, object.get(name), our.path(name), differences);
        } else if (!VOLATILE.contains(name)) {
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
      if (!ORDERED.contains(at.substring(at.lastIndexOf('/') + 1))) {
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

  private static void compareWords(
      String at, JsonNode their, JsonNode our, List<String> differences) {
    Set<String> one = Set.of(their.asText().split(","));
    Set<String> two = Set.of(our.asText().split(","));
    if (!one.equals(two)) {
      differences.add(at + ": Compose " + one + ", ours " + two);
    }
  }

  private static boolean empty(JsonNode node) {
    return node.isNull() || node.isMissingNode() || node.isContainerNode() && node.isEmpty();
  }
}
