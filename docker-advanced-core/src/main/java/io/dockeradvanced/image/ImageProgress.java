package io.dockeradvanced.image;

/**
 * How far a pull or a push is.
 *
 * @param layer which layer; empty when it is about the whole
 * @param status the engine's words, such as {@code Downloading}
 * @param current bytes so far; 0 when that means nothing here
 * @param total bytes in all; 0 when nobody knows
 */
public record ImageProgress(String layer, String status, long current, long total) {
  /** One line for people. */
  @Override
  public String toString() {
    String bytes = total > 0 ? " %d/%d".formatted(current, total) : "";
    return (layer.isEmpty() ? "" : layer + ": ") + status + bytes;
  }
}
