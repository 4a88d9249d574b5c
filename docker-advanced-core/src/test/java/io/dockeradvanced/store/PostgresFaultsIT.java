package io.dockeradvanced.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dockeradvanced.lab.LabDatabase;
import io.dockeradvanced.lab.LabPostgres;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Servers that refuse us, and servers that are not for us: one sentence, and no secret in it. */
@Timeout(120)
final class PostgresFaultsIT {
  @RegisterExtension static final LabDatabase database = LabPostgres.shared().database();
  private static final Batch BATCH = new Batch().put("k", "a", Batch.ANY, "{}");
  private static final String HUSH = "hush-hush";

  private final LabPostgres server = database.server();
  private final String name = "the state store postgresql:" + database.url().substring(16);
  private final List<String> roles = new ArrayList<>();

  @AfterEach
  void dropRoles() {
    for (String role : roles) {
      database.sql("DROP OWNED BY " + role + " CASCADE", "DROP ROLE " + role);
    }
  }

  /** A role that is no superuser; answers a URL with it. */
  private String role(String url, String options) {
    String role = database.name() + "_r" + System.nanoTime();
    String schema = url.substring(url.lastIndexOf('=') + 1);
    database.sql(
        "CREATE ROLE " + role + " LOGIN PASSWORD '" + HUSH + "' " + options,
        "GRANT USAGE, CREATE ON SCHEMA " + schema + " TO " + role);
    roles.add(role);
    return url + "&user=" + role + "&password=" + HUSH;
  }

  private String lastRole() {
    return roles.get(roles.size() - 1);
  }

  private static StoreFailed fails(String url, String message) {
    StoreFailed failed;
    try (StateStore store = StateStore.jdbc(url)) {
      assertThatThrownBy(() -> store.get("k", "a"))
          .isInstanceOf(StoreFailed.class)
          .hasMessageStartingWith(message);
      failed = catchThrowableOfType(StoreFailed.class, () -> store.write(BATCH));
      assertThat(failed)
          .isNotInstanceOf(StoreConflict.class)
          .hasMessageStartingWith(message)
          .extracting(Throwable::getMessage)
          .asString()
          .hasLineCount(1);
      assertThat(store.toString()).doesNotContain(HUSH);
    }
    StringWriter everything = new StringWriter();
    failed.printStackTrace(new PrintWriter(everything));
    assertThat(everything.toString()).doesNotContain(HUSH);
    return failed;
  }

  // ---- not reached, not let in

  @Test
  void server_thatNobodyListensAt_saysSoAtOnce() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    long began = System.nanoTime();
    fails(
        "jdbc:postgresql://127.0.0.1:" + free + "/x?user=u&password=" + HUSH,
        "the state store postgresql://127.0.0.1:"
            + free
            + "/x cannot be reached; see that its server runs, and check host and port (Connection");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void password_thatIsWrong_saysWhereToCorrectIt() {
    fails(
        database.url() + "?user=da&password=" + HUSH,
        name + " refuses the password; correct it in PGPASSWORD, in .pgpass or where the store");
    try (StateStore store = StateStore.jdbc(database.url(), "da", () -> HUSH)) {
      assertThatThrownBy(() -> store.get("k", "a")).hasMessageContaining("refuses the password");
    }
  }

  @Test
  void password_thatChanges_isAskedForAgain() {
    String[] password = {HUSH};
    String url = database.freshSchema();
    try (StateStore store = StateStore.jdbc(url, "da", () -> password[0])) {
      assertThatThrownBy(() -> store.get("k", "a")).hasMessageContaining("refuses the password");
      password[0] = server.password();
      assertThat(store.get("k", "a")).isEmpty();
    }
  }

  @Test
  void database_thatIsNotThere_saysSo() {
    fails(
        server.url("nowhere") + "?user=da&password=" + server.password(),
        "the state store postgresql:"
            + server.url("nowhere").substring(16)
            + " does not exist; run CREATE DATABASE first");
  }

  @Test
  void role_withoutConnectionsLeft_saysSo() {
    fails(
        role(database.freshSchema(), "CONNECTION LIMIT 0"),
        name + " takes no more connections; raise max_connections or the limit of the role");
  }

