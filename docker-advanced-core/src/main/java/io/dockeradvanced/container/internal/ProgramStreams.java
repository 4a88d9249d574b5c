package io.dockeradvanced.container.internal;

import io.dockeradvanced.Cancelled;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.TimedOut;
import io.dockeradvanced.UnreachableHost;
import io.dockeradvanced.container.ExecStreams;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a program that runs in a container prints and reads, handed on to its end; and in words why
 * that broke off: who received it, who was to be read, the connection, the time, or an interrupt.
 */
final class ProgramStreams {
  private final String host;
  private final String program;
  private final Optional<Duration> limit;

  /**
   * @param host of the engine, for messages
   * @param program for messages; without its arguments, which may be secret
   * @param limit the time it has, if there is one
   */
  ProgramStreams(String host, String program, Optional<Duration> limit) {
    this.host = host;
    this.program = program;
    this.limit = limit;
  }

  /**
   * Hands on what it prints, to the end.
   *
   * @param terminal whether it has one: then both its streams are one
   * @param input what it reads, if it does
   */
  void copy(InputStream body, ExecStreams streams, boolean terminal, @Nullable ExecInput input) {
    try {
      Printed.copy(body, streams, terminal);
    } catch (Printed.SinkFailed e) {
      throw new DockerAdvancedException(
          "%s: what %s printed cannot be written: %s; it may still run"
              .formatted(host, program, e.problem().getMessage()),
          e.problem());
    } catch (IOException e) {
      throw broken(input).orElseGet(() -> explained(e));
    }
    broken(input)
        .ifPresent(
            e -> {
              throw e;
            });
  }

  /** What the program read was not all it should have. */
  private Optional<DockerAdvancedException> broken(@Nullable ExecInput input) {
    return Optional.ofNullable(input)
        .flatMap(ExecInput::failure)
        .map(
            e ->
                new DockerAdvancedException(
                    "%s: the input of %s cannot be read: %s; it has seen an end of it, and may still run"
                        .formatted(host, program, e.getMessage()),
                    e));
  }

  /** Why no more was heard of it. */
  DockerAdvancedException explained(IOException e) {
    if (e instanceof SocketTimeoutException) {
      return new TimedOut(
          "%s: %s did not end within %s; it may still run"
              .formatted(host, program, limit.map(Duration::toString).orElse("its time")));
    }
    if (e instanceof ClosedByInterruptException || e instanceof InterruptedIOException) {
      return new Cancelled(
          "%s: the wait for %s was interrupted; it may still run".formatted(host, program), e);
    }
    return new UnreachableHost(
        host,
        "%s: the connection broke while %s ran (%s); it may still run"
            .formatted(host, program, e.getMessage()),
        e,
        true);
  }
}
