package io.dockeradvanced.compose.internal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an anchor names; node and size are set when the anchored value is complete. */
final class YamlAnchor {
  final YamlPlace place;

  /** How many tags are around the anchor. */
  final int hidden;

  /**
   * Where in the value an {@code !override} stands: it counts again where the value is repeated.
   */
  final List<List<String>> overrides = new ArrayList<>();

  @Nullable Node node;
  boolean reset;
  boolean hasHiddenReset;
  long size;
  int height;

  private final Set<String> uses = new HashSet<>();
  private final Set<String> aboveUses = new HashSet<>();

  YamlAnchor(YamlPlace place, int hidden) {
    this.place = place;
    this.hidden = hidden;
  }

  /**
   * Notes that the value is repeated there. False, as in Compose, below a place where it is
   * repeated already, unless that is in another service.
   */
  boolean useAt(String place) {
    String shown = Resets.shown(place);
    boolean circle = !uses.contains(shown) && aboveUses.contains(shown);
    String service = service(shown);
    for (int dot = shown.indexOf('.'); dot >= 0; dot = shown.indexOf('.', dot + 1)) {
      String above = shown.substring(0, dot);
      String other = service(above);
      circle |= uses.contains(above) && (service == null || other == null || service.equals(other));
      aboveUses.add(above);
    }
    uses.add(shown);
    return !circle || shown.contains("<<");
  }

  private static @Nullable String service(String place) {
    String[] parts = place.split("\\.", 3);
    return parts[0].equals("services") && parts.length > 1 ? parts[1] : null;
  }
}