  /** The writer has the only one: reading waits, and then says why. */
  @Test
  void role_withOneConnection_canWriteAndSaysWhyItCannotRead() {
    String url = role(database.freshSchema(), "CONNECTION LIMIT 1");
    PostgresConnector connector = new PostgresConnector(PostgresUrl.parse(url), null);
    try (StateStore store = new JdbcStore(new Postgres(connector, null, Duration.ofSeconds(1)))) {
      store.write(BATCH);
      assertThatThrownBy(() -> store.get("k", "a"))
          .isInstanceOf(StoreFailed.class)
          .hasMessageContaining(" takes no more connections; raise max_connections");
      store.write(BATCH);
    }
  }

  // ---- not for us

  @Test
  void role_thatMayNotCreate_saysWhatToGrant() {
    String url = database.freshSchema();
    String schema = url.substring(url.lastIndexOf('=') + 1);
    String with = role(url, "");
    database.sql("REVOKE CREATE ON SCHEMA " + schema + " FROM " + lastRole());
    fails(with, name + " does not allow this user what the store needs; grant it CREATE");
  }

  @Test
  void schema_thatIsNotThere_saysWhatToRun() {
    fails(
        database.withLogin(database.url() + "?currentSchema=nowhere"),
        name + " has no schema for the tables; run CREATE SCHEMA");
  }

  @Test
  void schema_ofAnotherProgram_isRefusedAndLeftAlone() {
    for (String foreign :
        List.of("invoices (id int)", "schema_version (version varchar(50), script text)")) {
      String url = database.freshSchema();
      String schema = url.substring(url.lastIndexOf('=') + 1);
      String table = foreign.substring(0, foreign.indexOf(' '));
      database.sql("CREATE TABLE " + schema + "." + foreign);
      fails(
          database.withLogin(url),
          name
              + " belongs to another program, it has a table "
              + table
              + "; give a database of its own, or a schema by ?currentSchema=NAME");
      assertThat(database.sql("SELECT count(*) FROM pg_tables WHERE schemaname='" + schema + "'"))
          .isEqualTo("1");
    }
  }

  @Test
  void database_thatCannotHoldEveryText_isRefused() {
    String latin = database.name() + "_latin";
    server.sql(
        "postgres", "CREATE DATABASE " + latin + " TEMPLATE template0 ENCODING LATIN1 LOCALE 'C'");
    try {
      fails(
          server.url(latin) + "?user=da&password=" + server.password(),
          "the state store postgresql:"
              + server.url(latin).substring(16)
              + " has the encoding LATIN1; create the database with ENCODING 'UTF8'");
    } finally {
      server.sql("postgres", "DROP DATABASE " + latin + " WITH (FORCE)");
    }
  }

  @Test
  void server_thatIsTooOld_isRefused() throws SQLException {
    PostgresUrl url = PostgresUrl.parse(database.freshSchemaWithLogin());
    PostgresConnector connector = new PostgresConnector(url, null);
    Postgres postgres = new Postgres(connector, null);
    try (Connection connection = connector.connect()) {
      postgres.requireUsable(connection.getMetaData(), Postgres.OLDEST);
      assertThatThrownBy(() -> postgres.requireUsable(connection.getMetaData(), 99))
          .isInstanceOf(StoreFailed.class)
          .hasMessageStartingWith(name + " is on PostgreSQL ")
          .hasMessageEndingWith(", which is too old; use 99 or newer");
    }
  }

  @Test
  void schema_ofANewerRelease_namesBothVersions() {
    String url = database.freshSchema();
    try (StateStore store = StateStore.jdbc(database.withLogin(url))) {
      store.write(BATCH);
    }
    String schema = url.substring(url.lastIndexOf('=') + 1);
    database.sql("UPDATE " + schema + ".schema_version SET version = 3");
    fails(
        database.withLogin(url),
        name + " has schema version 3 but this release of docker-advanced knows only up to 2;");
  }

