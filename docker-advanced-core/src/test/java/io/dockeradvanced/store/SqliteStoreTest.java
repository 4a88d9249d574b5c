package io.dockeradvanced.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteStoreTest extends StateStoreContract {
  @TempDir Path directory;

  @Override
  StateStore open(TestClock clock) {
    return StateStore.jdbc("jdbc:sqlite:" + directory.resolve("state.db"), clock);
  }
}
