package io.dockeradvanced.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.lab.LabDatabase;
import io.dockeradvanced.lab.LabPostgres;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The whole contract on a real server, each test in a schema of its own. */
final class PostgresStoreIT extends StateStoreContract {
  @RegisterExtension static final LabDatabase database = LabPostgres.shared().database();

  @Override
  StateStore open(TestClock clock) {
    return StateStore.jdbc(database.freshSchemaWithLogin(), clock);
  }

  @Test
  void lease_withoutAClockOfOurs_goesByTheServer() {
    try (StateStore store = StateStore.jdbc(database.freshSchemaWithLogin())) {
      Instant before = server();
      Instant until = store.acquire("l", "alice", MINUTE).orElseThrow().until();
      Instant after = server();
      assertThat(until).isBetween(before.plus(MINUTE), after.plus(MINUTE));
      store.write(new Batch().append("s/1", "t", "{}"));
      assertThat(store.events("s/1", 0, 1).get(0).at())
          .isBetween(before, after.plus(Duration.ofMinutes(1)));
    }
  }

  private static Instant server() {
    return Instant.ofEpochMilli(
        Long.parseLong(
            database.sql("SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint")));
  }

  @Test
  void twoStores_onOneServer_judgeLeasesByOneClock() {
    String url = database.freshSchemaWithLogin();
    try (StateStore one = StateStore.jdbc(url);
        StateStore two = StateStore.jdbc(url)) {
      one.acquire("l", "alice", MINUTE);
      assertThat(two.acquire("l", "bob", MINUTE)).isEmpty();
      assertThat(two.lease("l").orElseThrow().owner()).isEqualTo("alice");
    }
  }
}
