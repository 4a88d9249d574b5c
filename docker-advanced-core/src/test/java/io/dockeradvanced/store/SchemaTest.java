package io.dockeradvanced.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SchemaTest {
  private static final Schema.Step ADD_TAG =
      database -> List.of("ALTER TABLE records ADD COLUMN tag TEXT DEFAULT 'none'");
  private static final Schema.Step ADD_TABLE =
      database ->
          List.of("CREATE TABLE tags (tag TEXT)", "INSERT INTO tags SELECT tag FROM records");

  @TempDir Path directory;
  private Database database;

  @BeforeEach
  void nameDatabase() {
    database = new Sqlite(directory.resolve("state.db"), Duration.ofSeconds(10), Clock.systemUTC());
  }

  @Test
  void upgrade_ofAStoreWithData_keepsTheData() throws SQLException {
    try (StateStore store = StateStore.file(directory.resolve("state.db"))) {
      store.write(new Batch().put("k", "a", 0, "{\"kept\":true}").append("s/1", "t", "{}"));
      store.putBlob(new byte[] {1, 2});
    }
    List<Schema.Step> steps = new ArrayList<>(Schema.STEPS);
    steps.addAll(List.of(ADD_TAG, ADD_TABLE));
    upgrade(steps.toArray(Schema.Step[]::new));
    try (Session session = database.open()) {
      assertThat(version(session)).isEqualTo(Schema.STEPS.size() + 2);
      assertThat(
              session.list(
                  "SELECT r.json, t.tag FROM records r JOIN tags t ON r.tag = t.tag",
                  row -> row.getString(1) + row.getString(2)))
          .containsExactly("{\"kept\":true}none");
      assertThat(session.list("SELECT type FROM events", row -> row.getString(1)))
          .containsExactly("t");
      assertThat(session.list("SELECT content FROM blobs", row -> row.getBytes(1))).hasSize(1);
    }
  }

  @Test
  void upgrade_done_isNotDoneAgain() throws SQLException {
    upgrade(Schema.STEPS.get(0), ADD_TAG);
    upgrade(Schema.STEPS.get(0), ADD_TAG);
    try (Session session = database.open()) {
      assertThat(version(session)).isEqualTo(2);
    }
  }

  @Test
  void upgrade_thatFailsInTheMiddle_leavesTheVersionBefore() throws SQLException {
    upgrade(Schema.STEPS.get(0));
    Schema.Step broken = database -> List.of("CREATE TABLE half (x TEXT)", "NONSENSE");
    assertThatThrownBy(() -> upgrade(Schema.STEPS.get(0), ADD_TAG, broken))
        .isInstanceOf(SQLException.class);
    try (Session session = database.open()) {
      assertThat(version(session)).isEqualTo(1);
      assertThat(
              session.list(
                  "SELECT name FROM sqlite_master WHERE name = 'half' OR sql LIKE '%tag%'",
                  row -> row.getString(1)))
          .isEmpty();
    }
    upgrade(Schema.STEPS.get(0), ADD_TAG);
  }

  @Test
  void upgrade_byManyAtOnce_isDoneOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        running.add(
            threads.submit(
                () -> {
                  upgrade(Schema.STEPS.get(0), ADD_TAG, ADD_TABLE);
                  return true;
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
    try (Session session = database.open()) {
      assertThat(version(session)).isEqualTo(3);
      assertThat(session.list("SELECT version FROM schema_version", row -> 1)).hasSize(1);
    }
  }

  @Test
  void open_ofNewerDatabase_namesBothVersions() throws SQLException {
    upgrade(Schema.STEPS.get(0), ADD_TAG, ADD_TABLE);
    try (StateStore store = StateStore.file(directory.resolve("state.db"))) {
      assertThatThrownBy(() -> store.get("k", "a"))
          .isInstanceOf(StoreFailed.class)
          .hasMessage(
              "the state store "
                  + directory.resolve("state.db")
                  + " has schema version 3 but this release of docker-advanced knows only up to 2;"
                  + " use the release that wrote it, or a newer one");
    }
  }

  /** How long they last was not written then. */
  @Test
  void leases_ofVersion1_areKept() throws SQLException {
    upgrade(Schema.STEPS.get(0));
    long ends = System.currentTimeMillis() + 3_600_000;
    try (Session session = database.open()) {
      session.update("INSERT INTO leases VALUES (?, ?, ?, ?)", "l", "alice", 7, ends);
    }
    try (StateStore store = StateStore.file(directory.resolve("state.db"))) {
      assertThat(store.acquire("l", "bob", Duration.ofSeconds(30))).isEmpty();
      assertThat(store.lease("l").orElseThrow().until().toEpochMilli()).isEqualTo(ends);
      assertThat(store.acquire("l", "alice", Duration.ofSeconds(30)).orElseThrow().token())
          .isEqualTo(7);
    }
  }

  @Test
  void open_ofDatabaseOfAnotherProgram_refusesAndChangesNothing() throws SQLException {
    try (Session session = database.open()) {
      session.update("CREATE TABLE invoices (id INTEGER)");
    }
    try (StateStore store = StateStore.file(directory.resolve("state.db"))) {
      assertThatThrownBy(() -> store.get("k", "a"))
          .isInstanceOf(StoreFailed.class)
          .hasMessageContaining("belongs to another program, it has a table invoices");
    }
    try (Session session = database.open()) {
      assertThat(session.list("SELECT name FROM sqlite_master", row -> row.getString(1)))
          .containsExactly("invoices");
    }
  }

  private void upgrade(Schema.Step... steps) throws SQLException {
    try (Session session = database.open()) {
      new Schema(database, List.of(steps)).upgrade(session);
    }
  }

  private static int version(Session session) throws SQLException {
    return session.first("SELECT version FROM schema_version", row -> row.getInt(1)).orElseThrow();
  }
}
