package io.dockeradvanced.benchmarks;

import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.operation.Operation;
import io.dockeradvanced.operation.OperationEvent;
import io.dockeradvanced.operation.Operations;
import io.dockeradvanced.stack.DeployOptions;
import io.dockeradvanced.stack.DownOptions;
import io.dockeradvanced.stack.StackPlan;
import io.dockeradvanced.stack.StackStatus;
import io.dockeradvanced.stack.Stacks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Where the time of a deploy of ours goes. One thread deploys; events come from another. */
final class Phases {
  private final Map<String, Samples> phases = new LinkedHashMap<>();
  private final Map<String, Samples> kinds = new TreeMap<>();

  /** The same as {@link Stacks#deploy}, with a clock between its parts. */
  void deploy(DockerHost host, Shop shop) {
    Stacks stacks = Stacks.on(host);
    long t0 = System.nanoTime();
    ComposeProject project = shop.source().load();
    long t1 = System.nanoTime();
    stacks.recover(project.name());
    long t2 = System.nanoTime();
    StackPlan plan = stacks.plan(project, DeployOptions.defaults());
    long t3 = System.nanoTime();
    add("load the file", t1 - t0);
    add("look for dead operations", t2 - t1);
    add("observe and plan", t3 - t2);
    Watch watch = new Watch("container.start");
    long end = carryOut(host, plan, watch);
    add("steps up to the last container's start", watch.last - watch.firstStep);
    add("gates after that, commit", watch.committed - watch.last);
    add("what is left to remove, status, release of the lock, end", end - watch.committed);
  }

  /** The same as {@link Stacks#down}, with a clock between its parts. */
  void down(DockerHost host, String name) {
    long t0 = System.nanoTime();
    StackPlan plan = Stacks.on(host).planDown(name, DownOptions.defaults());
    add("observe and plan", System.nanoTime() - t0);
    Watch watch = new Watch("container.stop");
    Watch removal = new Watch("container.remove");
    long end = carryOut(host, plan, watch, removal);
    add("stops", watch.last - watch.firstStep);
    add("commit", watch.committed - watch.last);
    add("removal of the containers", removal.last - watch.committed);
    add("removal of the network, status, release of the lock, end", end - removal.last);
  }

  /** Answers when it had ended. */
  private long carryOut(DockerHost host, StackPlan plan, Watch... watches) {
    long from = System.nanoTime();
    Operation<StackStatus> operation = Operations.on(host).start(plan);
    for (Watch watch : watches) {
      operation.listen(watch::see);
    }
    long started = System.nanoTime();
    operation.await();
    long end = System.nanoTime();
    add("write the plan into the journal", started - from);
    add("take the lock, see that the plan is fresh", watches[0].firstStep - started);
    watches[0].durations.forEach(
        (kind, nanos) ->
            nanos.forEach(n -> kinds.computeIfAbsent(kind, k -> new Samples()).add(n)));
    return end;
  }

  private void add(String phase, long nanos) {
    phases.computeIfAbsent(phase, k -> new Samples()).add(Math.max(0, nanos));
  }

  void report(Report report, String what) {
    List<List<String>> rows = new ArrayList<>();
    phases.forEach((phase, samples) -> rows.add(List.of(phase, samples.spread())));
    report.paragraph(what + "; each phase by itself, medians do not add up.");
    report.table(List.of("phase", "time"), rows);
    List<List<String>> steps = new ArrayList<>();
    kinds.forEach(
        (kind, samples) ->
            steps.add(List.of("`" + kind + "`", "" + samples.count(), samples.spread())));
    report.table(List.of("step", "number", "each"), steps);
  }

  /** Notes the moments at which events come. */
  private static final class Watch {
    private final Map<String, Long> began = new ConcurrentHashMap<>();
    private final Map<String, List<Long>> durations = new ConcurrentHashMap<>();
    private volatile long firstStep;
    private final String kindOfLast;
    private volatile long last;
    private volatile long committed;

    Watch(String kindOfLast) {
      this.kindOfLast = kindOfLast;
    }

    void see(OperationEvent event) {
      long now = System.nanoTime();
      if (event instanceof OperationEvent.StepStarted started) {
        if (firstStep == 0) {
          firstStep = now;
        }
        began.put(started.step().id(), now);
      } else if (event instanceof OperationEvent.StepDone done) {
        String kind = done.step().kind();
        durations
            .computeIfAbsent(kind, k -> new ArrayList<>())
            .add(now - began.getOrDefault(done.step().id(), now));
        if (kind.equals(kindOfLast)) {
          last = now;
        }
      } else if (event instanceof OperationEvent.Committed) {
        committed = now;
      }
    }
  }
}
