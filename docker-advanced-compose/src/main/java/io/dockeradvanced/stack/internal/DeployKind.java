package io.dockeradvanced.stack.internal;

import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.operation.PlanKind;

/** Plans that deploy a stack. */
public final class DeployKind implements PlanKind {
  @Override
  public String kind() {
    return DeployPlanner.KIND;
  }

  @Override
  public String fingerprint(PlanData plan, DockerHost host) {
    return DeployPlanner.fingerprint(plan, host);
  }

  @Override
  public Object result(PlanData plan, DockerHost host) {
    return Statuses.of(host, plan.subject());
  }
}
