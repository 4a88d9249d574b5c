package io.dockeradvanced.operation;

import java.util.List;

/**
 * One object that a plan touches, for people and gates.
 *
 * @param action create, recreate, start, stop, remove, keep, …
 * @param object such as {@code container}
 * @param name such as {@code shop-web-1}
 * @param why the reason
 * @param image the image it will run, or empty
 * @param fields what changes, such as {@code image: web:1 → web:2}; no secrets
 */
public record Change(
    String action, String object, String name, String why, String image, List<String> fields) {
  public Change {
    fields = List.copyOf(fields);
  }

  Data toData() {
    return Data.of("action", action)
        .with("object", object)
        .with("name", name)
        .with("why", why)
        .with("image", image)
        .with("fields", fields);
  }

  static Change fromData(Data data) {
    return new Change(
        data.text("action"),
        data.text("object"),
        data.text("name"),
        data.text("why"),
        data.text("image"),
        data.texts("fields"));
  }
}
