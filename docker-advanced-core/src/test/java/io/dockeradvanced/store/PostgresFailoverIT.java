package io.dockeradvanced.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.internal.Threads;
import io.dockeradvanced.lab.LabDatabase;
import io.dockeradvanced.lab.LabPostgres;
import io.dockeradvanced.lab.Waiting;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Connections that die at the worst moment: nothing is lost, and nothing happens twice. */
@Timeout(300)
final class PostgresFailoverIT {
  @RegisterExtension static final LabDatabase database = LabPostgres.shared().database();

  private static StateStore open(String url, Duration patience) {
    PostgresUrl parsed = PostgresUrl.parse(url);
    return new JdbcStore(new Postgres(new PostgresConnector(parsed, null), null, patience));
  }

  /** The address of a schema by way of the proxy; every commit is sent by its name. */
  private static String via(CommitProxy proxy, String url) {
    return url.replace(":" + port(url) + "/", ":" + proxy.port() + "/") + "&prepareThreshold=0";
  }

  private static int port(String url) {
    return URI.create(url.substring("jdbc:".length())).getPort();
  }

  // ---- a commit whose fate is not told

  @Test
  void commit_whoseReplyIsLost_isDoneOnceAndNotReportedFailed() throws Exception {
    String url = database.freshSchemaWithLogin();
    Random random = new Random(4);
    try (CommitProxy proxy = new CommitProxy(port(url));
        StateStore store = StateStore.jdbc(via(proxy, url))) {
      store.write(new Batch().put("k", "a", 0, "0"));
      for (int i = 1; i <= 40; i++) {
        CommitProxy.Cut cut = CommitProxy.Cut.values()[random.nextInt(3)];
        proxy.cutNext(cut);
        store.write(new Batch().put("k", "a", i, "" + i).append("s/1", "t", "" + i));
      }
      assertThat(proxy.cuts()).isGreaterThan(15);
      assertThat(store.get("k", "a").orElseThrow().revision()).isEqualTo(41);
      assertThat(store.events("s/1", 0, 100)).hasSize(40);
    }
  }

  /** The server was reached, or there would be no commit. */
  @Test
  void firstCommitOfAStore_whoseConnectionEnds_isTriedAgain() throws Exception {
    String url = database.freshSchemaWithLogin();
    try (StateStore other = StateStore.jdbc(url)) {
      other.write(new Batch().put("k", "tables are there", 0, "0"));
    }
    try (CommitProxy proxy = new CommitProxy(port(url));
        StateStore store = StateStore.jdbc(via(proxy, url))) {
      proxy.cutNext(CommitProxy.Cut.BEFORE);
      store.write(new Batch().put("k", "a", 0, "1"));
      assertThat(proxy.cuts()).isOne();
      assertThat(store.get("k", "a").orElseThrow().revision()).isEqualTo(1);
    }
  }

  @Test
  void lease_whoseReplyIsLost_isTheOneThatWasGiven() throws Exception {
    String url = database.freshSchemaWithLogin();
    try (CommitProxy proxy = new CommitProxy(port(url));
        StateStore store = StateStore.jdbc(via(proxy, url))) {
      store.list("k");
      proxy.cutNext(CommitProxy.Cut.REPLY);
      Lease lease = store.acquire("l", "alice", Duration.ofMinutes(1)).orElseThrow();
      assertThat(lease.token()).isEqualTo(1);
      assertThat(store.lease("l")).contains(lease);
      proxy.cutNext(CommitProxy.Cut.REPLY);
      String digest = store.putBlob(new byte[] {1});
      proxy.cutNext(CommitProxy.Cut.REPLY);
      assertThat(store.deleteBlob(digest)).as("done once, and it was there").isTrue();
      assertThat(proxy.cuts()).isEqualTo(3);
    }
  }

