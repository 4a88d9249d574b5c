package io.dockeradvanced.compose.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.compose.ComposeProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
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
     * Equal, refused by both, or refused by us alone for a reason we mean to have. A crash of
     * Compose is no answer.
     */
    boolean isAgreement() {
      return switch (outcome) {
        case EQUAL, BOTH_REFUSE -> true;
        case ONLY_WE_REFUSE -> detail.lines().allMatch(line -> line.contains(" publishes the "));
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
    Map<String, String> expected = compose.hashes(files);
    // `config --hash` keeps env_file in the hash and leaves label_file out; the label on
    // containers,
    // like ours, has it the other way round.
    return hashes.equals(expected) || usesFiles(files)
        ? new Result(Outcome.EQUAL, "")
        : new Result(Outcome.DIFFERENT, "our hashes " + hashes + "\nCompose's " + expected);
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

  private static boolean usesFiles(Case files) throws IOException {
    try (Stream<Path> all = Files.walk(files.directory())) {
      for (Path file : all.filter(f -> f.toString().matches(".*\\.ya?ml")).toList()) {
        if (Files.readString(file).matches("(?s).*(env_file|label_file).*")) {
          return true;
        }
      }
    }
    return false;
  }
}
