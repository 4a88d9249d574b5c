package io.dockeradvanced.operation;

import io.dockeradvanced.Actor;
import org.jspecify.annotations.Nullable;

/**
 * Why an operation is undone.
 *
 * @param text such as {@code cancelled by bob}, or what failed
 * @param cancelled whether somebody wanted it, and nothing failed
 * @param actor who wanted it, where that is known
 */
record UndoCause(String text, boolean cancelled, @Nullable String actor) {
  private static final String CANCELLED = "cancelled";

  static UndoCause failed(String reason) {
    return new UndoCause(reason, false, null);
  }

  /** Cancelled by the program that runs it. */
  static UndoCause cancelledHere() {
    return new UndoCause(CANCELLED, true, null);
  }

  static UndoCause cancelledBy(Actor actor) {
    return new UndoCause(CANCELLED + " by " + actor.name(), true, actor.name());
  }

  /** What became of the plan, as the part of a sentence. */
  String words() {
    return cancelled ? "was " + text : "failed: " + text;
  }

  Data toData() {
    Data data = Data.of("message", text).with("cancelled", cancelled);
    return actor == null ? data : data.with("actor", actor);
  }

  static UndoCause fromData(Data data) {
    String text = data.text("message");
    // Journals were written with the text alone before.
    boolean cancelled = data.flag("cancelled") || text.equals(CANCELLED);
    return new UndoCause(text, cancelled, data.find("actor").orElse(null));
  }
}
