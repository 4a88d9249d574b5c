package io.dockeradvanced.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Times of one thing that was done again and again. Not thread-safe. */
final class Samples {
  private final List<Long> nanos = new ArrayList<>();

  /** Does it and keeps how long it took. */
  void time(Runnable work) {
    long from = System.nanoTime();
    work.run();
    add(System.nanoTime() - from);
  }

  void add(long nanoseconds) {
    nanos.add(nanoseconds);
  }

  int count() {
    return nanos.size();
  }

  double medianMillis() {
    return percentileMillis(50);
  }

  /**
   * The nearest rank; of an even number the median is the mean of the middle two.
   *
   * @throws IllegalStateException when nothing was measured
   */
  double percentileMillis(double percent) {
    if (nanos.isEmpty()) {
      throw new IllegalStateException("nothing was measured");
    }
    List<Long> sorted = nanos.stream().sorted().toList();
    int size = sorted.size();
    if (percent == 50 && size % 2 == 0) {
      return (sorted.get(size / 2 - 1) + sorted.get(size / 2)) / 2e6;
    }
    int rank = (int) Math.ceil(percent / 100 * size);
    return sorted.get(Math.min(size, Math.max(1, rank)) - 1) / 1e6;
  }

  double minMillis() {
    return percentileMillis(0);
  }

  double maxMillis() {
    return percentileMillis(100);
  }

  /** The median and, in brackets, the smallest and the largest. */
  String spread() {
    return "%s (%s..%s)".formatted(millis(medianMillis()), plain(minMillis()), plain(maxMillis()));
  }

  static String millis(double value) {
    return plain(value) + " ms";
  }

  private static String plain(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
  }

  /** Whether a goal is met; empty when there is none. */
  static String verdict(double ratio, double goal) {
    return goal == 0
        ? ""
        : String.format(Locale.ROOT, "≤ %.2f×: %s", goal, ratio <= goal ? "met" : "not met");
  }

  /** How many times longer, such as {@code 0.43×}. */
  static String ratio(double ours, double theirs) {
    return String.format(Locale.ROOT, "%.2f×", ours / theirs);
  }
}
