package io.dockeradvanced.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that write at once, processes that are killed, and disks that lose the last bytes. */
final class SqliteCrashTest implements ProcessContract {
  @TempDir Path directory;

  @Override
  public String childUrl() {
    return "jdbc:sqlite:" + directory.resolve("state.db");
  }

  @Override
  public Map<String, String> childEnvironment() {
    return Map.of();
  }

  @Override
  public StateStore openStore() {
    return StateStore.file(directory.resolve("state.db"));
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
          int found = ProcessContract.wholeBatches(reopened, "w0");
          long expected = sizes.stream().filter(size -> size <= tear).count();
          assertThat(found).as("torn at %d", tear).isEqualTo((int) expected);
          StoreChild.write(reopened, "w0", found + 1);
          assertThat(ProcessContract.wholeBatches(reopened, "w0")).isEqualTo(found + 1);
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

  private static Path wal(Path file) {
    return file.resolveSibling(file.getFileName() + "-wal");
  }
}
