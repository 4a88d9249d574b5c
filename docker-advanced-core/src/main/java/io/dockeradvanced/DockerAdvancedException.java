package io.dockeradvanced;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Root of everything docker-advanced throws on its own account.
 *
 * <p>Subclasses are named by what the caller can do about them. The message says what failed, on
 * which host, and the next thing to try; it never carries a secret.
 */
public class DockerAdvancedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final @Nullable String host;
  private final boolean retryable;

  public DockerAdvancedException(String message) {
    this(message, null, null, false);
  }

  public DockerAdvancedException(String message, @Nullable Throwable cause) {
    this(message, cause, null, false);
  }

  protected DockerAdvancedException(
      String message, @Nullable Throwable cause, @Nullable String host, boolean retryable) {
    super(message, cause);
    this.host = host;
    this.retryable = retryable;
  }

  /** The name of the host that the failed call spoke to, if it spoke to one. */
  public final Optional<String> host() {
    return Optional.ofNullable(host);
  }

  /** Whether the same call may succeed later without anything else being changed. */
  public final boolean retryable() {
    return retryable;
  }
}
