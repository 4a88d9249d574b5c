package io.dockeradvanced.stack.internal;

import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.operation.PlanKind;

/** Plans that build the images of a stack. */
public final class BuildKind implements PlanKind {
  @Override
  public String kind() {
    return BuildPlanner.KIND;
  }

  /** A build may be done at any time. */
  @Override
  public String fingerprint(PlanData plan, DockerHost host) {
    return PullPlanner.ANY;
  }

  @Override
  public Object result(PlanData plan, DockerHost host) {
    return Statuses.of(host, plan.subject());
  }
}
