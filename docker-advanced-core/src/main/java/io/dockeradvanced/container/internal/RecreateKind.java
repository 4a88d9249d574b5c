package io.dockeradvanced.container.internal;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.container.Containers;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.operation.PlanKind;

/** Plans that make a container anew as it is. */
public final class RecreateKind implements PlanKind {
  @Override
  public String kind() {
    return RecreatePlanner.KIND;
  }

  @Override
  public String fingerprint(PlanData plan, DockerHost host) {
    return RecreatePlanner.fingerprint(plan.subject(), host);
  }

  @Override
  public Object result(PlanData plan, DockerHost host) {
    return Containers.on(host)
        .inspect(plan.subject())
        .orElseThrow(
            () ->
                new DockerAdvancedException(
                    "%s: container %s was made anew, and somebody removed it since"
                        .formatted(host.name(), plan.subject())));
  }
}
