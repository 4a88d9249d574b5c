package io.dockeradvanced.stack.internal;

/** Plans that pull the images of a stack. */
public final class PullKind extends StackKind {
  public PullKind() {
    super(PullPlanner.KIND, (plan, host) -> ANY);
  }
}
