package io.dockeradvanced.benchmarks;

import io.dockeradvanced.DockerAdvanced;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.EngineResponse;
import io.dockeradvanced.stack.Stacks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The same engine by its socket and by SSH, beside what the docker command does by SSH. */
final class TransportBench {
  private static final int CALLS = 300;
  private static final int WARM_UP = 5;

  /** Pairs of deploys, with and without a journal on the disk, in a round. */
  private static final int PAIRS = 2;

  private static final int STREAMS = 30;
  private static final double MOST_ABOVE_UNIX = 0.25;
  private static final double MOST_OF_DIAL_STDIO = 0.9;
  private static final double MOST_FOR_A_STREAM = 2;
  private static final double MOST_OF_LOCAL_DEPLOY = 1.15;
  private static final double MOST_FOR_THE_JOURNAL = 1.05;
  private static final long REFUSALS_WITHIN = TimeUnit.SECONDS.toNanos(20);

  private final Bench.Setup setup;
  private final String ssh;
  private final DockerHost local;
  private final DockerHost remote;
  private final DockerHost inMemory;
  private final Report report = new Report("transport");
  private int deploys;

  private TransportBench(
      Bench.Setup setup, String ssh, DockerHost local, DockerHost remote, DockerHost inMemory) {
    this.setup = setup;
    this.ssh = ssh;
    this.local = local;
    this.remote = remote;
    this.inMemory = inMemory;
  }

  static Report run(Bench.Setup setup) {
    String ssh = setup.peers().getOrDefault("ssh", "");
    try (DockerAdvanced da = setup.owner();
        DockerAdvanced volatileDa = setup.ownerInMemory()) {
      DockerHost local = da.host("local", setup.uri());
      DockerHost remote = da.host("remote", ssh);
      DockerHost inMemory = volatileDa.host("local", setup.uri());
      try (Lab.Cleaning cleaning = Lab.cleaning(local, setup.project())) {
        return new TransportBench(setup, ssh, local, remote, inMemory).measure();
      }
    }
  }

  private Report measure() {
    report.paragraph(Lab.machine(local) + " · sshd with its default limits on loopback");
    requests();
    streams();
    deploys();
    return report;
  }

  // ---- requests

  private void requests() {
    List<Samples> times = List.of(new Samples(), new Samples(), new Samples());
    try (DialStdio dial = new DialStdio(ssh)) {
      List<Runnable> calls = List.of(local::ping, remote::ping, () -> dial.get("/_ping"));
      for (int i = 0; i < (WARM_UP + setup.rounds()) * CALLS; i++) {
        for (int turn = 0; turn < calls.size(); turn++) {
          int who = (i + turn) % calls.size();
          if (i < WARM_UP * CALLS) {
            calls.get(who).run();
          } else {
            times.get(who).time(calls.get(who));
          }
        }
      }
    }
    double unix = times.get(0).medianMillis();
    double ours = times.get(1).medianMillis();
    double dial = times.get(2).medianMillis();
    report.paragraph(
        ("A warm ping, %d rounds of %d calls, taking turns; the connections are open.")
            .formatted(setup.rounds(), CALLS));
    report.table(
        List.of("", "p50", "p99", "goal"),
        List.of(
            row("ours by the unix socket", times.get(0), ""),
            row(
                "ours by SSH",
                times.get(1),
                "≤ unix + 0.25 ms: %s (+ %s)"
                    .formatted(met(ours - unix, MOST_ABOVE_UNIX), Samples.millis(ours - unix))),
            row(
                "`ssh … docker system dial-stdio`",
                times.get(2),
                "ours ≤ 0.90×: %s (%s)"
                    .formatted(met(ours / dial, MOST_OF_DIAL_STDIO), Samples.ratio(ours, dial)))));
  }

  private static List<String> row(String name, Samples samples, String goal) {
    return List.of(
        name,
        Samples.millis(samples.percentileMillis(50)),
        Samples.millis(samples.percentileMillis(99)),
        goal);
  }

