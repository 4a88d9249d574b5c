package io.dockeradvanced.compose.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.compose.oracle.GeneratedCases;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The generators of the oracle's tests know every attribute there is, but for those of which the
 * oracle says only that it does not know them.
 */
class GeneratedAttributesTest {
  private static final int SEEDS = 400;

  private final Set<String> seen = new TreeSet<>();

  @Test
  void generators_overSomeSeeds_writeEveryRowOfTheTable() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      for (String text : GeneratedCases.composeFiles(seed)) {
        look(text);
      }
    }
    List<String> newer =
        AttributeTable.rows().stream()
            .filter(row -> row.attribute().since != null)
            .map(AttributeTable.Row::path)
            .toList();
    Set<String> missing =
        AttributeTable.rows().stream()
            .map(AttributeTable.Row::path)
            .filter(path -> !seen.contains(path) && newer.stream().noneMatch(path::startsWith))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(missing).as("rows that no generator writes").isEmpty();
  }

  private void look(String text) {
    List<Document> documents;
    try {
      documents = YamlReader.read("generated.yaml", text);
    } catch (InvalidSpec e) {
      return; // The generators write wrong files, too.
    }
    documents.forEach(document -> look(document.root(), Attributes.ROOT, ""));
  }

  private void look(Node node, Attribute attribute, String path) {
    if (node instanceof Mapping mapping) {
      for (String key : mapping.keys()) {
        Attribute field = attribute.fields.get(key);
        if (field != null) {
          String child = Paths.child(path, key);
          seen.add(child);
          look(mapping.at(key), field, child);
        } else if (attribute.values != null) {
          look(mapping.at(key), attribute.values, path + ".*");
        }
      }
    } else if (node instanceof Sequence sequence && attribute.items != null) {
      sequence.items().forEach(item -> look(item, attribute.items, path + "[]"));
    } else if (node instanceof Scalar && attribute.fields.containsKey("single")) {
      seen.add(Paths.child(path, "single"));
    }
  }
}
