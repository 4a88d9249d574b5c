package io.dockeradvanced.transport;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Bytes in both directions. One thread may read while another writes; {@link #close} may be called
 * by any thread and ends a blocked read or write with an {@link IOException}.
 */
public interface DuplexChannel extends Closeable {
  InputStream input();

  OutputStream output();

  /** Tells the other side that no more is coming, while reading goes on. */
  void shutdownOutput() throws IOException;

  /**
   * Whether another call may use this idle channel: false once either side is seen to have ended
   * it, or bytes have come that nobody asked for. Does not wait. Only for a channel that nobody is
   * reading, and only between two calls: it may eat a byte when it answers false.
   */
  boolean isIdle();

  /** Whether {@link #close} has not been called yet. */
  boolean isOpen();
}
