package io.dockeradvanced.stack.internal;

/** Plans that build the images of a stack. */
public final class BuildKind extends StackKind {
  public BuildKind() {
    super(BuildPlanner.KIND, (plan, host) -> ANY);
  }
}
