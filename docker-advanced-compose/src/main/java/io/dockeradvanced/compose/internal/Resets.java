package io.dockeradvanced.compose.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the tags {@code !reset} and {@code !override} of one document stand at: it is taken out of
 * what the document is laid over, before it is laid over it.
 *
 * <p>A place is a text of keys with dots between, as in Compose, so a key {@code *} stands for any.
 */
final class Resets {
  /** Stands for a dot within a key; YAML has no such character. */
  private static final char DOT = '\0';

  private static final class Place {
    private final Map<String, Place> below = new HashMap<>();
    private boolean end;
  }

  private final Place root = new Place();

  boolean isEmpty() {
    return root.below.isEmpty();
  }

  /** The place of a key below another place. */
  static String next(String place, String key) {
    return place.isEmpty() ? key : place + "." + key.replace('.', DOT);
  }

  /** Merge keys are no part of a place: what is merged in is written at the mapping around. */
  static String withoutMergeKey(String place) {
    if (!place.contains("<<")) {
      return place;
    }
    String shown = shown(place);
    int at = shown.indexOf(".<<");
    return at < 0 ? place : shown.substring(0, at) + shown.substring(at + 3);
  }

  /** The place as people write it. */
  static String shown(String place) {
    return place.replace(DOT, '.');
  }

  void add(String place) {
    Place at = root;
    for (String part : place.split("\\.", -1)) {
      at = at.below.computeIfAbsent(part, ignored -> new Place());
    }
    at.end = true;
  }

  /** What is left of the model. */
  Mapping apply(Mapping model) {
    return isEmpty() ? model : mapping(model, List.of(root), true);
  }

  /** What is left of a service that another one is made from. */
  Mapping apply(String name, Mapping service) {
    if (isEmpty()) {
      return service;
    }
    List<Place> places = step(step(List.of(root), "services"), name.replace('.', DOT));
    return places.isEmpty() ? service : mapping(service, places, false);
  }

  private Mapping mapping(Mapping mapping, List<Place> places, boolean top) {
    Map<String, Mapping.Entry> left = new LinkedHashMap<>();
    for (Map.Entry<String, Mapping.Entry> child : mapping.entries().entrySet()) {
      List<Place> below = places;
      // The first key of a place is taken as it is, dots and all.
      for (String part : top ? child.getKey().split("\\.", -1) : parts(child.getKey())) {
        below = step(below, part);
      }
      Mapping.Entry entry = child.getValue();
      if (below.stream().noneMatch(place -> place.end)) {
        left.put(child.getKey(), new Mapping.Entry(entry.keyMark(), node(entry.value(), below)));
      }
    }
    return new Mapping(left, mapping.mark());
  }

  private static String[] parts(String key) {
    return new String[] {key.replace('.', DOT)};
  }

  private Node node(Node node, List<Place> places) {
    if (places.isEmpty()) {
      return node;
    }
    if (node instanceof Mapping mapping) {
      return mapping(mapping, places, false);
    }
    if (node instanceof Sequence sequence) {
      List<Node> items = new ArrayList<>();
      for (int i = 0; i < sequence.items().size(); i++) {
        // Compose counts items in another way where it looks for them, so only * means an item.
        List<Place> below = step(places, "[" + i + "]");
        boolean named = below.stream().anyMatch(place -> place.end);
        items.add(named ? sequence.items().get(i) : node(sequence.items().get(i), below));
      }
      return new Sequence(items, sequence.mark());
    }
    return node;
  }

  private static List<Place> step(List<Place> places, String part) {
    List<Place> next = new ArrayList<>();
    for (Place place : places) {
      Place exact = place.below.get(part);
      if (exact != null) {
        next.add(exact);
      }
      Place any = part.equals("*") ? null : place.below.get("*");
      if (any != null) {
        next.add(any);
      }
    }
    return next;
  }
}