  @Test
  void schema_openedByManyAtOnce_isMadeOnce() throws Exception {
    String url = database.freshSchema();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String id = "a" + i;
      all.add(
          threads.submit(
              () -> {
                try (StateStore store = StateStore.jdbc(database.withLogin(url))) {
                  store.write(new Batch().put("k", id, 0, "{}"));
                  return true;
                }
              }));
    }
    for (Future<Boolean> one : all) {
      assertThat(one.get()).isTrue();
    }
    threads.shutdown();
    String schema = url.substring(url.lastIndexOf('=') + 1);
    assertThat(database.sql("SELECT count(*) FROM " + schema + ".schema_version")).isEqualTo("1");
    assertThat(database.sql("SELECT count(*) FROM " + schema + ".records")).isEqualTo("8");
    assertThat(database.sql("SELECT count(*) FROM " + schema + ".writers")).isEqualTo("8");
  }

  // ---- not able

  @Test
  void server_thatIsReadOnly_canBeReadAndSaysWhatToDo() {
    String url = database.freshSchema();
    try (StateStore store = StateStore.jdbc(database.withLogin(url))) {
      store.write(BATCH);
    }
    String schema = url.substring(url.lastIndexOf('=') + 1);
    String with = role(url, "");
    database.sql(
        "GRANT ALL ON ALL TABLES IN SCHEMA " + schema + " TO " + lastRole(),
        "ALTER ROLE " + lastRole() + " SET default_transaction_read_only = on");
    try (StateStore store = StateStore.jdbc(with)) {
      assertThat(store.get("k", "a")).isPresent();
      assertThatThrownBy(() -> store.write(BATCH))
          .isInstanceOf(StoreFailed.class)
          .hasMessage(
              name
                  + " is read-only; give the address of the primary server, or set"
                  + " default_transaction_read_only to off");
    }
  }

  @Test
  void write_whileAnotherHoldsTheTable_saysForHowLong() throws SQLException {
    String url = database.freshSchema();
    String schema = url.substring(url.lastIndexOf('=') + 1);
    try (StateStore store = StateStore.jdbc(database.withLogin(url))) {
      store.write(BATCH);
      try (Connection other = DriverManager.getConnection(database.withLogin(url));
          Statement statement = other.createStatement()) {
        other.setAutoCommit(false);
        statement.execute("LOCK TABLE " + schema + ".records IN EXCLUSIVE MODE");
        assertThatThrownBy(() -> store.write(BATCH))
            .isInstanceOf(StoreFailed.class)
            .hasMessageStartingWith(name + " was locked by another application for 10 s; find it");
        assertThat(store.get("k", "a")).as("readers do not wait").isPresent();
        other.rollback();
      }
      store.write(BATCH);
    }
  }

  @Test
  void write_onFullDisk_saysSoAndKeepsWhatWasThere() throws Exception {
    boolean root = "root".equals(System.getProperty("user.name"));
    assumeTrue(root, "only root can give the disk to the server");
    Path directory = Files.createTempDirectory("postgres-disk");
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    String space = database.name() + "_tiny";
    String url = database.freshSchema();
    String schema = url.substring(url.lastIndexOf('=') + 1);
    try (TinyDisk disk = new TinyDisk(directory, "3m")) {
      disk.giveTo("postgres");
      database.sql("CREATE TABLESPACE " + space + " LOCATION '" + disk.path() + "'");
      String with = role(url, "");
      database.sql(
          "GRANT CREATE ON TABLESPACE " + space + " TO " + lastRole(),
          "ALTER ROLE " + lastRole() + " SET default_tablespace = '" + space + "'");
      try (StateStore store = StateStore.jdbc(with)) {
        store.write(BATCH);
        assertThatThrownBy(
                () -> {
                  byte[] noise = new byte[100_000];
                  for (int i = 0; i < 100; i++) {
                    new java.util.Random(i).nextBytes(noise);
                    store.putBlob(noise);
                  }
                })
            .isInstanceOf(StoreFailed.class)
            .hasMessage(
                name
                    + " cannot grow, the disk of the server is full; free some space there and try"
                    + " again");
        assertThat(store.get("k", "a")).isPresent();
      } finally {
        database.sql("DROP SCHEMA " + schema + " CASCADE", "DROP TABLESPACE " + space);
      }
    } finally {
      Files.delete(directory.resolve("disk"));
      Files.delete(directory);
    }
  }

  @Test
  void tables_thatWereDroppedMeanwhile_areMissed() {
    String url = database.freshSchema();
    String schema = url.substring(url.lastIndexOf('=') + 1);
    try (StateStore store = StateStore.jdbc(database.withLogin(url))) {
      store.write(BATCH);
      database.sql("DROP SCHEMA " + schema + " CASCADE");
      assertThatThrownBy(() -> store.write(BATCH))
          .isInstanceOf(StoreFailed.class)
          .hasMessageStartingWith(name + " failed: ERROR: relation \"writers\" does not exist");
    }
  }

  @Test
  void blob_thatWasChangedOnTheServer_isNotGivenOut() {
    String url = database.freshSchema();
    String schema = url.substring(url.lastIndexOf('=') + 1);
    try (StateStore store = StateStore.jdbc(database.withLogin(url))) {
      String digest = store.putBlob(new byte[] {1, 2, 3});
      database.sql("UPDATE " + schema + ".blobs SET content = '\\x010204'");
      assertThatThrownBy(() -> store.blob(digest))
          .isInstanceOf(StoreFailed.class)
          .hasMessageContaining("is damaged; delete it and put it again");
    }
  }

  // ---- set up in ways of its own

  @Test
  void settings_thatWouldBreakOurPromises_areOverruled() throws SQLException {
    String with = role(database.freshSchema(), "");
    database.sql(
        "ALTER ROLE " + lastRole() + " SET synchronous_commit = off",
        "ALTER ROLE " + lastRole() + " SET default_transaction_isolation = 'serializable'");
    Postgres postgres = new Postgres(new PostgresConnector(PostgresUrl.parse(with), null), null);
    try (Session session = postgres.open()) {
      assertThat(session.first("SHOW synchronous_commit", row -> row.getString(1))).contains("on");
      assertThat(session.first("SHOW transaction_isolation", row -> row.getString(1)))
          .contains("read committed");
    }
  }

  @Test
  void settings_thatPromiseMore_areKept() throws SQLException {
    String with = role(database.freshSchema(), "");
    database.sql("ALTER ROLE " + lastRole() + " SET synchronous_commit = 'remote_apply'");
    Postgres postgres = new Postgres(new PostgresConnector(PostgresUrl.parse(with), null), null);
    try (Session session = postgres.open()) {
      assertThat(session.first("SHOW synchronous_commit", row -> row.getString(1)))
          .contains("remote_apply");
    }
  }

  @Test
  void writers_thatAreLongGone_areForgotten() {
    String url = database.freshSchema();
    String schema = url.substring(url.lastIndexOf('=') + 1);
    for (int i = 0; i < 3; i++) {
      try (StateStore store = StateStore.jdbc(database.withLogin(url))) {
        store.write(BATCH);
        store.write(BATCH);
      }
    }
    assertThat(database.sql("SELECT count(*) FROM " + schema + ".writers")).isEqualTo("3");
    database.sql("UPDATE " + schema + ".writers SET at = at - 90000000");
    try (StateStore store = StateStore.jdbc(database.withLogin(url))) {
      store.write(BATCH);
    }
    assertThat(database.sql("SELECT count(*) FROM " + schema + ".writers")).isEqualTo("1");
  }

  // ---- words

  @Test
  void explain_ofEveryKnownState_namesTheStoreAndTheNextStep() {
    Postgres postgres =
        new Postgres(new PostgresConnector(PostgresUrl.parse("jdbc:postgresql://h/x"), null), null);
    for (String state :
        List.of(
            "28P01", "28000", "3D000", "3F000", "42501", "25006", "53100", "53200", "53300",
            "55P03", "57P03", "XX001", "08001", "08006", "57P01")) {
      assertThat(postgres.explain(new SQLException("native text\n  more", state)))
          .hasMessageStartingWith("the state store postgresql://h/x ")
          .hasMessageContaining("; ")
          .hasMessageNotContaining("more\n")
          .hasRootCauseMessage("native text\n  more");
    }
    assertThat(postgres.explain(new SQLException("native text", "22P02")))
        .hasMessage("the state store postgresql://h/x failed: native text");
  }
}