  @Test
  void conflict_besideACommitWhoseReplyIsLost_staysAConflict() throws Exception {
    String url = database.freshSchemaWithLogin();
    try (CommitProxy proxy = new CommitProxy(port(url));
        StateStore store = StateStore.jdbc(via(proxy, url))) {
      store.write(new Batch().put("k", "a", 0, "0"));
      ExecutorService threads = Executors.newFixedThreadPool(8);
      List<Future<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        boolean good = i % 2 == 0;
        String id = "x" + i;
        all.add(
            threads.submit(
                () -> {
                  if (id.endsWith("5")) {
                    proxy.cutNext(CommitProxy.Cut.REPLY);
                  }
                  try {
                    store.write(new Batch().put("k", id, good ? 0 : 7, "{}"));
                    return true;
                  } catch (StoreConflict e) {
                    return false;
                  }
                }));
      }
      for (int i = 0; i < 200; i++) {
        assertThat(all.get(i).get()).isEqualTo(i % 2 == 0);
      }
      threads.shutdown();
      assertThat(proxy.cuts()).isPositive();
      assertThat(store.list("k")).hasSize(101);
    }
  }

  @Test
  void commit_ofAServerThatStaysAway_saysThatItIsNotKnown() throws Exception {
    String url = database.freshSchemaWithLogin();
    try (CommitProxy proxy = new CommitProxy(port(url));
        StateStore store = open(via(proxy, url), Duration.ofMillis(300))) {
      store.write(new Batch().put("k", "a", 0, "0"));
      proxy.cutNext(CommitProxy.Cut.REPLY);
      proxy.refuseAfterCut();
      assertThatThrownBy(() -> store.write(new Batch().put("k", "a", 1, "1")))
          .isInstanceOf(StoreFailed.class)
          .isNotInstanceOf(StoreConflict.class)
          .hasMessageContaining(" cannot be reached; see that its server runs")
          .hasMessageEndingWith("; whether the last write was kept is not known, read it again");
      assertThatThrownBy(() -> store.get("k", "a"))
          .isInstanceOf(StoreFailed.class)
          .hasMessageContaining(" cannot be reached");
    }
    try (StateStore direct = StateStore.jdbc(url)) {
      assertThat(direct.get("k", "a").orElseThrow().revision()).isEqualTo(2);
    }
  }

  // ---- connections that are ended

  @Test
  void connections_endedAtRandomUnderLoad_loseNothingAndDoNothingTwice() throws Exception {
    String url = database.freshSchemaWithLogin();
    Random random = new Random(5);
    try (StateStore one = StateStore.jdbc(url);
        StateStore two = StateStore.jdbc(url);
        Accounts accounts = new Accounts()) {
      for (int i = 0; i < 3; i++) {
        accounts.add(one);
        accounts.add(two);
      }
      int ended = 0;
      for (int round = 0; round < 15; round++) {
        int from = accounts.written();
        int more = random.nextInt(40);
        Waiting.assertSoon(
            "the writers go on", Duration.ofSeconds(40), () -> accounts.written() > from + more);
        ended += database.terminateConnections();
      }
      assertThat(ended).isGreaterThan(15);
      assertThat(accounts.settle(one)).isGreaterThan(15);
    }
  }

  @Test
  void server_restartedUnderLoad_losesNothingAndDoesNothingTwice() throws Exception {
    try (LabPostgres server = LabPostgres.own();
        LabDatabase own = server.database().create()) {
      String url = own.freshSchemaWithLogin();
      try (StateStore one = StateStore.jdbc(url);
          StateStore two = StateStore.jdbc(url);
          Accounts accounts = new Accounts()) {
        accounts.add(one);
        accounts.add(one);
        accounts.add(two);
        for (String mode : List.of("fast", "immediate", "immediate")) {
          writesGoOn(accounts);
          server.restart(mode);
        }
        writesGoOn(accounts);
        accounts.settle(two);
      }
    }
  }

  /** With commits that wait for the standby, as any pair needs where nothing may be lost. */
  @Test
  void primary_thatDiesUnderLoad_isReplacedByItsStandby() throws Exception {
    try (LabPostgres primary = LabPostgres.own()) {
      LabDatabase own = primary.database().create();
      String there = own.freshSchemaWithLogin();
      try (LabPostgres standby = primary.standby();
          StateStore one = StateStore.jdbc(primary.orOn(standby, there));
          StateStore two = StateStore.jdbc(standby.orOn(primary, standby.here(primary, there)));
          Accounts accounts = new Accounts()) {
        accounts.add(one);
        accounts.add(two);
        accounts.add(two);
        writesGoOn(accounts);
        primary.stop("immediate");
        standby.promote();
        writesGoOn(accounts);
        accounts.settle(two);
      }
    }
  }

  private static void writesGoOn(Accounts accounts) {
    int from = accounts.written();
    Waiting.assertSoon(
        "the writers go on", Duration.ofSeconds(40), () -> accounts.written() > from + 50);
  }

  @Test
  void connection_whoseServerProcessIsFrozen_isLeftAndTheWriteGoesOn() throws Exception {
    String url = database.freshSchemaWithLogin() + "&socketTimeout=1&ApplicationName=frozen";
    try (StateStore store = StateStore.jdbc(url)) {
      store.write(new Batch().put("k", "a", 0, "0"));
      String pid =
          database.sql("SELECT pid FROM pg_stat_activity WHERE application_name = 'frozen'");
      signal("STOP", pid);
      try {
        store.write(new Batch().put("k", "a", 1, "1"));
      } finally {
        signal("CONT", pid);
      }
      assertThat(store.get("k", "a").orElseThrow().revision()).isEqualTo(2);
    }
  }

  private static void signal(String signal, String pid) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + signal, pid).start().waitFor()).isZero();
  }

  // ---- many readers

  @Test
  void readers_moreThanThePoolHas_areAllServed() throws Exception {
    try (StateStore store = StateStore.jdbc(database.freshSchemaWithLogin())) {
      store.write(new Batch().put("k", "a", 0, "x".repeat(100_000)));
      ExecutorService threads = Executors.newFixedThreadPool(64);
      List<Future<Integer>> all = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        all.add(
            threads.submit(
                () -> {
                  int read = 0;
                  for (int j = 0; j < 20; j++) {
                    read += store.list("k").size();
                  }
                  return read;
                }));
      }
      for (Future<Integer> one : all) {
        assertThat(one.get()).isEqualTo(20);
      }
      threads.shutdown();
      assertThat(Integer.parseInt(connections())).isLessThanOrEqualTo(PostgresPool.CONNECTIONS + 1);
    }
  }

  /** As when an address leads to the server that takes over before it may be written to. */
  @Test
  void write_toAServerThatDoesNotTakeWritesYet_waitsUntilItDoes() throws Exception {
    try (StateStore store = StateStore.jdbc(database.freshSchemaWithLogin())) {
      store.write(new Batch().put("k", "a", 0, "0"));
      String readOnly = "ALTER DATABASE " + database.name() + " SET default_transaction_read_only";
      database.sql(readOnly + " = on");
      database.terminateConnections();
      CompletableFuture<Void> write =
          CompletableFuture.runAsync(() -> store.write(new Batch().put("k", "a", 1, "1")));
      Waiting.assertSoon(
          "it has connected again",
          Duration.ofSeconds(10),
          () -> write.isDone() || !connections().equals("0"));
      assertThat(write).isNotDone();
      database.sql("SET default_transaction_read_only = off", readOnly + " = off");
      write.get(20, TimeUnit.SECONDS);
      assertThat(store.get("k", "a").orElseThrow().revision()).isEqualTo(2);
    }
  }

  private String connections() {
    return database.sql(
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'docker-advanced'"
            + " AND datname = current_database()");
  }

  @Test
  void call_ofAnInterruptedThread_isDoneAndTheFlagStays() {
    try (StateStore store = StateStore.jdbc(database.freshSchemaWithLogin())) {
      store.write(new Batch().put("k", "a", 0, "0"));
      Thread.currentThread().interrupt();
      try {
        assertThat(store.get("k", "a")).isPresent();
        store.write(new Batch().put("k", "a", 1, "1"));
        database.terminateConnections();
        store.write(new Batch().put("k", "a", 2, "2"));
        assertThat(store.get("k", "a").orElseThrow().revision()).isEqualTo(3);
      } finally {
        assertThat(Thread.interrupted()).isTrue();
      }
    }
  }

  /** Where threads are virtual, each interrupt closes the connection under its call. */
  @Test
  void calls_ofAThreadThatIsInterruptedAgainAndAgain_areDoneOnce() throws Exception {
    try (StateStore store = StateStore.jdbc(database.freshSchemaWithLogin())) {
      store.write(new Batch().put("k", "a", 0, "0"));
      CompletableFuture<Integer> done = new CompletableFuture<>();
      Thread thread =
          Threads.workers("interrupted")
              .newThread(
                  () -> {
                    try {
                      int number = 0;
                      while (number < 100) {
                        store.write(new Batch().put("k", "a", ++number, "" + number));
                        assertThat(store.get("k", "a").orElseThrow().json()).isEqualTo("" + number);
                      }
                      done.complete(number);
                    } catch (Throwable e) {
                      done.completeExceptionally(e);
                    }
                  });
      thread.start();
      int interrupts = 0;
      while (!Waiting.until(Duration.ofMillis(20), done::isDone)) {
        thread.interrupt();
        interrupts++;
      }
      assertThat(done.get()).isEqualTo(100);
      assertThat(interrupts).isPositive();
      assertThat(store.get("k", "a").orElseThrow().revision()).isEqualTo(101);
    }
  }
}
