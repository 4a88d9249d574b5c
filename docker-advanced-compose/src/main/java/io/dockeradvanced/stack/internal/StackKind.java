package io.dockeradvanced.stack.internal;

import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.operation.PlanData;
import io.dockeradvanced.operation.PlanKind;
import java.util.function.BiFunction;

/** Plans about one stack: they answer how it stands afterwards. */
abstract class StackKind implements PlanKind {
  /** The fingerprint of plans that may be carried out at any time. */
  static final String ANY = "any";

  private final String kind;
  private final BiFunction<PlanData, DockerHost, String> fingerprint;

  StackKind(String kind, BiFunction<PlanData, DockerHost, String> fingerprint) {
    this.kind = kind;
    this.fingerprint = fingerprint;
  }

  @Override
  public final String kind() {
    return kind;
  }

  @Override
  public final String fingerprint(PlanData plan, DockerHost host) {
    return fingerprint.apply(plan, host);
  }

  @Override
  public final Object result(PlanData plan, DockerHost host) {
    return Statuses.of(host, plan.subject());
  }
}
