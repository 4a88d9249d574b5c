package io.dockeradvanced.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.store.StateStore;
import io.dockeradvanced.store.TinyDisk;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real store fails in the middle of an operation: it stands still, and goes on afterwards. */
@Timeout(120)
class StoreFaultsTest {
  @TempDir Path directory;

  private static void failsAndIsRecovered(Path file, Fault fault, String sentence)
      throws Exception {
    failsAndIsRecovered(
        new FakeWorld(clock -> StateStore.jdbc("jdbc:sqlite:" + file + "?busy_timeout=100", clock)),
        fault,
        "the state store " + file + " " + sentence);
  }

  /** Makes the store of a world fail while step b works, mends it, and recovers; closes it. */
  static void failsAndIsRecovered(FakeWorld world, Fault fault, String sentence) throws Exception {
    try {
      world.on(
          "b",
          context -> {
            fault.begin();
            return Optional.empty();
          });
      try (FakeProcess process = new FakeProcess(world)) {
        OperationFailed failed =
            RunFixture.failure(
                process
                    .operations()
                    .start(
                        FakePlan.of(
                            process,
                            FakeStep.step("a"),
                            FakeStep.step("b", "a"),
                            FakeStep.step("c", "b"))));
        assertThat(failed.outcome()).isEqualTo(Outcome.INTERRUPTED);
        assertThat(failed).hasMessageContaining(sentence);
      }
      assertThat(world.changes())
          .as("nothing begins without a journal")
          .containsExactly("+a", "+b");
      assertThat(world.engine.locks()).isEmpty();
      fault.end();
      world.behaviours.clear();
      world.clock.forward(Duration.ofSeconds(31));
      try (FakeProcess fresh = new FakeProcess(world)) {
        assertThat(fresh.operations().recover())
            .extracting(Recovery::outcome)
            .containsExactly(Outcome.DONE);
      }
      assertThat(world.changes()).containsExactly("+a", "+b", "+c");
    } finally {
      world.store.close();
    }
  }

  /** What ails a store. */
  interface Fault {
    void begin() throws Exception;

    void end() throws Exception;
  }

  @Test
  void store_lockedForTooLong_isGoneOnWithAfterwards() throws Exception {
    Path file = directory.resolve("state.db");
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = other.createStatement()) {
      failsAndIsRecovered(
          file,
          new Fault() {
            @Override
            public void begin() throws SQLException {
              statement.execute("BEGIN IMMEDIATE");
            }

            @Override
            public void end() throws SQLException {
              statement.execute("ROLLBACK");
            }
          },
          "was locked by another process for 100 ms; find it");
    }
  }

  @Test
  void store_onADiskThatFillsUp_isGoneOnWithAfterwards() throws Exception {
    try (TinyDisk disk = new TinyDisk(directory)) {
      Path filler = disk.path().resolve("filler");
      failsAndIsRecovered(
          disk.path().resolve("state.db"),
          new Fault() {
            @Override
            public void begin() throws IOException {
              try (OutputStream out = Files.newOutputStream(filler)) {
                byte[] page = new byte[4096];
                while (true) {
                  out.write(page);
                }
              } catch (IOException full) {
                assertThat(filler).isNotEmptyFile();
              }
            }

            @Override
            public void end() throws IOException {
              Files.delete(filler);
            }
          },
          "cannot grow, the disk is full; free some space");
    }
  }
}
