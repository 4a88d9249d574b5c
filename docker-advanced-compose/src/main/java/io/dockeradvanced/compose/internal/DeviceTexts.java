package io.dockeradvanced.compose.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * Devices as texts, {@code SOURCE:TARGET:PERMISSIONS}, as older releases of Compose kept them. What
 * the file left out of them cannot be told any more: all ways to write the same devices.
 */
final class DeviceTexts {
  /** More devices than these are taken to be written all alike. */
  private static final int MOST = 5;

  private static final int FORMS = 3;

  private DeviceTexts() {}

  static List<Sequence> of(Sequence devices) {
    List<List<Node>> lists = new ArrayList<>(List.of(List.of()));
    if (devices.items().size() > MOST) {
      lists.clear();
      for (int fewest = 1; fewest <= FORMS; fewest++) {
        int words = fewest;
        lists.add(devices.items().stream().map(item -> text(item, words)).toList());
      }
      return sequences(lists, devices);
    }
    for (Node item : devices.items()) {
      List<List<Node>> longer = new ArrayList<>();
      for (List<Node> list : lists) {
        for (Node form : forms(item)) {
          List<Node> one = new ArrayList<>(list);
          one.add(form);
          longer.add(one);
        }
      }
      lists = longer;
    }
    return sequences(lists, devices);
  }

  private static List<Sequence> sequences(List<List<Node>> lists, Sequence devices) {
    return lists.stream().distinct().map(list -> new Sequence(list, devices.mark())).toList();
  }

  private static List<Node> forms(Node item) {
    return List.of(text(item, 1), text(item, 2), text(item, FORMS)).stream().distinct().toList();
  }

  /**
   * @param fewest words that it has even when fewer say the same
   */
  private static Node text(Node item, int fewest) {
    if (!(item instanceof Mapping device)) {
      return item;
    }
    String source = String.valueOf(device.text("source"));
    String target = device.text("target") == null ? source : String.valueOf(device.text("target"));
    String permissions = device.text("permissions");
    List<String> words = new ArrayList<>(List.of(source));
    if (permissions != null && (fewest == FORMS || !permissions.equals("rwm"))) {
      words.add(target);
      words.add(permissions);
    } else if (fewest == 2 || !target.equals(source)) {
      words.add(target);
    }
    return new Scalar(String.join(":", words), item.mark());
  }
}
