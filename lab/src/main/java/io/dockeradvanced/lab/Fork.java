package io.dockeradvanced.lab;

import java.util.List;
import java.util.Map;

/**
 * This process among those that share the tests of a run. Each has engines of its own, so that a
 * test is alone on its engine all the same.
 *
 * @param number 1 for the first, or the only one
 * @param hosts the engine of the run for each, as in {@code DOCKER_HOST}; empty for what {@code
 *     lab/engine ensure} finds or starts
 */
record Fork(int number, List<String> hosts) {
  Fork {
    if (!hosts.isEmpty() && number > hosts.size()) {
      throw new LabUnavailable(
          "da.hosts names %d engines, and this is process %d of the tests: set da.forks to their number"
              .formatted(hosts.size(), number));
    }
  }

  static Fork ofRun() {
    String hosts = System.getProperty("da.hosts", "");
    String number = System.getProperty("da.fork", "number-1").replace("number-", "");
    return new Fork(
        Integer.parseInt(number), hosts.isEmpty() ? List.of() : List.of(hosts.split(",")));
  }

  /** For {@code lab/engine ensure}. */
  Map<String, String> environment() {
    return hosts.isEmpty() ? Map.of() : Map.of("DOCKER_HOST", hosts.get(number - 1));
  }

  /** What the engine of a row is called in this process. */
  String engine(Row row) {
    return number == 1 ? row.name() : row.name() + "-" + number;
  }
}
