package io.dockeradvanced.benchmarks;

import io.dockeradvanced.DockerAdvanced;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.stack.Stacks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Twenty services: the first deploy, one without a change, one that changes one service. */
final class DeployBench {
  private static final int PHASE_ROUNDS = 3;

  private final Bench.Setup setup;
  private final DockerHost host;
  private final DockerHost inMemory;
  private final BareCalls bare4;
  private final BareCalls bare8;
  private final Shop shop;
  private final Phases phases = new Phases();
  private Numbers numbers = new Numbers();

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

  private DeployBench(
      Bench.Setup setup, DockerHost host, DockerHost inMemory, BareCalls bare4, BareCalls bare8) {
    this.setup = setup;
    this.host = host;
    this.inMemory = inMemory;
    this.bare4 = bare4;
    this.bare8 = bare8;
    this.shop = Shop.of(setup.project());
  }

  static Report run(Bench.Setup setup) {
    try (DockerAdvanced da = setup.owner();
        DockerAdvanced volatileDa = setup.ownerInMemory()) {
      DockerHost host = da.host("bench", setup.uri());
      DockerHost inMemory = volatileDa.host("bench", setup.uri());
      var plan = Stacks.on(host).plan(Shop.of(setup.project()).source()).data();
      try (Lab.Cleaning cleaning = Lab.cleaning(host, setup.project());
          BareCalls bare4 = new BareCalls(setup.uri(), plan, 4);
          BareCalls bare8 = new BareCalls(setup.uri(), plan, 8)) {
        return new DeployBench(setup, host, inMemory, bare4, bare8).measure();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Report measure() {
    List<Runnable> turns =
        new ArrayList<>(
            List.of(
                this::ours,
                () -> fresh(numbers.bare4, bare4::deploy),
                this::compose,
                () -> fresh(numbers.bare8, bare8::deploy),
                () ->
                    fresh(numbers.oursInMemory, () -> Stacks.on(inMemory).deploy(shop.source()))));
    if (setup.peers().containsKey("da")) {
      turns.add(() -> fresh(numbers.command, this::command));
    }
    turns.forEach(Runnable::run);
    numbers = new Numbers();
    for (int round = 0; round < setup.rounds(); round++) {
      System.err.printf("deploy: round %d of %d%n", round + 1, setup.rounds());
      turns.forEach(Runnable::run);
      // The next round begins with another, so that none always follows the same.
      turns.add(turns.remove(0));
    }
    for (int i = 0; i < PHASE_ROUNDS; i++) {
      Lab.clean(host, setup.project());
      phases.deploy(host, shop);
    }
    return report();
  }

  /** On an engine without anything of this stack. */
  private void fresh(Samples samples, Runnable deploy) {
    Lab.clean(host, setup.project());
    samples.time(deploy);
  }

  private void ours() {
    Stacks stacks = Stacks.on(host);
    fresh(numbers.ours, () -> stacks.deploy(shop.source()));
    numbers.oursSame.time(() -> stacks.deploy(shop.source()));
    numbers.oursChanged.time(() -> stacks.deploy(shop.changed().source()));
  }

  private void compose() {
    if (setup.peers().containsKey("compose")) {
      fresh(numbers.compose, () -> composeUp(shop));
      numbers.composeSame.time(() -> composeUp(shop));
      numbers.composeChanged.time(() -> composeUp(shop.changed()));
    }
  }

  private void composeUp(Shop what) {
    Processes.run(
        List.of(
            setup.peers().getOrDefault("compose", ""),
            "--project-name",
            setup.project(),
            "--file",
            what.file(setup.scratch()).toString(),
            "up",
            "--detach"),
        Map.of("DOCKER_HOST", setup.uri()));
  }

  private void command() {
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
            setup.project()),
        Map.of("DA_NO_BUILD", "1", "XDG_STATE_HOME", setup.scratch().resolve("home").toString()));
  }

  private Report report() {
    Samples bare =
        numbers.bare4.medianMillis() <= numbers.bare8.medianMillis()
            ? numbers.bare4
            : numbers.bare8;
    Report report = new Report("deploy");
    report.paragraph(Lab.machine(host));
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