  private static String met(double value, double goal) {
    return value <= goal ? "met" : "not met";
  }

  // ---- streams

  private void streams() {
    Samples ours = new Samples();
    Samples theirs = new Samples();
    for (int i = 0; i < 2 * setup.rounds(); i++) {
      openAndClose();
    }
    for (int i = 0; i < 10 * setup.rounds(); i++) {
      ours.time(this::openAndClose);
    }
    for (int i = 0; i < setup.rounds(); i++) {
      theirs.time(
          () -> {
            try (DialStdio dial = new DialStdio(ssh)) {
              dial.get("/_ping");
            }
          });
    }
    report.paragraph(
        "A new stream: a channel, the request for events, the head of the answer, and its end. Theirs"
            + " is a new connection and a ping.");
    report.table(
        List.of("", "time", "goal"),
        List.of(
            List.of(
                "ours by SSH",
                ours.spread(),
                "≤ 2 ms: " + met(ours.medianMillis(), MOST_FOR_A_STREAM)),
            List.of("`ssh … docker system dial-stdio`", theirs.spread(), "")));
    int before = logins();
    int open = oursAtOnce();
    int between = logins();
    String docker = setup.peers().getOrDefault("docker", "");
    String theirStreams = "";
    if (!docker.isEmpty()) {
      int following = theirsAtOnce(docker);
      theirStreams =
          "; the docker command: %d, with %d more SSH logins"
              .formatted(following, logins() - between);
    }
    report.paragraph(
        "%d streams at once: ours %d, with %d more SSH logins%s."
            .formatted(STREAMS, open, between - before, theirStreams));
  }

  private EngineResponse events() {
    return Engine.of(remote).open(Call.get("/events"));
  }

  private void openAndClose() {
    events().close();
  }

  private int oursAtOnce() {
    List<EngineResponse> open = new ArrayList<>();
    try {
      for (int i = 0; i < STREAMS; i++) {
        open.add(events());
      }
      return open.size();
    } finally {
      open.forEach(EngineResponse::close);
    }
  }

