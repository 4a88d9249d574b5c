package io.dockeradvanced.store;

import java.time.Duration;
import java.util.List;

/** What the parts of the contract stand on. */
interface StoreFixture {
  Duration MINUTE = Duration.ofMinutes(1);

  /** Names that a careless store mixes up, cuts or refuses. */
  List<String> ODD_NAMES =
      List.of(
          "plain",
          "o'brien",
          "say \"hi\"",
          "100%",
          "under_score",
          "back\\slash",
          "; DROP TABLE records; --",
          "?",
          "a/b/c",
          " blank ",
          "line\nfeed\ttab",
          "Ünïcødé",
          "日本語",
          "emoji 🐳",
          "\uffff",
          "UPPER",
          "upper",
          ".",
          "n".repeat(Limits.NAME_BYTES));

  /** An empty store on {@link #clock}. */
  StateStore store();

  TestClock clock();
}
