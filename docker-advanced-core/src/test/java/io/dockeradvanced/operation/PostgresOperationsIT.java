package io.dockeradvanced.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.Config;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.lab.LabDatabase;
import io.dockeradvanced.lab.LabPostgres;
import io.dockeradvanced.lab.Waiting;
import io.dockeradvanced.store.StateStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Operations whose journal is on a PostgreSQL server that comes and goes. */
@Timeout(300)
class PostgresOperationsIT {
  @RegisterExtension static final LabDatabase database = LabPostgres.shared().database();

  private static FakeWorld world(String url) {
    return new FakeWorld(clock -> StateStore.jdbc(url, clock));
  }

  private static Plan<String> plan(FakeProcess process, String scope) {
    return FakePlan.of(
        process,
        scope,
        3,
        FakeStep.step("a"),
        FakeStep.step("b", "a"),
        FakeStep.step("c", "a"),
        FakeStep.step("d", "b", "c"),
        FakeStep.step("e", "d"),
        FakeStep.step("z", "e").finish());
  }

  private static void close(FakeWorld world) {
    world.store.close();
  }

  @Test
  void server_thatCrashesInTheMiddle_letsTheOperationGoOn() {
    try (LabPostgres server = LabPostgres.own();
        LabDatabase own = server.database().create()) {
      FakeWorld world = world(own.freshSchemaWithLogin());
      List<String> modes = new ArrayList<>(List.of("immediate", "fast", "immediate"));
      for (String step : List.of("b", "d", "z")) {
        world.on(
            step,
            context -> {
              server.restart(modes.remove(0));
              return Optional.empty();
            });
      }
      try (FakeProcess process = new FakeProcess(world)) {
        assertThat(process.operations().run(plan(process, "things"))).isEqualTo("made 6");
        assertThat(modes).isEmpty();
        assertThat(world.changes()).hasSize(6).doesNotHaveDuplicates();
        assertThat(world.engine.locks()).isEmpty();
        assertThat(process.operations().recover()).isEmpty();
      } finally {
        close(world);
      }
    }
  }

  @Test
  void primary_thatDiesInTheMiddle_letsTheOperationGoOnWithItsStandby() {
    try (LabPostgres primary = LabPostgres.own()) {
      String there = primary.database().create().freshSchemaWithLogin();
      try (LabPostgres standby = primary.standby()) {
        FakeWorld world = world(primary.orOn(standby, there));
        world.on(
            "d",
            context -> {
              primary.stop("immediate");
              standby.promote();
              return Optional.empty();
            });
        try (FakeProcess process = new FakeProcess(world)) {
          assertThat(process.operations().run(plan(process, "things"))).isEqualTo("made 6");
          assertThat(world.changes()).hasSize(6).doesNotHaveDuplicates();
          assertThat(process.operations().recover()).isEmpty();
        } finally {
          close(world);
        }
      }
    }
  }

  /** For longer than anybody waits for a server that takes over. */
  @Test
  void database_thatTurnsReadOnly_interruptsTheOperationWhichIsRecovered() throws Exception {
    String readOnly = "ALTER DATABASE " + database.name() + " SET default_transaction_read_only";
    StoreFaultsTest.Fault fault =
        new StoreFaultsTest.Fault() {
          @Override
          public void begin() {
            database.sql(readOnly + " = on");
            database.terminateConnections();
          }

          @Override
          public void end() {
            database.sql("SET default_transaction_read_only = off", readOnly + " = off");
            database.terminateConnections();
          }
        };
    try {
      StoreFaultsTest.failsAndIsRecovered(
          world(database.freshSchemaWithLogin()),
          fault,
          " is read-only; give the address of the primary");
    } finally {
      fault.end(); // the other tests have the same database
    }
  }

