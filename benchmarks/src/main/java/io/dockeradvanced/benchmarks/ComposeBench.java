package io.dockeradvanced.benchmarks;

import io.dockeradvanced.DockerAdvanced;
import io.dockeradvanced.compose.StackSource;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.stack.Stacks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What Docker Compose is used for every day, beside it: nothing to do, down, a big file. */
final class ComposeBench {
  private static final int IN_FLIGHT = 8;
  private static final int WARM_UP = 20;
  private static final int WARM_UP_DOWN = 6;
  private static final int PHASE_ROUNDS = 3;
  private static final String SMALL_HEAP = "64";

  private final Bench.Setup setup;
  private final DockerHost host;
  private final Tools tools;
  private final String machine;
  private final Samples same = new Samples();
  private final Samples sameCommand = new Samples();
  private final Samples sameCompose = new Samples();
  private final Samples down = new Samples();
  private final Samples downBare = new Samples();
  private final Samples downCompose = new Samples();
  private final Phases phases = new Phases();
  private int deploys;

  private ComposeBench(Bench.Setup setup, DockerHost host) {
    this.setup = setup;
    this.host = host;
    this.tools = new Tools(setup);
    this.machine = Lab.machine(host);
  }

  static Report run(Bench.Setup setup) {
    try (DockerAdvanced da = setup.owner()) {
      DockerHost host = da.host("bench", setup.uri());
      try (Lab.Cleaning cleaning = Lab.cleaning(host, setup.project())) {
        return new ComposeBench(setup, host).measure();
      }
    }
  }

  private Report measure() {
    Stacks stacks = Stacks.on(host);
    Shop warm = fresh();
    for (int i = 0; i < WARM_UP; i++) {
      stacks.deploy(warm.source());
    }
    for (int i = 0; i < WARM_UP_DOWN; i++) {
      Shop gone = fresh();
      stacks.deploy(gone.source());
      stacks.down(gone.project());
    }
    for (int round = 0; round < setup.rounds(); round++) {
      System.err.printf("compose: round %d of %d%n", round + 1, setup.rounds());
      round(stacks);
    }
    for (int i = 0; i < PHASE_ROUNDS; i++) {
      Shop shop = fresh();
      stacks.deploy(shop.source());
      phases.down(host, shop.project());
    }
    Report report = new Report("compose");
    report.paragraph(machine);
    report.paragraph(
        "The stack of `deploy`, %d rounds; its first deploy and a change are measured there."
            .formatted(setup.rounds()));
    Comparison nothing = new Comparison(same.medianMillis());
    nothing.add("ours, warm JVM", same, 0);
    nothing.add("`da stack deploy`, a fresh JVM of ours", sameCommand, 0);
    nothing.add("`docker compose up -d`", sameCompose, 0.25);
    nothing.into(report, "nothing changed");
    Comparison downs = new Comparison(down.medianMillis());
    downs.add("ours, warm JVM", down, 0);
    downs.add("bare calls, 8 in flight", downBare, 1.05);
    downs.add("`docker compose down`", downCompose, 0);
    downs.into(report, "down");
    phases.report(report, "Where the time of ours goes");
    bigFile(report);
    return report;
  }

  /** A stack that the engine does not have, after all former ones were removed. */
  private Shop fresh() {
    Lab.clean(host, setup.project());
    return Shop.of("%s-%d".formatted(setup.project(), ++deploys));
  }

  private void round(Stacks stacks) {
    Shop ours = fresh();
    stacks.deploy(ours.source());
    same.time(() -> stacks.deploy(ours.source()));
    if (tools.hasDa()) {
      tools.daDeploy(ours);
      sameCommand.time(() -> tools.daDeploy(ours));
    }
    down.time(() -> stacks.down(ours.project()));
    bareDown(stacks);
    if (tools.hasCompose()) {
      Shop theirs = fresh();
      tools.composeUp(theirs);
      sameCompose.time(() -> tools.composeUp(theirs));
      downCompose.time(() -> tools.composeDown(theirs));
    }
  }

  private void bareDown(Stacks stacks) {
    PlanData plan = stacks.plan(fresh().source()).data();
    try (BareCalls calls = new BareCalls(setup.uri(), plan, IN_FLIGHT)) {
      calls.deploy();
      downBare.time(calls::down);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void bigFile(Report report) {
    Path file = setup.scratch().resolve("big.yaml");
    String yaml = BigFile.yaml();
    try {
      Files.writeString(file, yaml);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Samples load = new Samples();
    for (int i = 0; i < WARM_UP + setup.rounds(); i++) {
      Samples into = i < WARM_UP ? new Samples() : load;
      into.time(() -> StackSource.file(file).load());
    }
    Samples cold = new Samples();
    Samples compose = new Samples();
    for (int i = 0; i < setup.rounds(); i++) {
      List<String> small = Processes.java(BigFile.class, file.toString());
      small.add(1, "-Xmx" + SMALL_HEAP + "m");
      cold.time(() -> Processes.run(small, Map.of()));
      if (tools.hasCompose()) {
        compose.time(() -> tools.compose("--file", file.toString(), "config", "--quiet"));
      }
    }
    Comparison loads = new Comparison(load.medianMillis());
    loads.add("ours, warm JVM", load, 0);
    loads.add("ours, a fresh JVM with a heap of " + SMALL_HEAP + " MiB", cold, 0);
    loads.add("`docker compose config --quiet`", compose, 0);
    loads.into(
        report,
        String.format(
            Locale.ROOT, "load %,d services, %,d KiB", BigFile.SERVICES, yaml.length() / 1024));
    report.paragraph(
        "Goal: ≤ 500 ms warm, in 64 MiB: %s."
            .formatted(load.medianMillis() <= 500 ? "met" : "not met"));
  }
}
