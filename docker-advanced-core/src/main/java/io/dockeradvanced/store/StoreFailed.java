package io.dockeradvanced.store;

import io.dockeradvanced.DockerAdvancedException;
import org.jspecify.annotations.Nullable;

/** The store cannot be read or written: missing, locked, read-only, full, damaged, too new. */
public class StoreFailed extends DockerAdvancedException {
  private static final long serialVersionUID = 1;

  public StoreFailed(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
