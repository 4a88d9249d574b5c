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

  boolean isOpen();
}