  @Test
  void connections_endedWhileManyOperationsRun_disturbNone() {
    FakeWorld world = world(database.freshSchemaWithLogin());
    AtomicInteger ended = new AtomicInteger();
    for (String step : List.of("a", "b", "c", "d", "e", "z")) {
      world.on(
          step,
          context -> {
            if (context.operation().hashCode() % 3 == 0 || step.equals("d")) {
              ended.addAndGet(database.terminateConnections());
            }
            return Optional.empty();
          });
    }
    try (FakeProcess one = new FakeProcess(world);
        FakeProcess two = new FakeProcess(world)) {
      List<Operation<String>> all = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        FakeProcess process = i % 2 == 0 ? one : two;
        all.add(process.operations().start(plan(process, "scope" + i)));
      }
      for (Operation<String> operation : all) {
        assertThat(operation.await()).isEqualTo("made 6");
      }
      assertThat(ended.get()).isPositive();
      assertThat(world.changes()).hasSize(60);
      assertThat(one.operations().list())
          .hasSize(10)
          .allMatch(info -> info.outcome() == Outcome.DONE);
    } finally {
      close(world);
    }
  }

  /** Two owners with a connection of their own each: one runs it, the other is told who does. */
  @Test
  void operation_ofAnotherOwner_isNotTakenUp() {
    String url = database.freshSchemaWithLogin();
    FakeWorld world = world(url);
    CountDownLatch here = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    world.hold("b", here, go);
    try (FakeProcess one = new FakeProcess(world);
        StateStore secondWay = StateStore.jdbc(url, world.clock);
        FakeProcess two = new FakeProcess(world, new DyingStore(secondWay))) {
      Operation<String> operation = one.operations().start(plan(one, "things"));
      RunFixture.await(here);
      List<Recovery> left = two.operations().recover();
      assertThat(left).extracting(Recovery::outcome).containsExactly(Outcome.RUNNING);
      assertThat(left.get(0).message()).contains("is run by process " + ProcessName.self());
      go.countDown();
      operation.await();
      assertThat(two.operations().recover()).isEmpty();
      assertThat(two.operations().list())
          .extracting(OperationInfo::outcome)
          .containsExactly(Outcome.DONE);
    } finally {
      close(world);
    }
  }

  @Test
  void death_atEveryFewWrites_isRecoveredByAnother() {
    int deaths = 0;
    for (int k = 1; k < 16; k += 2) {
      String url = database.freshSchemaWithLogin();
      FakeWorld world = world(url);
      if (k % 4 == 1) {
        world.fail("e", new DockerAdvancedException("fake: e is broken"));
      }
      DyingStore dying = new DyingStore(world.store, k, k % 3 == 0);
      try {
        try (FakeProcess process = new FakeProcess(world, dying)) {
          process.operations().run(plan(process, "things"));
        } catch (DockerAdvancedException e) {
          // It failed, or died.
        }
        deaths += dying.isDead() ? 1 : 0;
        world.clock.forward(Duration.ofSeconds(31));
        try (StateStore secondWay = StateStore.jdbc(url, world.clock);
            FakeProcess other = new FakeProcess(world, new DyingStore(secondWay))) {
          assertThat(other.operations().recover()).allMatch(r -> r.outcome().isEnd());
          Set<String> all = Set.of("a", "b", "c", "d", "e", "z");
          assertThat(new HashSet<>(world.objects())).as("write " + k).isIn(all, Set.of());
          assertThat(world.engine.locks()).isEmpty();
          assertThat(other.operations().recover()).isEmpty();
        }
      } finally {
        close(world);
      }
    }
    assertThat(deaths).isGreaterThan(3);
  }

  @Test
  void stranger_withAnotherKey_isRefused() {
    FakeWorld world = world(database.freshSchemaWithLogin());
    byte[] other = "another key of 32 bytes, I swear".getBytes();
    try (FakeProcess process = new FakeProcess(world);
        FakeProcess stranger =
            new FakeProcess(
                world,
                new DyingStore(world.store),
                Config.defaults().use(SecretSource.class, () -> other.clone()))) {
      process.operations().run(plan(process, "things"));
      assertThatThrownBy(() -> stranger.operations().run(plan(stranger, "others")))
          .hasMessageContaining(" was written with another key; give that key");
    } finally {
      close(world);
    }
  }

  /** The server takes no more connections for a while, and then it does. */
  @Test
  void server_thatLetsNobodyInForAWhile_isWaitedFor() {
    String url = database.freshSchema();
    String role = database.name() + "_busy";
    database.sql(
        "CREATE ROLE " + role + " LOGIN PASSWORD 'x'",
        "GRANT USAGE, CREATE ON SCHEMA " + url.substring(url.lastIndexOf('=') + 1) + " TO " + role);
    FakeWorld world = world(url + "&user=" + role + "&password=x");
    CountDownLatch out = new CountDownLatch(1);
    world.on(
        "b",
        context -> {
          database.sql("ALTER ROLE " + role + " CONNECTION LIMIT 0");
          database.terminateConnections();
          out.countDown();
          return Optional.empty();
        });
    try (FakeProcess process = new FakeProcess(world)) {
      Operation<String> operation = process.operations().start(plan(process, "things"));
      RunFixture.await(out);
      assertThat(Waiting.until(Duration.ofSeconds(1), () -> operation.outcome().isEnd())).isFalse();
      database.sql("ALTER ROLE " + role + " CONNECTION LIMIT -1");
      assertThat(operation.await()).isEqualTo("made 6");
      assertThat(world.changes()).hasSize(6);
    } finally {
      close(world);
      database.sql("DROP OWNED BY " + role + " CASCADE", "DROP ROLE " + role);
    }
  }
}
