package io.dockeradvanced.stack.internal;

import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.operation.PlanKind;

/** Plans that do something with the containers of a stack that is there. */
public final class ChangeKind implements PlanKind {
  @Override
  public String kind() {
    return ChangePlanner.KIND;
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
