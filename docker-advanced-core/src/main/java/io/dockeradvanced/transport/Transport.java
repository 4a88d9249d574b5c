package io.dockeradvanced.transport;

import io.dockeradvanced.Handle;
import java.io.IOException;
import java.time.Duration;

/**
 * Opens duplex byte channels to one engine. Thread-safe.
 *
 * <p>Nothing is opened before the first {@link #open}. HTTP is spoken above this; a transport only
 * moves bytes.
 */
public interface Transport extends Handle {

  /**
   * Opens a channel.
   *
   * @throws IOException with a message that says what to try next
   */
  DuplexChannel open(Duration timeout) throws IOException;

  /** Where it leads, for messages; without credentials. */
  String describe();

  /** What HTTP calls the other side in its {@code Host} header, for whoever looks at it. */
  default String authority() {
    return "docker";
  }

  /** How many channels are open now; -1 when this transport does not count them. */
  default int openChannels() {
    return -1;
  }

  /**
   * Whether {@link #open} may wait until other channels are closed, so that a long wait says
   * nothing about the server.
   */
  default boolean waitsInLine() {
    return false;
  }

  /** Ends every channel that is still open. */
  @Override
  void close();
}
