package io.dockeradvanced.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that write at once, processes that are killed, and disks that lose the last bytes. */
final class SqliteCrashTest {
  @TempDir Path directory;

  @Test
  void count_byManyProcessesFromAnEmptyStore_losesNothing() throws Exception {
    Path file = directory.resolve("state.db");
    try (StateStore store = StateStore.file(file)) {
      store.write(new Batch().put("k", "counter", 0, "0"));
      List<Process> children = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        children.add(StoreChild.start("count", file.toString(), "60"));
      }
      for (int i = 0; i < 60; i++) {
        Counters.increment(store, "k", "counter");
      }
      for (Process child : children) {
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(child.exitValue()).isZero();
      }
      assertThat(store.get("k", "counter").orElseThrow().json()).isEqualTo("240");
    }
  }

  @Test
  void kill_atAnyMoment_losesNothingThatWasAcknowledged() throws Exception {
    Path file = directory.resolve("state.db");
    int[] acknowledged = new int[StoreChild.WRITERS];
    Random random = new Random(1);
    for (int round = 0; round < 8; round++) {
      Process child = StoreChild.start("write", file.toString());
      try (BufferedReader out = child.inputReader()) {
        StoreChild.collect(out, random.nextInt(300), acknowledged);
        child.toHandle().destroyForcibly(); // unlike that of Process, leaves its output open
        StoreChild.collect(out, Integer.MAX_VALUE, acknowledged);
      }
      assertThat(child.waitFor()).isEqualTo(128 + 9);
      try (StateStore store = StateStore.file(file)) {
        for (int i = 0; i < StoreChild.WRITERS; i++) {
          // One more may be there: written, but killed before it was said.
          assertThat(wholeBatches(store, "w" + i)).isBetween(acknowledged[i], acknowledged[i] + 1);
        }
      }
    }
  }

  @Test
  void open_afterTheLogWasTorn_findsWholeBatchesUpToTheTear() throws Exception {
    int batches = 60;
    Path file = directory.resolve("state.db");
    Path copies = Files.createDirectory(directory.resolve("copies"));
    Random random = new Random(2);
    try (StateStore store = StateStore.file(file)) {
      List<Long> sizes = new ArrayList<>();
      for (int i = 1; i <= batches; i++) {
        StoreChild.write(store, "w0", i);
        sizes.add(Files.size(wal(file)));
      }
      for (int round = 0; round < 120; round++) {
        Path copy = copies.resolve(round + ".db");
        Files.copy(file, copy);
        Files.copy(wal(file), wal(copy));
        long tear = random.nextLong(Files.size(wal(copy)));
        tear(wal(copy), tear, random);
        try (StateStore reopened = StateStore.file(copy)) {
          int found = wholeBatches(reopened, "w0");
          long expected = sizes.stream().filter(size -> size <= tear).count();
          assertThat(found).as("torn at %d", tear).isEqualTo((int) expected);
          StoreChild.write(reopened, "w0", found + 1);
          assertThat(wholeBatches(reopened, "w0")).isEqualTo(found + 1);
        }
      }
    }
  }

  /** Cuts the file there, or makes noise of all that follows, or changes one byte. */
  private static void tear(Path log, long at, Random random) throws IOException {
    try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
      int kind = random.nextInt(3);
      if (kind == 0) {
        channel.truncate(at);
      } else {
        byte[] noise = new byte[kind == 1 ? (int) (channel.size() - at) : 32];
        random.nextBytes(noise);
        channel.write(ByteBuffer.wrap(noise), at);
      }
    }
  }

  /** The number of batches of a writer, having checked that every part of each is there. */
  private static int wholeBatches(StateStore store, String writer) {
    int number = StoreChild.next(store, writer) - 1;
    List<StoredEvent> events = store.events("log/" + writer, 0, Integer.MAX_VALUE);
    assertThat(events).hasSize(number);
    for (int i = 0; i < number; i++) {
      assertThat(events.get(i).sequence()).isEqualTo(i + 1);
      assertThat(events.get(i).json()).isEqualTo("" + (i + 1));
    }
    if (number > 0) {
      assertThat(store.get("last", writer).orElseThrow().json()).isEqualTo("" + number);
    }
    return number;
  }

  private static Path wal(Path file) {
    return file.resolveSibling(file.getFileName() + "-wal");
  }
}
