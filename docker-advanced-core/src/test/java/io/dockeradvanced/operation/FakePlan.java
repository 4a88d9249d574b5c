package io.dockeradvanced.operation;

import io.dockeradvanced.host.DockerHost;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Plans of {@link FakeStep}s. */
public final class FakePlan implements PlanKind {
  static final String KIND = "fake.plan";

  static Plan<String> of(DockerHost host, Step.Builder... steps) {
    return of(host, 4, steps);
  }

  static Plan<String> of(DockerHost host, int parallelism, Step.Builder... steps) {
    return of(host, "things", parallelism, steps);
  }

  static Plan<String> of(DockerHost host, String scope, int parallelism, Step.Builder... steps) {
    PlanData.Builder plan =
        PlanData.of(KIND, host)
            .title("make things")
            .subject("things")
            .scope(scope)
            .parallelism(parallelism);
    for (Step.Builder step : steps) {
      plan.step(step.build());
    }
    PlanData data = plan.build();
    return () -> data;
  }

  /** A plan that is the same whenever it is made. */
  static Plan<String> fixed(String id, Step.Builder... steps) {
    PlanData data =
        new PlanData(
            id,
            KIND,
            "make things",
            "fake",
            "unix:///fake.sock",
            "things",
            "things",
            Instant.parse("2026-01-02T03:04:05Z"),
            "",
            List.of(),
            List.of(),
            List.of(),
            java.util.Arrays.stream(steps).map(Step.Builder::build).toList(),
            1,
            Map.of());
    return () -> data;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String fingerprint(PlanData plan, DockerHost host) {
    return host instanceof FakeProcess process ? process.world().fingerprint : "";
  }

  @Override
  public Object result(PlanData plan, DockerHost host) {
    if (host instanceof FakeProcess process && process.world().resultProblem != null) {
      throw process.world().resultProblem;
    }
    return "made " + plan.steps().size();
  }
}
