package io.dockeradvanced.benchmarks;

import io.dockeradvanced.DockerAdvanced;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.stack.Stacks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Twenty services: the first deploy, one without a change, one that changes one service. */
final class DeployBench {
  private static final int PHASE_ROUNDS = 3;

  /** The compilers of the JVM need a second of processor time for the code of a deploy. */
  private static final int WARM_UP = 4;

  private final Bench.Setup setup;
  private final DockerHost host;
  private final DockerHost inMemory;
  private final String machine;
  private final Phases phases = new Phases();
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
  }

  private DeployBench(Bench.Setup setup, DockerHost host, DockerHost inMemory) {
    this.setup = setup;
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
      phases.deploy(host, fresh());
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

  private void compose() {
    if (setup.peers().containsKey("compose")) {
      Shop shop = fresh();
      numbers.compose.time(() -> composeUp(shop));
      numbers.composeSame.time(() -> composeUp(shop));
      numbers.composeChanged.time(() -> composeUp(shop.changed()));
    }
  }

  private void command() {
    if (setup.peers().containsKey("da")) {
      Shop shop = fresh();
      numbers.command.time(() -> daDeploy(shop));
    }
  }

  private void composeUp(Shop what) {
    Processes.run(
        List.of(
            setup.peers().getOrDefault("compose", ""),
            "--project-name",
            what.project(),
            "--file",
            what.file(setup.scratch()).toString(),
            "up",
            "--detach"),
        Map.of("DOCKER_HOST", setup.uri()));
  }

  private void daDeploy(Shop shop) {
    Processes.run(
        List.of(
            setup.peers().getOrDefault("da", ""),
            "--host",
            setup.uri(),
            "--no-progress",
            "stack",
            "deploy",
            "--file",
            shop.file(setup.scratch()).toString(),
            "-p",
            shop.project()),
        Map.of("DA_NO_BUILD", "1", "XDG_STATE_HOME", setup.scratch().resolve("home").toString()));
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
    Table first = new Table(numbers.ours.medianMillis());
    first.add("ours, warm JVM, journal in SQLite", numbers.ours, 0);
    first.add("bare calls, 4 in flight", numbers.bare4, bare == numbers.bare4 ? 1.05 : 0);
    first.add("bare calls, 8 in flight", numbers.bare8, bare == numbers.bare8 ? 1.05 : 0);
    first.add("`docker compose up -d`", numbers.compose, 1.0);
    first.add("ours, warm JVM, journal in memory", numbers.oursInMemory, 0);
    first.add("`da stack deploy`, a fresh JVM of ours", numbers.command, 0);
    first.into(report, "first deploy");
    Table same = new Table(numbers.oursSame.medianMillis());
    same.add("ours, warm JVM", numbers.oursSame, 0);
    same.add("`docker compose up -d`", numbers.composeSame, 1.0);
    same.into(report, "nothing changed");
    Table changed = new Table(numbers.oursChanged.medianMillis());
    changed.add("ours, warm JVM", numbers.oursChanged, 0);
    changed.add("`docker compose up -d`", numbers.composeChanged, 1.0);
    changed.into(report, "one service changed");
    phases.report(report);
    return report;
  }

  private static final class Table {
    private final double ours;
    private final List<List<String>> rows = new ArrayList<>();

    Table(double ours) {
      this.ours = ours;
    }

    void add(String name, Samples samples, double goal) {
      if (samples.count() > 0) {
        double theirs = samples.medianMillis();
        rows.add(
            List.of(
                name,
                samples.spread(),
                rows.isEmpty() ? "" : Samples.ratio(ours, theirs),
                Samples.verdict(ours / theirs, goal)));
      }
    }

    void into(Report report, String title) {
      report.table(List.of(title, "time", "ours/this", "goal"), rows);
    }
  }
}
