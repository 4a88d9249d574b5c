package io.dockeradvanced;

/** The objects a plan was made from have changed since; make a new plan. */
public final class StalePlan extends DockerAdvancedException {
  private static final long serialVersionUID = 1;

  public StalePlan(String message) {
    super(message);
  }
}
