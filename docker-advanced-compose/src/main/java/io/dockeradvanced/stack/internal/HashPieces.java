package io.dockeradvanced.stack.internal;

import io.dockeradvanced.container.internal.Peers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a config-hash is the digest of, cut where the ids of other containers go: they are known
 * only when those are made.
 *
 * @param peers their numbers: one between each two texts
 */
record HashPieces(List<String> texts, List<Integer> peers) {
  private static final char END = ';';

  /**
   * @param numbers of the services that are referred to
   */
  static HashPieces of(References.UnaryHash hash, Map<String, Integer> numbers) {
    String mark = unused(hash.text(service -> ""));
    String marked = hash.text(service -> mark + numbers.getOrDefault(service, -1) + END);
    List<String> texts = new ArrayList<>();
    List<Integer> peers = new ArrayList<>();
    int from = 0;
    for (int at = marked.indexOf(mark); at >= 0; at = marked.indexOf(mark, from)) {
      int end = marked.indexOf(END, at + mark.length());
      texts.add(marked.substring(from, at));
      peers.add(Integer.parseInt(marked.substring(at + mark.length(), end)));
      from = end + 1;
    }
    texts.add(marked.substring(from));
    return new HashPieces(List.copyOf(texts), List.copyOf(peers));
  }

  /** A text that does not occur in what the user wrote. */
  private static String unused(String text) {
    @Nullable String mark = null;
    for (int i = 0; mark == null; i++) {
      String candidate = "@" + i + "=";
      mark = text.contains(candidate) ? null : candidate;
    }
    return mark;
  }

  void addTo(Peers to) {
    for (int i = 0; i < texts.size(); i++) {
      to.hashText(texts.get(i));
      if (i < peers.size()) {
        to.hashId(peers.get(i));
      }
    }
  }
}
