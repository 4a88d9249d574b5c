package io.dockeradvanced.store;

/** Somebody else wrote first; read again and decide anew. */
public final class StoreConflict extends StoreFailed {
  private static final long serialVersionUID = 1;

  public StoreConflict(String message) {
    super(message, null);
  }
}
