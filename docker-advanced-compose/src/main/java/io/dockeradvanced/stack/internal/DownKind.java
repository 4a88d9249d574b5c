package io.dockeradvanced.stack.internal;

/** Plans that take a stack down. */
public final class DownKind extends StackKind {
  public DownKind() {
    super(DownPlanner.KIND, DownPlanner::fingerprint);
  }
}
