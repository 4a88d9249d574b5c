package io.dockeradvanced.container.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.container.ExecStreams;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.EngineResponse;
import io.dockeradvanced.internal.engine.ReconcileContainer;
import io.dockeradvanced.internal.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Runs a container that was made and not started yet, with its streams, to its exit code. */
public final class TaskRun {
  private static final int PIECE = 32 << 10;

  private final Engine engine;
  private final Executor executor;
  private final String container;
  private final String name;

  /**
   * @param container its id
   * @param name for messages
   */
  public TaskRun(Engine engine, Executor executor, String container, String name) {
    this.engine = engine;
    this.executor = executor;
    this.container = container;
    this.name = name;
  }

  /**
   * Starts it, and answers its exit code when it has ended and all it printed was handed on.
   *
   * @param terminal whether it has one: then both its streams are one
   * @param kept whether it stays; else the engine has removed it when this returns
   */
  public int run(ExecStreams streams, boolean terminal, boolean kept) {
    Call attach =
        Call.post(path("/attach"))
            .query("stream", true)
            .query("stdin", streams.input().isPresent())
            .query("stdout", true)
            .query("stderr", true)
            .upgrade();
    // Both before the start: what a short task prints, and that it ends, must not be missed.
    Call wait = Call.post(path("/wait")).query("condition", kept ? "next-exit" : "removed");
    @Nullable ExecInput input = null;
    try (EngineResponse attached = engine.open(attach);
        EngineResponse end = engine.open(wait)) {
      input = streams.input().map(in -> new ExecInput(in, attached)).orElse(null);
      ReconcileContainer.start(engine, container);
      if (input != null) {
        executor.execute(input);
      }
      copy(attached.body(), streams, terminal);
      return exitCode(end.body());
    } catch (IOException e) {
      Exception cause = input == null ? e : input.failure().orElse(e);
      throw new DockerAdvancedException(
          "%s: the streams of %s broke off: %s; it may still run"
              .formatted(engine.host(), name, cause.getMessage()),
          cause);
    }
  }

  private static void copy(InputStream body, ExecStreams streams, boolean terminal)
      throws IOException {
    if (!terminal) {
      StreamFrames.copy(
          body,
          (stream, bytes, length) ->
              write(stream == StreamFrames.ERR ? streams.err() : streams.out(), bytes, length));
      return;
    }
    byte[] piece = new byte[PIECE];
    int count;
    while ((count = body.read(piece)) >= 0) {
      write(streams.out(), piece, count);
    }
  }

  private static boolean write(OutputStream to, byte[] bytes, int length) throws IOException {
    to.write(bytes, 0, length);
    to.flush();
    return true;
  }

  private int exitCode(InputStream body) throws IOException {
    JsonNode answer = Json.tree(new String(body.readAllBytes(), StandardCharsets.UTF_8));
    String problem = answer.path("Error").path("Message").asText("");
    if (!problem.isEmpty()) {
      throw new DockerAdvancedException(
          "%s: %s ended oddly: %s".formatted(engine.host(), name, problem));
    }
    return ReconcileContainer.exitCode(engine, answer);
  }

  private String path(String call) {
    return "/containers/" + Call.segment(container) + call;
  }
}
