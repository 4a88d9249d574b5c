package io.dockeradvanced.image;

/** The registry answered something that nothing can be made of: look at what is asked of it. */
public final class RegistryRefused extends RegistryFailed {
  private static final long serialVersionUID = 1;

  private final int status;

  /**
   * A refusal.
   *
   * @param status the HTTP status; 200 when the content of a good answer is the trouble
   */
  public RegistryRefused(String registry, int status, String message) {
    super(registry, message, null, false);
    this.status = status;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }
}
