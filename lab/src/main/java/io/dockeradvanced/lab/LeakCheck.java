package io.dockeradvanced.lab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Sees what a test left behind, and removes it. */
final class LeakCheck {
  /** What is being removed when a test ends may take this long to go. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final LabEngine engine;
  private final boolean answersForAll;
  private final Inventory before;

  /**
   * @param alone whether nothing else runs in this JVM meanwhile
   */
  LeakCheck(LabEngine engine, boolean alone) {
    this.engine = engine;
    this.answersForAll = alone && !"1".equals(System.getenv("DA_LAB_SHARED"));
    this.before = Inventory.of(engine.docker());
  }

  /**
   * @throws AssertionError when something is left, with the names of it all; or when an image of
   *     the lab is gone
   */
  void check(String who) {
    String gone = LabImages.broughtBack(engine);
    if (!gone.isEmpty()) {
      remove(left());
      throw new AssertionError("%s: %s".formatted(who, gone));
    }
    if (Waiting.until(PATIENCE, () -> left().isEmpty())) {
      return;
    }
    List<Inventory.Thing> left = left();
    String held = held(left);
    List<String> stubborn = remove(left);
    if (!left.isEmpty()) {
      throw new AssertionError(
          "%s left behind: %s%s%s"
              .formatted(
                  who,
                  String.join(", ", left.stream().map(Inventory.Thing::toString).toList()),
                  held,
                  stubborn.isEmpty() ? "" : " (" + String.join("; ", stubborn) + ")"));
    }
  }

  /** The containers for which an image may have stayed: those of a build have names of no test. */
  private String held(List<Inventory.Thing> left) {
    Set<String> ids = left.stream().map(Inventory.Thing::id).collect(Collectors.toSet());
    return engine.docker().listContainersCmd().withShowAll(true).exec().stream()
        .filter(container -> ids.contains(container.getImageId()))
        .map(c -> "; container %s (%s) holds an image".formatted(c.getId(), c.getStatus()))
        .collect(Collectors.joining());
  }

  /** Answers what could not be removed, and why. */
  private List<String> remove(List<Inventory.Thing> things) {
    List<String> stubborn = new ArrayList<>();
    for (Inventory.Thing thing : things) {
      try {
        Inventory.remove(engine.docker(), thing);
      } catch (IllegalStateException e) {
        stubborn.add(e.getMessage());
      }
    }
    return stubborn;
  }

  private List<Inventory.Thing> left() {
    Predicate<Inventory.Thing> ours =
        thing -> answersForAll && !thing.isNamedImage() || engine.names().areIn(thing.name());
    return Inventory.of(engine.docker()).since(before, ours);
  }
}
