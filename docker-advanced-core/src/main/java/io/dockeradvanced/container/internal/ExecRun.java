package io.dockeradvanced.container.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dockeradvanced.UnreachableHost;
import io.dockeradvanced.container.Exec;
import io.dockeradvanced.container.ExecStreams;
import io.dockeradvanced.container.RunningCommand;
import io.dockeradvanced.container.TerminalSize;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.EngineResponse;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Runs one command in a container, from its creation to its exit code. */
public final class ExecRun {
  /** The engine ends the stream a moment before it knows the exit code. */
  private static final Duration EXIT_CODE = Duration.ofSeconds(10);

  private static final long POLL = TimeUnit.MILLISECONDS.toNanos(5);

  private final Engine engine;
  private final Executor executor;
  private final String container;
  private final Exec exec;

  public ExecRun(Engine engine, Executor executor, String container, Exec exec) {
    this.engine = engine;
    this.executor = executor;
    this.container = container;
    this.exec = exec;
  }

  /** Answers the exit code, when the command has ended and all it printed was handed on. */
  public int run(ExecStreams streams) {
    try (RunningCommand running = begin(streams)) {
      return running.await();
    }
  }

  /** Begins it; what it prints is handed on by who awaits its end. */
  public RunningCommand begin(ExecStreams streams) {
    String path = "/exec/" + create(streams.input().isPresent());
    ObjectNode start = JsonNodeFactory.instance.objectNode();
    start.put("Detach", false).put("Tty", exec.hasTerminal());
    boolean sized = Terminals.beginWithSize(engine.api());
    if (sized) {
      Terminals.size(start, exec.terminalSize());
    }
    Call call = Call.post(path + "/start").json(start).upgrade();
    exec.limit().ifPresent(call::within);
    Running running = new Running(path, engine.open(call), streams);
    if (!sized) {
      exec.terminalSize().ifPresent(running::resize);
    }
    return running;
  }

  private final class Running implements RunningCommand {
    private final String path;
    private final EngineResponse response;
    private final ExecStreams streams;
    private final @Nullable ExecInput input;

    Running(String path, EngineResponse response, ExecStreams streams) {
      this.path = path;
      this.response = response;
      this.streams = streams;
      this.input = streams.input().map(in -> new ExecInput(in, response)).orElse(null);
      if (input != null) {
        executor.execute(input);
      }
    }

    @Override
    public int await() {
      new ProgramStreams(engine.host(), what(), exec.limit())
          .copy(response.body(), streams, exec.hasTerminal(), input);
      return exitCode(path);
    }

    @Override
    public void resize(TerminalSize size) {
      Terminals.resize(engine, path, size);
    }

    @Override
    public void close() {
      response.close();
    }
  }

  private String create(boolean input) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("AttachStdin", input).put("AttachStdout", true).put("AttachStderr", true);
    body.put("Tty", exec.hasTerminal()).put("Privileged", exec.isPrivileged());
    if (exec.hasTerminal()) {
      body.put("DetachKeys", Terminals.NO_DETACH_KEYS);
      Terminals.size(body, exec.terminalSize());
    }
    exec.user().ifPresent(user -> body.put("User", user));
    exec.directory().ifPresent(directory -> body.put("WorkingDir", directory));
    ArrayNode command = body.putArray("Cmd");
    exec.command().forEach(command::add);
    if (!exec.environment().isEmpty() || !exec.removedVariables().isEmpty()) {
      ArrayNode environment = body.putArray("Env");
      exec.environment().forEach((name, value) -> environment.add(name + "=" + value));
      // A name alone takes the container's variable away.
      exec.removedVariables().forEach(environment::add);
    }
    return engine
        .json(Call.post("/containers/" + Call.segment(container) + "/exec").json(body))
        .path("Id")
        .asText();
  }

  private int exitCode(String path) {
    long deadline = System.nanoTime() + EXIT_CODE.toNanos();
    while (true) {
      JsonNode now = engine.json(Call.get(path + "/json"));
      if (!now.path("Running").asBoolean() && now.path("ExitCode").isNumber()) {
        return now.path("ExitCode").asInt();
      }
      if (System.nanoTime() - deadline > 0) {
        throw new UnreachableHost(
            engine.host(),
            "%s: the stream of %s has ended, but it still runs; look at the log of the engine"
                .formatted(engine.host(), what()),
            null,
            true);
      }
      // An interrupt ends the pause, and the next look throws Cancelled.
      LockSupport.parkNanos(POLL);
    }
  }

  /** Without its arguments, which may be secret. */
  private String what() {
    return "'%s' in %s".formatted(exec.command().get(0), container);
  }
}
