package io.dockeradvanced.stack.internal;

import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.operation.PlanKind;

/** Plans that take a stack down. */
public final class DownKind implements PlanKind {
  @Override
  public String kind() {
    return DownPlanner.KIND;
  }

  @Override
  public String fingerprint(PlanData plan, DockerHost host) {
    return DownPlanner.fingerprint(plan, host);
  }

  @Override
  public Object result(PlanData plan, DockerHost host) {
    return Statuses.of(host, plan.subject());
  }
}
