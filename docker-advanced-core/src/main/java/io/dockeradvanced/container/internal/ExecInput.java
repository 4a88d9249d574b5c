package io.dockeradvanced.container.internal;

import io.dockeradvanced.internal.engine.EngineResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Carries what a command in a container is to read, to the end of it or of the command.
 *
 * <p>Input that breaks off must not look like its end, but the engine knows no other: whoever waits
 * for the command asks {@link #failure}.
 */
final class ExecInput implements Runnable {
  private static final int PIECE = 32 << 10;

  private final InputStream in;
  private final EngineResponse command;
  private volatile @Nullable Exception failure;

  ExecInput(InputStream in, EngineResponse command) {
    this.in = in;
    this.command = command;
  }

  /** Why the input could not be read to its end. */
  Optional<Exception> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public void run() {
    byte[] piece = new byte[PIECE];
    int count;
    OutputStream out = command.input();
    while ((count = next(piece)) > 0) {
      try {
        out.write(piece, 0, count);
        out.flush();
      } catch (IOException e) {
        // The command has ended, or the connection: whoever reads what it prints hears which.
        return;
      }
    }
    if (failure != null) {
      command.close();
      return;
    }
    try {
      out.close();
    } catch (IOException e) {
      // As above.
    }
  }

  /** How much was read; 0 or less at the end, and when it broke off. */
  private int next(byte[] piece) {
    try {
      return in.read(piece);
    } catch (IOException | RuntimeException e) {
      failure = e;
      return -1;
    }
  }
}
