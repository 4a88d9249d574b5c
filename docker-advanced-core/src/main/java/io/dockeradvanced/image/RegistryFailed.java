package io.dockeradvanced.image;

import static java.util.Objects.requireNonNull;

import io.dockeradvanced.DockerAdvancedException;
import org.jspecify.annotations.Nullable;

/** A registry did not do what it was asked for. What can be done about it says the subclass. */
public class RegistryFailed extends DockerAdvancedException {
  private static final long serialVersionUID = 1;

  private final String registry;

  RegistryFailed(String registry, String message, @Nullable Throwable cause, boolean retryable) {
    super("%s: %s".formatted(registry, message), cause, null, retryable);
    this.registry = requireNonNull(registry, "registry is null");
  }

  /** The registry as it stands in references, such as {@code ghcr.io}. */
  public final String registry() {
    return registry;
  }
}
