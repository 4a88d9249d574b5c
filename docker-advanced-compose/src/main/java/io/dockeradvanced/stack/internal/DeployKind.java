package io.dockeradvanced.stack.internal;

/** Plans that deploy a stack. */
public final class DeployKind extends StackKind {
  public DeployKind() {
    super(DeployPlanner.KIND, DeployPlanner::fingerprint);
  }
}
