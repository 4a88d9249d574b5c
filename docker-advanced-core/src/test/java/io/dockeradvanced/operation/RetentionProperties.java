package io.dockeradvanced.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Which ended operations need not be kept. */
class RetentionProperties {
  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  private static List<Retention.Ended> ended(List<Integer> hoursAgo) {
    List<Retention.Ended> ended = new ArrayList<>();
    for (int i = 0; i < hoursAgo.size(); i++) {
      Instant at = NOW.minus(Duration.ofHours(hoursAgo.get(i)));
      ended.add(new Retention.Ended("id-" + i, 1, at));
    }
    return ended;
  }

  @Property
  void outdated_areThoseTooOldOrTooMany(
      @ForAll @Size(max = 40) List<@IntRange(max = 50) Integer> hoursAgo,
      @ForAll @IntRange(max = 45) int operations,
      @ForAll @IntRange(max = 55) int hours) {
    List<Retention.Ended> all = ended(hoursAgo);
    Retention retention = new Retention(operations, Duration.ofHours(hours));
    List<Retention.Ended> outdated = retention.outdated(all, NOW);
    Set<Retention.Ended> kept = new HashSet<>(all);
    kept.removeAll(outdated);

    assertThat(outdated).doesNotHaveDuplicates().isSubsetOf(all);
    assertThat(outdated).extracting(Retention.Ended::at).isSorted();
    assertThat(kept).hasSizeLessThanOrEqualTo(operations);
    Instant earliest = NOW.minus(Duration.ofHours(hours));
    assertThat(kept).noneMatch(one -> one.at().isBefore(earliest));
    for (Retention.Ended gone : outdated) {
      long newer = all.stream().filter(one -> !one.at().isBefore(gone.at())).count() - 1;
      assertThat(gone.at().isBefore(earliest) || newer >= operations).isTrue();
      assertThat(kept).noneMatch(one -> one.at().isBefore(gone.at()));
    }
  }

  @Property
  void outdated_inWhateverOrderTheyCome_areTheSame(
      @ForAll @Size(max = 20) List<@IntRange(max = 9) Integer> hoursAgo,
      @ForAll @IntRange(max = 20) int operations) {
    List<Retention.Ended> all = ended(hoursAgo);
    List<Retention.Ended> reversed = new ArrayList<>(all);
    Collections.reverse(reversed);
    Retention retention = new Retention(operations, Duration.ofHours(5));
    assertThat(retention.outdated(reversed, NOW)).isEqualTo(retention.outdated(all, NOW));
  }

  @Property
  void everything_keepsAll(@ForAll @Size(max = 20) List<@IntRange(max = 50) Integer> hoursAgo) {
    assertThat(Retention.everything().outdated(ended(hoursAgo), NOW)).isEmpty();
  }

  @Example
  void defaults_keepTheNewest200Of90Days() {
    List<Integer> hoursAgo = new ArrayList<>(List.of(91 * 24, 89 * 24));
    assertThat(Retention.defaults().outdated(ended(hoursAgo), NOW))
        .extracting(Retention.Ended::id)
        .containsExactly("id-0");
    hoursAgo.addAll(Collections.nCopies(200, 1));
    assertThat(Retention.defaults().outdated(ended(hoursAgo), NOW))
        .extracting(Retention.Ended::id)
        .containsExactly("id-0", "id-1");
  }

  @Example
  void negative_isRefused() {
    assertThatThrownBy(() -> new Retention(-1, Duration.ofDays(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("operations is negative: -1");
    assertThatThrownBy(() -> new Retention(1, Duration.ofDays(-1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("age is negative: PT-24H");
  }
}
