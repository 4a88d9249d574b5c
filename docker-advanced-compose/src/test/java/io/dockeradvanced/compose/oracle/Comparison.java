package io.dockeradvanced.compose.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.compose.ComposeProject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One case given to both sides. */
final class Comparison {
  /** How the two sides came out. */
  enum Outcome {
    EQUAL,
    BOTH_REFUSE,
    ONLY_WE_REFUSE,
    ONLY_COMPOSE_REFUSES,
    DIFFERENT
  }

  /** The outcome, and what each side said. */
  record Result(Outcome outcome, String detail) {
    /**
     * Equal, refused by both, or refused by us alone for a reason we mean to have: a port that two
     * containers want, a variable without a name. A crash of Compose is no answer.
     */
    boolean isAgreement() {
      return switch (outcome) {
        case EQUAL, BOTH_REFUSE -> true;
        case ONLY_WE_REFUSE ->
            detail
                .lines()
                .allMatch(
                    line ->
                        line.contains(" publishes the ")
                            || line.contains("The last line has no value;"));
        case ONLY_COMPOSE_REFUSES -> detail.startsWith("panic: ");
        case DIFFERENT -> false;
      };
    }
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  private Comparison() {}

  static Result compare(DockerCompose compose, Case files)
      throws IOException, InterruptedException {
    DockerCompose.Answer theirs = compose.json(files);
    ComposeProject ours;
    try {
      ours = files.load();
    } catch (InvalidSpec e) {
      return theirs.refused()
          ? new Result(Outcome.BOTH_REFUSE, e.getMessage() + "\n" + theirs.err())
          : new Result(Outcome.ONLY_WE_REFUSE, e.getMessage());
    }
    if (theirs.refused()) {
      return new Result(Outcome.ONLY_COMPOSE_REFUSES, theirs.err());
    }
    JsonNode left = JSON.readTree(ours.toJson());
    JsonNode right = JSON.readTree(theirs.out());
    List<String> differences = new ArrayList<>();
    differences("", left, right, differences);
    if (!differences.isEmpty()) {
      return new Result(Outcome.DIFFERENT, String.join("\n", differences));
    }
    Map<String, String> hashes = new TreeMap<>();
    ours.services().keySet().forEach(name -> hashes.put(name, ours.configHash(name)));
    Map<String, String> expected = expected(compose, files, theirs.out(), ours);
    // A service that only Compose hashes still makes a difference.
    hashes.keySet().removeIf(name -> isExcused(name, ours) && !expected.containsKey(name));
    return hashes.equals(expected)
        ? new Result(Outcome.EQUAL, "")
        : new Result(Outcome.DIFFERENT, "our hashes " + hashes + "\nCompose's " + expected);
  }

  /**
   * {@code config --hash} keeps env_file in the hash and leaves label_file out; the label on
   * containers, like ours, has it the other way round. So the hash of a service with an env_file is
   * that of what Compose makes of it, read again; and one with a label_file has none to compare.
   */
  private static Map<String, String> expected(
      DockerCompose compose, Case files, String resolved, ComposeProject ours)
      throws IOException, InterruptedException {
    if (!files.services().isEmpty()) {
      // With --hash Compose does not look at which are named.
      return compose.hashesOfResolved(files, resolved, ours.name());
    }
    Map<String, String> expected = compose.hashes(files);
    Set<String> withEnvFile = new TreeSet<>(expected.keySet());
    withEnvFile.removeIf(name -> ours.where("services." + name + ".env_file").isEmpty());
    if (!withEnvFile.isEmpty()) {
      Map<String, String> again = compose.hashesOfResolved(files, resolved, ours.name());
      for (String name : withEnvFile) {
        // Some of what Compose writes it does not read again.
        expected.compute(name, (same, old) -> again.get(name));
      }
    }
    ours.services()
        .forEach(
            (name, service) -> {
              if (!service.labelFiles().isEmpty()) {
                expected.remove(name);
              }
            });
    return expected;
  }

  private static boolean isExcused(String service, ComposeProject ours) {
    return ours.where("services." + service + ".env_file").isPresent()
        || !ours.services().get(service).labelFiles().isEmpty();
  }

  private static void differences(
      String path, @Nullable JsonNode ours, @Nullable JsonNode theirs, List<String> out) {
    if (Objects.equals(ours, theirs)) {
      return;
    }
    if (ours instanceof ObjectNode left && theirs instanceof ObjectNode right) {
      Set<String> keys = new TreeSet<>();
      left.fieldNames().forEachRemaining(keys::add);
      right.fieldNames().forEachRemaining(keys::add);
      keys.forEach(key -> differences(path + "." + key, left.get(key), right.get(key), out));
    } else if (ours instanceof ArrayNode left && theirs instanceof ArrayNode right) {
      for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
        differences(path + "[" + i + "]", left.get(i), right.get(i), out);
      }
    } else {
      out.add(path + ": ours " + ours + ", Compose's " + theirs);
    }
  }
}
