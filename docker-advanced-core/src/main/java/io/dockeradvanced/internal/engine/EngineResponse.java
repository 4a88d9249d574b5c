package io.dockeradvanced.internal.engine;

import io.dockeradvanced.Handle;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/** A response that is read while it arrives. Closing it from any thread ends a blocked read. */
public interface EngineResponse extends Handle {
  int status();

  Optional<String> header(String name);

  /** The body; for an upgraded connection whatever the engine sends. */
  InputStream body();

  /**
   * The way to the engine on an upgraded connection (attach, exec); closing it half-closes the
   * connection.
   *
   * @throws IllegalStateException when the connection was not upgraded
   */
  OutputStream input();
}
