package io.dockeradvanced.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteFaultsTest {
  private static final Batch BATCH = new Batch().put("k", "a", Batch.ANY, "{}");

  @TempDir Path directory;

  @Test
  void write_whileAnotherProcessHoldsTheLock_saysForHowLong() throws SQLException {
    Path file = directory.resolve("state.db");
    try (StateStore store = StateStore.jdbc("jdbc:sqlite:" + file + "?busy_timeout=100")) {
      store.write(BATCH);
      try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
          Statement statement = other.createStatement()) {
        statement.execute("BEGIN IMMEDIATE");
        assertThatThrownBy(() -> store.write(BATCH))
            .isInstanceOf(StoreFailed.class)
            .isNotInstanceOf(StoreConflict.class)
            .hasMessageStartingWith(
                "the state store " + file + " was locked by another process for 100 ms;");
        assertThat(store.get("k", "a")).as("readers do not wait").isPresent();
        statement.execute("ROLLBACK");
      }
      store.write(BATCH);
    }
  }

  /** It may hold the lock in the middle of its work: a frozen one is waited for no longer. */
  @Test
  void write_whileAFrozenProcessHoldsTheLock_saysForHowLongAndWorksAfterItsDeath()
      throws Exception {
    Path file = directory.resolve("state.db");
    String url = "jdbc:sqlite:" + file;
    try (StateStore store = StateStore.jdbc(url + "?busy_timeout=200")) {
      store.write(BATCH);
      Process child = StoreChild.start(Map.of(), "lock", url);
      try (BufferedReader out = child.inputReader()) {
        assertThat(out.readLine()).isEqualTo("locked");
        assertThat(new ProcessBuilder("kill", "-STOP", "" + child.pid()).start().waitFor())
            .isZero();
        assertThatThrownBy(() -> store.write(BATCH))
            .isInstanceOf(StoreFailed.class)
            .hasMessageStartingWith(
                "the state store " + file + " was locked by another process for 200 ms;");
        assertThat(store.get("k", "a")).isPresent();
      } finally {
        child.destroyForcibly().waitFor();
      }
      store.write(BATCH);
      assertThat(store.get("k", "a").orElseThrow().revision()).isEqualTo(2);
    }
  }

  @Test
  void use_ofDirectory_saysSo() {
    fails(directory, "the state store " + directory + " is a directory; give the path");
  }

  @Test
  void use_belowAFile_saysThatItCannotBeCreated() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    fails(
        file.resolve("state.db"),
        "the state store " + file.resolve("state.db") + " cannot be created; check that");
  }

  @Test
  void use_ofAnotherKindOfFile_saysSo() throws IOException {
    Path file = Files.writeString(directory.resolve("notes.txt"), "no database ".repeat(100));
    fails(file, "the state store " + file + " is not a SQLite database; give the path of another");
    assertThat(file).hasContent("no database ".repeat(100));
  }

  @Test
  void use_ofDamagedFile_saysSo() throws IOException {
    Path file = directory.resolve("state.db");
    try (StateStore store = StateStore.file(file)) {
      for (int i = 0; i < 50; i++) {
        store.write(new Batch().put("k", "a" + i, 0, "x".repeat(1000)));
      }
    }
    byte[] bytes = Files.readAllBytes(file);
    // The first page names the tables; all behind it is lost.
    Arrays.fill(bytes, 4096, bytes.length, (byte) 0x5a);
    Files.write(file, bytes);
    fails(file, "the state store " + file + " is damaged; restore it from a backup");
  }

  @Test
  void use_ofReadOnlyFileSystem_saysSo() throws Exception {
    try (TinyDisk disk = new TinyDisk(directory)) {
      Path file = disk.path().resolve("state.db");
      try (StateStore store = StateStore.file(file)) {
        store.write(BATCH);
      }
      disk.readOnly();
      try (StateStore store = StateStore.file(file)) {
        assertThatThrownBy(() -> store.write(BATCH))
            .isInstanceOf(StoreFailed.class)
            .hasMessageStartingWith("the state store " + file + " cannot be ");
      }
      fails(
          disk.path().resolve("new.db"),
          "the state store " + disk.path().resolve("new.db") + " cannot be created; check");
    }
  }

  @Test
  void write_onFullDisk_saysSoAndKeepsWhatWasThere() throws Exception {
    try (TinyDisk disk = new TinyDisk(directory)) {
      Path file = disk.path().resolve("state.db");
      try (StateStore store = StateStore.file(file)) {
        store.write(BATCH);
        fillUp(store, file);
        assertThat(store.get("k", "a")).isPresent();
      }
      try (StateStore store = StateStore.file(file)) {
        assertThat(store.get("k", "a")).isPresent();
      }
    }
  }

  @Test
  void write_toDatabaseAtItsLargestSize_failsAloneAndKeepsWhatWasThere() {
    Path file = directory.resolve("state.db");
    Database small = new LimitedPages(file, 60);
    try (StateStore store = new JdbcStore(small)) {
      store.write(BATCH);
      fillUp(store, file);
      store.write(BATCH);
      assertThat(store.get("k", "a").orElseThrow().revision()).isEqualTo(2);
    }
  }

  @Test
  void explain_ofEveryKnownCode_namesTheFileAndTheNextStep() {
    Path file = directory.resolve("state.db");
    Sqlite sqlite = new Sqlite(file, Duration.ofSeconds(1), Clock.systemUTC());
    for (int code : new int[] {3, 5, 6, 8, 10, 11, 13, 14, 23, 26}) {
      assertThat(sqlite.explain(new SQLException("native text", "", code)))
          .hasMessageStartingWith("the state store " + file + " ")
          .hasMessageContaining("; ")
          .hasRootCauseMessage("native text");
    }
    assertThat(sqlite.explain(new SQLException("native text", "", 1)))
        .hasMessageEndingWith(" failed: native text");
  }

  @Test
  void blob_thatWasChangedOnTheDisk_isNotGivenOut() throws SQLException {
    Path file = directory.resolve("state.db");
    try (StateStore store = StateStore.file(file)) {
      String digest = store.putBlob(new byte[] {1, 2, 3});
      try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
          Statement statement = other.createStatement()) {
        statement.execute("UPDATE blobs SET content = x'010204'");
      }
      assertThatThrownBy(() -> store.blob(digest))
          .isInstanceOf(StoreFailed.class)
          .hasMessageContaining("is damaged; delete it and put it again");
    }
  }

  @Test
  void open_alone_createsNothing() throws IOException {
    StateStore.file(directory.resolve("sub/state.db")).close();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void files_ofTheStore_belongToTheOwnerAlone() throws IOException {
    assumeTrue(
        directory.getFileSystem().supportedFileAttributeViews().contains("posix"),
        "this file system has no owners and modes");
    Path file = directory.resolve("a/b/state.db");
    try (StateStore store = StateStore.file(file)) {
      store.write(BATCH);
      assertThat(store.get("k", "a")).isPresent();
      for (String name : List.of("state.db", "state.db-wal", "state.db-shm")) {
        assertThat(mode(file.resolveSibling(name))).as(name).isEqualTo("rw-------");
      }
    }
    assertThat(mode(directory.resolve("a"))).isEqualTo("rwx------");
    assertThat(mode(directory.resolve("a/b"))).isEqualTo("rwx------");
  }

  @Test
  void file_withOddName_isThatFile() {
    for (String name : List.of("a b.db", "what?.db", "50%20.db", "c#d.db", "q'u\"o;te&=.db")) {
      Path file = directory.resolve(name);
      try (StateStore store = StateStore.file(file)) {
        store.write(BATCH);
      }
      assertThat(file).exists();
    }
    assertThat(directory.toFile().list()).hasSize(5);
  }

  private static void fillUp(StateStore store, Path file) {
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 1000; i++) {
                store.write(new Batch().put("k", "big" + i, 0, "x".repeat(100_000)));
              }
            })
        .isInstanceOf(StoreFailed.class)
        .hasMessage(
            "the state store "
                + file
                + " cannot grow, the disk is full; free some space and try again");
  }

  private static void fails(Path file, String message) {
    try (StateStore store = StateStore.file(file)) {
      assertThatThrownBy(() -> store.list("k"))
          .isInstanceOf(StoreFailed.class)
          .hasMessageStartingWith(message);
      assertThatThrownBy(() -> store.write(BATCH))
          .isInstanceOf(StoreFailed.class)
          .hasMessageStartingWith(message);
    }
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  /** SQLite that may use only so many pages. */
  private static final class LimitedPages extends Sqlite {
    private final int pages;

    LimitedPages(Path file, int pages) {
      super(file, Duration.ofSeconds(1), Clock.systemUTC());
      this.pages = pages;
    }

    @Override
    public Session open() throws SQLException {
      Session session = super.open();
      session.list("PRAGMA max_page_count = " + pages, row -> 0);
      return session;
    }
  }
}
