package io.dockeradvanced.benchmarks;

import io.dockeradvanced.DockerAdvanced;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.stack.Stacks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Twenty services: the first deploy, one without a change, one that changes one service. */
final class DeployBench {
  private static final int PHASE_ROUNDS = 3;

  /**
   * Measured: a deploy takes 2.0 s of processor time of this JVM at first, 0.3 s after eight and
   * 0.2 s after twelve; what its compilers take is missing to the engine on the same processors.
   */
  static final int WARM_UP = 12;

  private final Bench.Setup setup;
  private final DockerHost host;
  private final DockerHost inMemory;
  private final String machine;
  private final Tools tools;
  private final Phases phases = new Phases();
  private final Phases changedPhases = new Phases();
  private Numbers numbers = new Numbers();
  private int deploys;

  private static final class Numbers {
    final Samples ours = new Samples();
    final Samples oursInMemory = new Samples();
    final Samples bare4 = new Samples();
    final Samples bare8 = new Samples();
    final Samples compose = new Samples();
    final Samples command = new Samples();
    final Samples oursSame = new Samples();
    final Samples composeSame = new Samples();
    final Samples oursChanged = new Samples();
    final Samples composeChanged = new Samples();
    final Samples bareChanged = new Samples();
  }

  private DeployBench(Bench.Setup setup, DockerHost host, DockerHost inMemory) {
    this.setup = setup;
    this.tools = new Tools(setup);
    this.host = host;
    this.inMemory = inMemory;
    this.machine = Lab.machine(host);
  }

  static Report run(Bench.Setup setup) {
    try (DockerAdvanced da = setup.owner();
        DockerAdvanced volatileDa = setup.ownerInMemory()) {
      DockerHost host = da.host("bench", setup.uri());
      DockerHost inMemory = volatileDa.host("bench", setup.uri());
      try (Lab.Cleaning cleaning = Lab.cleaning(host, setup.project())) {
        return new DeployBench(setup, host, inMemory).measure();
      }
    }
  }

  private Report measure() {
    List<Runnable> turns =
        new ArrayList<>(
            List.of(
                this::ours,
                () -> bare(numbers.bare4, 4),
                this::compose,
                () -> bare(numbers.bare8, 8),
                this::oursInMemory,
                this::bareChanged,
                this::command));
    turns.forEach(Runnable::run);
    for (int i = 0; i < WARM_UP; i++) {
      ours();
    }
    numbers = new Numbers();
    for (int round = 0; round < setup.rounds(); round++) {
      System.err.printf("deploy: round %d of %d%n", round + 1, setup.rounds());
      turns.forEach(Runnable::run);
      // The next round begins with another, so that none always follows the same.
      turns.add(turns.remove(0));
    }
    for (int i = 0; i < PHASE_ROUNDS; i++) {
      Shop shop = fresh();
      phases.deploy(host, shop);
      changedPhases.deploy(host, shop.changed());
    }
    return report();
  }

  /** A stack that the engine does not have, after all former ones were removed. */
  private Shop fresh() {
    Lab.clean(host, setup.project());
    return Shop.of("%s-%d".formatted(setup.project(), ++deploys));
  }

  private void ours() {
    Stacks stacks = Stacks.on(host);
    Shop shop = fresh();
    numbers.ours.time(() -> stacks.deploy(shop.source()));
    numbers.oursSame.time(() -> stacks.deploy(shop.source()));
    numbers.oursChanged.time(() -> stacks.deploy(shop.changed().source()));
  }

  private void oursInMemory() {
    Shop shop = fresh();
    numbers.oursInMemory.time(() -> Stacks.on(inMemory).deploy(shop.source()));
  }

  private void bare(Samples samples, int inFlight) {
    PlanData plan = Stacks.on(host).plan(fresh().source()).data();
    try (BareCalls calls = new BareCalls(setup.uri(), plan, inFlight)) {
      samples.time(calls::deploy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void bareChanged() {
    Stacks stacks = Stacks.on(host);
    Shop shop = fresh();
    stacks.deploy(shop.source());
    PlanData plan = stacks.plan(shop.changed().source()).data();
    try (BareCalls calls = new BareCalls(setup.uri(), plan, 1)) {
      numbers.bareChanged.time(() -> calls.replace(shop.project() + "-s07-1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void compose() {
    if (setup.peers().containsKey("compose")) {
      Shop shop = fresh();
      numbers.compose.time(() -> tools.composeUp(shop));
      numbers.composeSame.time(() -> tools.composeUp(shop));
      numbers.composeChanged.time(() -> tools.composeUp(shop.changed()));
    }
  }

  private void command() {
    if (setup.peers().containsKey("da")) {
      Shop shop = fresh();
      numbers.command.time(() -> tools.daDeploy(shop));
    }
  }

  private Report report() {
    Samples bare =
        numbers.bare4.medianMillis() <= numbers.bare8.medianMillis()
            ? numbers.bare4
            : numbers.bare8;
    Report report = new Report("deploy");
    report.paragraph(machine);
    report.paragraph(
        ("%d services, one network, 4 volumes, no health checks; %d rounds, taking turns, each on an"
                + " engine without the stack. Medians, smallest and largest in brackets.")
            .formatted(Shop.SERVICES, setup.rounds()));
    Comparison first = new Comparison(numbers.ours.medianMillis());
    first.add("ours, warm JVM, journal in SQLite", numbers.ours, 0);
    first.add("bare calls, 4 in flight", numbers.bare4, bare == numbers.bare4 ? 1.05 : 0);
    first.add("bare calls, 8 in flight", numbers.bare8, bare == numbers.bare8 ? 1.05 : 0);
    first.add("`docker compose up -d`", numbers.compose, 1.0);
    first.add("ours, warm JVM, journal in memory", numbers.oursInMemory, 0);
    first.add("`da stack deploy`, a fresh JVM of ours", numbers.command, 0);
    first.into(report, "first deploy");
    Comparison same = new Comparison(numbers.oursSame.medianMillis());
    same.add("ours, warm JVM", numbers.oursSame, 0);
    same.add("`docker compose up -d`", numbers.composeSame, 1.0);
    same.into(report, "nothing changed");
    Comparison changed = new Comparison(numbers.oursChanged.medianMillis());
    changed.add("ours, warm JVM", numbers.oursChanged, 0);
    changed.add("bare calls, one after the other", numbers.bareChanged, 0);
    changed.add("`docker compose up -d`", numbers.composeChanged, 0.5);
    changed.into(report, "one service changed");
    phases.report(report, "Where the time of ours goes");
    changedPhases.report(report, "The same of one service changed");
    return report;
  }
}
