package io.dockeradvanced.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** A table whose first row is ours, and the others those it is compared with. */
final class Comparison {
  private final double ours;
  private final List<List<String>> rows = new ArrayList<>();

  Comparison(double ours) {
    this.ours = ours;
  }

  void add(String name, Samples samples, double goal) {
    if (samples.count() > 0) {
      double theirs = samples.medianMillis();
      rows.add(
          List.of(
              name,
              samples.spread(),
              rows.isEmpty() ? "" : Samples.ratio(ours, theirs),
              Samples.verdict(ours / theirs, goal)));
    }
  }

  void into(Report report, String title) {
    report.table(List.of(title, "time", "ours/this", "goal"), rows);
  }
}
