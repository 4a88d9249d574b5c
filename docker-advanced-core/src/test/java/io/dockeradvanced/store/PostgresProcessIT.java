package io.dockeradvanced.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.lab.LabDatabase;
import io.dockeradvanced.lab.LabPostgres;
import io.dockeradvanced.lab.Waiting;
import java.io.BufferedReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several JVMs on one server: none loses anything, and one that was frozen is fenced. */
@Timeout(300)
final class PostgresProcessIT implements ProcessContract {
  @RegisterExtension static final LabDatabase database = LabPostgres.shared().database();

  private final String url = database.freshSchema();

  @Override
  public String childUrl() {
    return url + "&user=" + LabPostgres.USER;
  }

  /** The driver's own way: a file of mode 0600. */
  @Override
  public Map<String, String> childEnvironment() {
    return Map.of("PGPASSFILE", database.server().passwordFile().toString());
  }

  /** The server may still be at what a killed child asked for last. */
  @Override
  public StateStore openStore() {
    Waiting.assertSoon(
        "the server has ended the connections of the dead",
        Duration.ofSeconds(20),
        () ->
            database
                .sql(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND pid <> pg_backend_pid() AND backend_type = 'client backend'")
                .equals("0"));
    return open();
  }

  private StateStore open() {
    return StateStore.jdbc(url, LabPostgres.USER, database.server()::password);
  }

  @Test
  void child_withThePasswordInTheEnvironment_getsIn() throws Exception {
    try (StateStore store = open()) {
      store.write(new Batch().put("k", "counter", 0, "0"));
      Process child =
          StoreChild.start(
              Map.of("PGPASSWORD", database.server().password(), "PGPASSFILE", "/dev/null"),
              "count",
              childUrl(),
              "3");
      assertThat(child.waitFor()).isZero();
      assertThat(store.get("k", "counter").orElseThrow().json()).isEqualTo("3");
    }
  }

  @Test
  void process_frozenPastItsLease_isFencedWhenItGoesOn() throws Exception {
    try (StateStore store = open()) {
      Process child = StoreChild.start(childEnvironment(), "hold", childUrl(), "5000");
      try (BufferedReader out = child.inputReader()) {
        for (int i = 0; i < 20; i++) {
          assertThat(out.readLine()).startsWith("wrote ");
        }
        signal("STOP", child);
        assertThat(store.lease("lease").orElseThrow().owner()).isEqualTo("child");
        Lease[] taken = new Lease[1];
        Waiting.assertSoon(
            "the lease of the frozen process can be taken",
            Duration.ofSeconds(30),
            () -> {
              Optional<Lease> lease = store.acquire("lease", "parent", Duration.ofMinutes(1));
              lease.ifPresent(mine -> taken[0] = mine);
              return lease.isPresent();
            });
        assertThat(taken[0].token()).isEqualTo(2);
        store.write(new Batch().require(taken[0]).append("log/lease", "parent", "{}"));
        signal("CONT", child);
        List<String> rest = out.lines().toList();
        assertThat(rest.get(rest.size() - 1))
            .startsWith("fenced: the lease lease is no longer held by child with token 1");
        assertThat(child.waitFor()).isZero();
      } finally {
        child.destroyForcibly();
      }
      List<StoredEvent> events = store.events("log/lease", 0, Integer.MAX_VALUE);
      assertThat(events.get(events.size() - 1).type()).isEqualTo("parent");
    }
  }

  private static void signal(String signal, Process process) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start().waitFor())
        .isZero();
  }
}
