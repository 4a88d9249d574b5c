package io.dockeradvanced.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** SQLite and the store in memory answer the same to everything. */
final class StoreModelProperties {
  private static final List<String> IDS = List.of("a", "b", "ä'%");

  /** One call, whose meaning the numbers choose. */
  record Call(int kind, int which, int number) {}

  @Provide
  Arbitrary<Call> calls() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 8),
            Arbitraries.integers().between(0, 2),
            Arbitraries.integers().between(-1, 5))
        .as(Call::new);
  }

  @Property(tries = 40)
  void anyCalls_onBothStores_answerTheSame(
      @ForAll @Size(min = 1, max = 40) List<@net.jqwik.api.From("calls") Call> calls)
      throws IOException {
    Path directory = Files.createTempDirectory("store-model");
    TestClock clock = new TestClock();
    try (StateStore memory = StateStore.memory(clock);
        StateStore sqlite =
            StateStore.jdbc("jdbc:sqlite:" + directory.resolve("state.db"), clock)) {
      List<Lease> leases = new ArrayList<>();
      leases.add(new Lease("a", "nobody", 1, clock.instant()));
      for (Call call : calls) {
        clock.forward(Duration.ofSeconds(Math.max(0, call.number())));
        Object expected = answer(() -> run(memory, call, leases));
        assertThat(answer(() -> run(sqlite, call, leases))).as("%s", call).isEqualTo(expected);
        if (expected instanceof java.util.Optional<?> found
            && found.orElse(null) instanceof Lease lease) {
          leases.add(lease);
        }
      }
      assertThat(everything(sqlite)).isEqualTo(everything(memory));
    } finally {
      delete(directory);
    }
  }

  private static Object run(StateStore store, Call call, List<Lease> leases) {
    String id = IDS.get(call.which());
    Lease lease = leases.get(Math.floorMod(call.number() * 7 + call.which(), leases.size()));
    Duration ttl = Duration.ofSeconds(2 + call.which() * 3L);
    switch (call.kind()) {
      case 0, 1 -> store.write(new Batch().put("k", id, call.number(), "{}"));
      case 2 ->
          store.write(new Batch().append("s/" + id, "t", "{}").delete("k", id, call.number()));
      case 3 ->
          store.write(
              new Batch()
                  .append("s/" + id, "t", "{}")
                  .put("k", id, Batch.ANY, "[]")
                  .require(lease));
      case 4 -> {
        return store.acquire(id, "owner" + Math.floorMod(call.number(), 2), ttl);
      }
      case 5 -> {
        return store.renew(lease, ttl);
      }
      case 6 -> store.release(lease);
      case 7 ->
          store.write(
              new Batch()
                  .deleteEvents("s/" + id)
                  .append("s/" + id, "first", "{}")
                  .put("k", id, call.number(), "{}"));
      default -> store.write(new Batch().append("s/" + id, "t" + call.number(), "{}"));
    }
    return everything(store);
  }

  private static List<Object> everything(StateStore store) {
    List<Object> all = new ArrayList<>(store.list("k"));
    all.addAll(store.events("s", Instant.MIN, Instant.MAX, 1000));
    IDS.forEach(id -> all.add(store.lease(id)));
    IDS.forEach(id -> all.addAll(store.events("s/" + id, 1, 3)));
    return all;
  }

  private static Object answer(Supplier<Object> call) {
    try {
      return call.get();
    } catch (StoreConflict e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
