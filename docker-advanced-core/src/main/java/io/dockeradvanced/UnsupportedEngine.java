package io.dockeradvanced;

/** The engine is too old, or lacks a capability that the call needs. */
public final class UnsupportedEngine extends DockerAdvancedException {
  private static final long serialVersionUID = 1;

  public UnsupportedEngine(String host, String message) {
    super(message, null, host, false);
  }
}