  /** How often the server has let somebody in. */
  private int logins() {
    try {
      String log = Files.readString(Path.of(setup.peers().get("ssh-log")));
      return log.split("Accepted publickey", -1).length - 1;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many {@code docker events} tell of an event, out of as many that are started together. */
  private int theirsAtOnce(String docker) {
    List<Process> all = new ArrayList<>();
    List<Path> told = new ArrayList<>();
    try {
      for (int i = 0; i < STREAMS; i++) {
        Path out = setup.scratch().resolve("events-" + i);
        ProcessBuilder events =
            new ProcessBuilder(docker, "events")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(out.toFile());
        events.environment().put("DOCKER_HOST", ssh);
        all.add(events.start());
        told.add(out);
      }
      // Those that are refused end; the others go on for ever, and tell of what happens.
      long until = System.nanoTime() + REFUSALS_WITHIN;
      int count = 0;
      while (count < STREAMS && System.nanoTime() < until) {
        Lab.makeAnEvent(local, setup.project());
        count = 0;
        for (int i = 0; i < STREAMS; i++) {
          boolean ended = all.get(i).waitFor(50, TimeUnit.MILLISECONDS);
          count += !ended && Files.size(told.get(i)) > 0 ? 1 : 0;
        }
      }
      return count;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } finally {
      all.forEach(Process::destroy);
    }
  }

  // ---- deploys

  private void deploys() {
    Samples here = new Samples();
    Samples there = new Samples();
    Samples memory = new Samples();
    Samples compose = new Samples();
    List<String> refusals = new ArrayList<>();
    List<Runnable> turns =
        new ArrayList<>(
            List.of(
                () -> deploy(local, here),
                () -> deploy(remote, there),
                () -> deploy(inMemory, memory),
                () -> compose(compose, refusals)));
    for (int i = 0; i < DeployBench.WARM_UP; i++) {
      deploy(i % 2 == 0 ? local : remote, new Samples());
    }
    for (int round = 0; round < setup.rounds(); round++) {
      System.err.printf("transport: round %d of %d%n", round + 1, setup.rounds());
      turns.forEach(Runnable::run);
      turns.add(turns.remove(0));
    }
    double journal = journal();
    double local = here.medianMillis();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("ours by the unix socket", here.spread(), "", ""));
    rows.add(
        List.of(
            "ours by SSH",
            there.spread(),
            Samples.ratio(there.medianMillis(), local),
            Samples.verdict(there.medianMillis() / local, MOST_OF_LOCAL_DEPLOY)));
    rows.add(
        List.of(
            "ours by the unix socket, journal in memory",
            memory.spread(),
            Samples.ratio(memory.medianMillis(), local),
            String.format(
                Locale.ROOT,
                "the journal costs ≤ 5 %%: %s (%.1f %%, of %d pairs)",
                met(journal, MOST_FOR_THE_JOURNAL),
                100 * (journal - 1),
                PAIRS * setup.rounds())));
    if (setup.peers().containsKey("compose")) {
      rows.add(
          List.of(
              "`docker compose up -d` with `DOCKER_HOST=ssh://…`",
              compose.count() == 0 ? "fails" : compose.spread(),
              compose.count() == 0 ? "" : Samples.ratio(compose.medianMillis(), local),
              "%d of %d failed%s"
                  .formatted(
                      refusals.size(),
                      setup.rounds(),
                      refusals.isEmpty() ? "" : ": " + refusals.get(0))));
    }
    report.paragraph(
        "The first deploy of %d services, as in `./bench deploy`; %d rounds, taking turns."
            .formatted(Shop.SERVICES, setup.rounds()));
    report.table(List.of("first deploy", "time", "this/ours local", "goal"), rows);
  }

  /**
   * How many times longer a deploy takes with the journal in SQLite: by the median of the
   * differences of pairs, one right after the other, since deploys as such differ by more than
   * that.
   */
  private double journal() {
    Samples forgotten = new Samples();
    Samples differences = new Samples();
    for (int i = 0; i < PAIRS * setup.rounds(); i++) {
      Samples kept = new Samples();
      Samples memory = new Samples();
      List<Runnable> pair = List.of(() -> deploy(local, kept), () -> deploy(inMemory, memory));
      pair.get(i % 2).run();
      pair.get(1 - i % 2).run();
      forgotten.add((long) (memory.medianMillis() * 1e6));
      differences.add((long) ((kept.medianMillis() - memory.medianMillis()) * 1e6));
    }
    return 1 + differences.medianMillis() / forgotten.medianMillis();
  }

  private Shop fresh() {
    Lab.clean(local, setup.project());
    return Shop.of("%s-%d".formatted(setup.project(), ++deploys));
  }

  private void deploy(DockerHost host, Samples samples) {
    Shop shop = fresh();
    samples.time(() -> Stacks.on(host).deploy(shop.source()));
  }

  private void compose(Samples samples, List<String> refusals) {
    String compose = setup.peers().getOrDefault("compose", "");
    if (compose.isEmpty()) {
      return;
    }
    Shop shop = fresh();
    long from = System.nanoTime();
    try {
      Processes.run(
          List.of(
              compose,
              "--project-name",
              shop.project(),
              "--file",
              shop.file(setup.scratch()).toString(),
              "up",
              "--detach"),
          Map.of("DOCKER_HOST", ssh));
      samples.add(System.nanoTime() - from);
    } catch (IllegalStateException e) {
      String words = String.valueOf(e.getMessage()).replaceAll("\\s+", " ").replace("|", "/");
      refusals.add(words.substring(Math.max(0, words.length() - 120)));
    }
  }
}
