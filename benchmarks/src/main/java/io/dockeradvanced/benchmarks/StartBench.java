package io.dockeradvanced.benchmarks;

import com.github.dockerjava.api.DockerClient;
import io.dockeradvanced.DockerAdvanced;
import io.dockeradvanced.Select;
import io.dockeradvanced.container.Containers;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.stack.StackPlan;
import io.dockeradvanced.stack.Stacks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Small calls, and the start of a JVM up to the first answers. */
final class StartBench {
  private static final double GOAL = 0.5;
  private static final int WARM_UP = 2000;
  private static final int CALLS = 300;

  private StartBench() {}

  static Report run(Bench.Setup setup) {
    try (DockerAdvanced da = setup.owner();
        DockerClient dockerJava = Peers.dockerJava(setup.uri())) {
      DockerHost host = da.host("bench", setup.uri());
      StackPlan plan = Stacks.on(host).plan(Shop.of(setup.project()).source());
      try (Lab.Cleaning cleaning = Lab.cleaning(host, setup.project());
          RawHttp raw = new RawHttp(setup.uri())) {
        try (BareCalls bare = new BareCalls(setup.uri(), plan.data(), 4)) {
          bare.deploy();
        }
        return measure(setup, host, dockerJava, raw);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Report measure(
      Bench.Setup setup, DockerHost host, DockerClient dockerJava, RawHttp raw) {
    Report report = new Report("start");
    report.paragraph(Lab.machine(host));
    Containers containers = Containers.on(host);
    Calls ping = new Calls(host::ping, () -> dockerJava.pingCmd().exec(), () -> raw.get("/_ping"));
    Calls list =
        new Calls(
            () -> containers.list(Select.all()),
            () -> dockerJava.listContainersCmd().withShowAll(true).exec(),
            () -> raw.get("/v1.41/containers/json?all=true"));
    int there = containers.list(Select.all()).size();
    for (int i = 0; i < WARM_UP / CALLS; i++) {
      ping.round();
      list.round();
    }
    ping.forget();
    list.forget();
    for (int round = 0; round < setup.rounds(); round++) {
      ping.round();
      list.round();
    }
    report.paragraph(
        "Calls in one warm JVM, %d rounds of %d calls, taking turns; %d containers on the engine."
                .formatted(setup.rounds(), CALLS, there)
            + " docker-java 3.7 with its httpclient5 transport. The bare socket writes the same request"
            + " and reads the bytes of the answer without looking at them: what the engine takes.");
    List<List<String>> rows = new ArrayList<>();
    rows.add(ping.row("ping, p50", 50, GOAL));
    rows.add(ping.row("ping, p99", 99, 0));
    rows.add(list.row("list, p50", 50, GOAL));
    rows.add(list.row("list, p99", 99, 0));
    report.table(
        List.of(
            "",
            "ours",
            "docker-java",
            "bare socket",
            "ours/docker-java",
            "goal",
            "above bare: ours/docker-java"),
        rows);
    fresh(setup, report);
    return report;
  }

  private static void fresh(Bench.Setup setup, Report report) {
    String docker = setup.peers().getOrDefault("docker", "");
    Map<String, String> environment = Map.of("DOCKER_HOST", setup.uri());
    Samples ours = new Samples();
    Samples theirs = new Samples();
    Samples version = new Samples();
    Samples ps = new Samples();
    for (int i = -1; i < setup.rounds(); i++) {
      boolean counts = i >= 0;
      timed(ours, counts, Processes.java(FreshJvm.class, "ours", setup.uri()), environment);
      timed(
          theirs, counts, Processes.java(FreshJvm.class, "docker-java", setup.uri()), environment);
      if (!docker.isEmpty()) {
        timed(version, counts, List.of(docker, "version"), environment);
        timed(ps, counts, List.of(docker, "ps", "--all"), environment);
      }
    }
    List<List<String>> rows = new ArrayList<>();
    double base = ours.medianMillis();
    rows.add(List.of("ours: JVM, ping, version, list", ours.spread(), ""));
    rows.add(
        List.of(
            "docker-java: JVM, ping, version, list",
            theirs.spread(),
            Samples.ratio(base, theirs.medianMillis())));
    if (!docker.isEmpty()) {
      rows.add(
          List.of(
              "`docker version`", version.spread(), Samples.ratio(base, version.medianMillis())));
      rows.add(List.of("`docker ps --all`", ps.spread(), Samples.ratio(base, ps.medianMillis())));
    }
    report.paragraph(
        "A fresh process, from its start to its end; median of %d, smallest and largest in brackets."
            .formatted(setup.rounds()));
    report.table(List.of("", "time", "ours/theirs"), rows);
  }

  private static void timed(
      Samples samples, boolean counts, List<String> command, Map<String, String> environment) {
    long from = System.nanoTime();
    Processes.run(command, environment);
    if (counts) {
      samples.add(System.nanoTime() - from);
    }
  }

  /** The same call by two clients and by a bare socket, taking turns call by call. */
  private static final class Calls {
    private final List<Runnable> calls;
    private List<Samples> times = fresh();

    Calls(Runnable ours, Runnable theirs, Runnable bare) {
      calls = List.of(ours, theirs, bare);
    }

    private static List<Samples> fresh() {
      return List.of(new Samples(), new Samples(), new Samples());
    }

    void round() {
      for (int i = 0; i < CALLS; i++) {
        // Who goes first changes, so that none always finds the engine just woken.
        for (int turn = 0; turn < calls.size(); turn++) {
          int who = (i + turn) % calls.size();
          times.get(who).time(calls.get(who));
        }
      }
    }

    void forget() {
      times = fresh();
    }

    List<String> row(String name, double percent, double goal) {
      double ours = times.get(0).percentileMillis(percent);
      double theirs = times.get(1).percentileMillis(percent);
      double bare = times.get(2).percentileMillis(percent);
      return List.of(
          name,
          Samples.millis(ours),
          Samples.millis(theirs),
          Samples.millis(bare),
          Samples.ratio(ours, theirs),
          Samples.verdict(ours / theirs, goal),
          ours > bare && theirs > bare ? Samples.ratio(ours - bare, theirs - bare) : "");
    }
  }
}
