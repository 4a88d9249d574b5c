package io.dockeradvanced.container;

import static java.util.Objects.requireNonNull;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a command in a container reads from and prints to. None of them is closed. A slow receiver
 * slows the command down.
 */
public final class ExecStreams {
  private final @Nullable InputStream input;
  private final OutputStream out;
  private final OutputStream err;

  private ExecStreams(@Nullable InputStream input, OutputStream out, OutputStream err) {
    this.input = input;
    this.out = out;
    this.err = err;
  }

  /** What it prints; with a terminal, all of it goes to {@code out}. */
  public static ExecStreams to(OutputStream out, OutputStream err) {
    return new ExecStreams(
        null, requireNonNull(out, "out is null"), requireNonNull(err, "err is null"));
  }

  /**
   * What it reads, to the end. It is read by a thread of its own, which may have read more than the
   * command took when that ends.
   */
  public ExecStreams input(InputStream in) {
    return new ExecStreams(requireNonNull(in, "in is null"), out, err);
  }

  public Optional<InputStream> input() {
    return Optional.ofNullable(input);
  }

  public OutputStream out() {
    return out;
  }

  public OutputStream err() {
    return err;
  }
}
