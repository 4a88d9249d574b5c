package io.dockeradvanced.benchmarks;

import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.operation.Operation;
import io.dockeradvanced.operation.OperationEvent;
import io.dockeradvanced.operation.Operations;
import io.dockeradvanced.stack.DeployOptions;
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
    Watch watch = new Watch();
    Stacks stacks = Stacks.on(host);
    long t0 = System.nanoTime();
    ComposeProject project = shop.source().load();
    long t1 = System.nanoTime();
    stacks.recover(project.name());
    long t2 = System.nanoTime();
    StackPlan plan = stacks.plan(project, DeployOptions.defaults());
    long t3 = System.nanoTime();
    Operation<StackStatus> operation = Operations.on(host).start(plan);
    operation.listen(watch::see);
    long t4 = System.nanoTime();
    operation.await();
    long t5 = System.nanoTime();
    add("load the file", t1 - t0);
    add("look for dead operations", t2 - t1);
    add("observe and plan", t3 - t2);
    add("write the plan into the journal", t4 - t3);
    add("take the lock, see that the plan is fresh", watch.firstStep - t4);
    add("steps up to the last container's start", watch.lastStart - watch.firstStep);
    add("gates after that, commit", watch.committed - watch.lastStart);
    add("status, release of the lock, end", t5 - watch.committed);
    watch.durations.forEach(
        (kind, nanos) ->
            nanos.forEach(n -> kinds.computeIfAbsent(kind, k -> new Samples()).add(n)));
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
    private volatile long lastStart;
    private volatile long committed;

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
        if (kind.equals("container.start")) {
          lastStart = now;
        }
      } else if (event instanceof OperationEvent.Committed) {
        committed = now;
      }
    }
  }
}
