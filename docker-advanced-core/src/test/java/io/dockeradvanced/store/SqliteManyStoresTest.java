package io.dockeradvanced.store;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteManyStoresTest extends ManyStores {
  @TempDir Path directory;

  @Override
  String url() {
    return "jdbc:sqlite:" + directory.resolve("state.db");
  }
}
