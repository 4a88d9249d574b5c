package io.dockeradvanced;

/** Something did not happen within its deadline. */
public final class TimedOut extends DockerAdvancedException {
  private static final long serialVersionUID = 1;

  public TimedOut(String message) {
    super(message, null, null, true);
  }
}
