package io.dockeradvanced.stack.internal;

/** Plans that do something with the containers of a stack that is there. */
public final class ChangeKind extends StackKind {
  public ChangeKind() {
    super(ChangePlanner.KIND, DownPlanner::fingerprint);
  }
}
