package io.dockeradvanced.container;

import java.util.List;

/**
 * The processes of a container, as {@code ps} of the server tells them.
 *
 * @param titles of the columns
 * @param rows one for each process, as many cells as titles
 */
public record ProcessTable(List<String> titles, List<List<String>> rows) {
  public ProcessTable {
    titles = List.copyOf(titles);
    rows = rows.stream().map(List::copyOf).toList();
  }
}
