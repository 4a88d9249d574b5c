package io.dockeradvanced.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LabPostgresIT {
  @Test
  void server_ofOnesOwn_keepsItsDataOverARestartAndLeavesNothing() throws Exception {
    Path home;
    try (LabPostgres server = LabPostgres.own()) {
      home = server.passwordFile().getParent();
      assertThat(server.toString()).startsWith("jdbc:postgresql://127.0.0.1:");
      assertThat(server.toString()).doesNotContain(server.password());
      assertThat(
              PosixFilePermissions.toString(Files.getPosixFilePermissions(server.passwordFile())))
          .isEqualTo("rw-------");
      long pid = server.pid();
      try (LabDatabase database = server.database().create()) {
        database.sql("CREATE TABLE kept (x int)", "INSERT INTO kept VALUES (7)");
        for (String mode : new String[] {"fast", "immediate"}) {
          server.restart(mode);
          assertThat(database.sql("SELECT x FROM kept")).isEqualTo("7");
        }
        assertThat(database.freshSchema()).isNotEqualTo(database.freshSchema());
      }
      assertThat(server.pid()).isNotEqualTo(pid);
      // It has ended; init may take a moment to take note of it.
      Waiting.assertSoon(
          "the first server is gone",
          Duration.ofSeconds(30),
          () -> !ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false));
    }
    assertThat(home).doesNotExist();
  }

  @Test
  void database_afterItsClass_isGone() {
    LabPostgres server = LabPostgres.shared();
    LabDatabase database = server.database().create();
    assertThat(database.sql("SELECT current_database()")).isEqualTo(database.name());
    database.close();
    assertThat(
            server.sql(
                "postgres",
                "SELECT count(*) FROM pg_database WHERE datname = '" + database.name() + "'"))
        .isEqualTo("0");
  }

  @Test
  void server_asItIsNotNamed_isRefused() {
    Path script = LabScripts.project().resolve("lab/postgres");
    for (String[] words : new String[][] {{"up", "../x"}, {"nonsense"}, {"restart", "none-such"}}) {
      assertThatThrownBy(() -> LabScripts.lastLine(script, java.util.Map.of(), words))
          .isInstanceOf(LabUnavailable.class)
          .hasMessageStartingWith("lab: ");
    }
    assertThat(
            LabScripts.Run.of(
                    java.util.List.of(script.toString(), "status", "none-such"), java.util.Map.of())
                .status())
        .isEqualTo(3);
  }
}
