package io.dockeradvanced.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Time series. */
interface SeriesContract extends StoreFixture {

  @Test
  default void range_ofNothing_isEmpty() {
    assertThat(store().range("cpu", Instant.MIN, Instant.MAX)).isEmpty();
    store().append("cpu", List.of());
    store().trim("cpu", Instant.MAX);
    assertThat(store().range("cpu", Instant.MIN, Instant.MAX)).isEmpty();
  }

  @Test
  default void append_ofPointAtTheSameMillisecond_replacesIt() {
    Instant at = Instant.ofEpochMilli(5);
    store().append("cpu", List.of(new SeriesPoint(at, 1), new SeriesPoint(at.plusNanos(9), 2)));
    assertThat(store().range("cpu", at, at.plusMillis(1))).containsExactly(new SeriesPoint(at, 2));
    store().append("cpu", List.of(new SeriesPoint(at, 3)));
    assertThat(store().range("cpu", at, at.plusMillis(1))).containsExactly(new SeriesPoint(at, 3));
  }

  @Test
  default void append_ofEveryKindOfValue_comesBackToTheBit() {
    double[] values = {
      0, -0.0, 1, -1, Double.MIN_VALUE, Double.MAX_VALUE, Double.NaN, Double.NEGATIVE_INFINITY, 0.1
    };
    List<SeriesPoint> points = new ArrayList<>();
    for (double value : values) {
      points.add(new SeriesPoint(Instant.ofEpochMilli(points.size()), value));
    }
    points.add(new SeriesPoint(Instant.ofEpochMilli(Long.MAX_VALUE - 1), 7));
    points.add(0, new SeriesPoint(Instant.ofEpochMilli(Long.MIN_VALUE), 8));
    store().append("cpu", points);
    assertThat(store().range("cpu", Instant.MIN, Instant.MAX)).isEqualTo(points);
  }

  @Test
  default void append_inOrderOnePointAtATime_keepsAll() {
    List<SeriesPoint> points = new ArrayList<>();
    for (int i = 0; i < 550; i++) {
      points.add(new SeriesPoint(Instant.ofEpochMilli(i * 10_000L), i));
    }
    store().append("cpu", points.subList(0, 500));
    points.subList(500, 550).forEach(point -> store().append("cpu", List.of(point)));
    assertThat(store().range("cpu", Instant.EPOCH, Instant.MAX)).isEqualTo(points);
    assertThat(
            store().range("cpu", Instant.ofEpochMilli(5_110_000), Instant.ofEpochMilli(5_140_000)))
        .extracting(SeriesPoint::value)
        .containsExactly(511.0, 512.0, 513.0);
  }

  @Test
  default void appendRangeAndTrim_atRandom_behaveAsAMap() {
    for (long seed = 0; seed < 8; seed++) {
      Random random = new Random(seed);
      String series = "series" + seed;
      TreeMap<Long, Double> model = new TreeMap<>();
      int span = 1 << (3 + random.nextInt(12));
      long trimmed = Long.MIN_VALUE;
      for (int round = 0; round < 30; round++) {
        List<SeriesPoint> points = new ArrayList<>();
        for (int left = random.nextInt(400); left > 0; left--) {
          long at = Math.max(trimmed, random.nextInt(span) - span / 4);
          double value = random.nextInt(3) == 0 ? random.nextGaussian() : random.nextInt(5);
          points.add(new SeriesPoint(Instant.ofEpochMilli(at), value));
          model.put(at, value);
        }
        store().append(series, points);
        if (random.nextInt(8) == 0) {
          trimmed = Math.max(trimmed, random.nextInt(span) - span / 4);
          store().trim(series, Instant.ofEpochMilli(trimmed));
          model.headMap(trimmed).clear();
        }
        // Before the trim a whole chunk may stay, so nothing is asked of the time before it.
        long from = Math.max(trimmed, random.nextInt(span) - span / 4);
        long to = from + random.nextInt(span);
        List<SeriesPoint> expected = new ArrayList<>();
        model
            .subMap(from, to)
            .forEach((at, value) -> expected.add(new SeriesPoint(Instant.ofEpochMilli(at), value)));
        assertThat(store().range(series, Instant.ofEpochMilli(from), Instant.ofEpochMilli(to)))
            .as("seed %d round %d", seed, round)
            .isEqualTo(expected);
      }
    }
  }

  @Test
  default void trim_ofLongSeries_removesTheOldAndKeepsTheNew() {
    List<SeriesPoint> points = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      points.add(new SeriesPoint(Instant.ofEpochMilli(i), i));
    }
    store().append("cpu", points);
    store().append("other", points.subList(0, 1));
    store().trim("cpu", Instant.ofEpochMilli(4000));
    List<SeriesPoint> left = store().range("cpu", Instant.MIN, Instant.MAX);
    assertThat(left).hasSizeBetween(1000, 2000).containsAll(points.subList(4000, 5000));
    assertThat(store().range("other", Instant.MIN, Instant.MAX)).hasSize(1);
  }
}
