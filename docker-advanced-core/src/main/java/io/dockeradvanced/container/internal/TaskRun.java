package io.dockeradvanced.container.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.UnreachableHost;
import io.dockeradvanced.container.ExecStreams;
import io.dockeradvanced.container.RunningCommand;
import io.dockeradvanced.container.TerminalSize;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.EngineResponse;
import io.dockeradvanced.internal.engine.ReconcileContainer;
import io.dockeradvanced.internal.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Runs a container that was made and not started yet, with its streams, to its exit code. */
public final class TaskRun {
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
   * Starts it; what it prints is handed on by who awaits its end.
   *
   * @param terminal whether it has one: then both its streams are one
   * @param size of the terminal, when that did not come with its creation
   * @param kept whether it stays; else the engine has removed it when its end is told
   */
  public RunningCommand begin(
      ExecStreams streams, boolean terminal, Optional<TerminalSize> size, boolean kept) {
    Call attach =
        Call.post(path("/attach"))
            .query("stream", true)
            .query("stdin", streams.input().isPresent())
            .query("stdout", true)
            .query("stderr", true)
            .upgrade();
    if (terminal) {
      attach.query("detachKeys", Terminals.NO_DETACH_KEYS);
    }
    // Both before the start: what a short task prints, and that it ends, must not be missed.
    Call wait = Call.post(path("/wait")).query("condition", kept ? "next-exit" : "removed");
    EngineResponse attached = engine.open(attach);
    EngineResponse end;
    try {
      end = engine.open(wait);
    } catch (RuntimeException e) {
      attached.close();
      throw e;
    }
    Running running = new Running(streams, terminal, attached, end);
    try {
      running.start();
      if (!Terminals.beginWithSize(engine.api())) {
        size.ifPresent(running::resize);
      }
      return running;
    } catch (RuntimeException e) {
      running.close();
      throw e;
    }
  }

  private final class Running implements RunningCommand {
    private final ExecStreams streams;
    private final boolean terminal;
    private final EngineResponse attached;
    private final EngineResponse end;
    private final @Nullable ExecInput input;

    Running(ExecStreams streams, boolean terminal, EngineResponse attached, EngineResponse end) {
      this.streams = streams;
      this.terminal = terminal;
      this.attached = attached;
      this.end = end;
      this.input = streams.input().map(in -> new ExecInput(in, attached)).orElse(null);
    }

    void start() {
      ReconcileContainer.start(engine, container);
      if (input != null) {
        executor.execute(input);
      }
    }

    @Override
    public int await() {
      ProgramStreams printed = new ProgramStreams(engine.host(), name, Optional.empty());
      printed.copy(attached.body(), streams, terminal, input);
      try {
        return exitCode(end.body().readAllBytes());
      } catch (IOException e) {
        throw printed.explained(e);
      }
    }

    @Override
    public void resize(TerminalSize to) {
      Terminals.resize(engine, path(""), to);
    }

    @Override
    public void close() {
      attached.close();
      end.close();
    }
  }

  private int exitCode(byte[] told) {
    JsonNode answer;
    try {
      answer = Json.tree(new String(told, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new UnreachableHost(
          engine.host(),
          "%s: the answer to the wait for %s is not whole JSON; look at the log of the engine"
              .formatted(engine.host(), name),
          e,
          true);
    }
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
