package io.dockeradvanced.compose.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a value stands in its document; a text is made of it only where one is needed. */
record YamlPlace(@Nullable YamlPlace parent, String key) {
  static final YamlPlace ROOT = new YamlPlace(null, "");

  YamlPlace below(String name) {
    return new YamlPlace(this, name);
  }

  /** The keys that lead here from a place above. */
  List<String> keysSince(YamlPlace start) {
    List<String> keys = new ArrayList<>();
    for (YamlPlace at = this; at != null && at != start && at.parent != null; at = at.parent) {
      keys.add(at.key);
    }
    Collections.reverse(keys);
    return keys;
  }

  /** As {@link Resets} takes it. */
  String text() {
    String text = "";
    for (String name : keysSince(ROOT)) {
      text = Resets.withoutMergeKey(Resets.next(text, name));
    }
    return text;
  }
}
