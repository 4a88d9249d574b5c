package io.dockeradvanced.container.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.Cancelled;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.container.Exec;
import io.dockeradvanced.container.ExecStreams;
import io.dockeradvanced.internal.Owner;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.ReconcileContainer;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.operation.StepContext;
import io.dockeradvanced.operation.Vault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Commands that are run in a container right after its start and right before its stop.
 *
 * <p>The steps that start and stop have them among their secrets: {@code post_start} and {@code
 * pre_stop}, lists of {@code command}, {@code user}, {@code directory}, {@code privileged}, {@code
 * environment} and {@code unset}; {@code hide}, what must not be quoted of their output. Which of
 * them have ended is remembered, so that after a crash only the one that was under way runs again.
 */
public final class Hooks {
  public static final String POST_START = "post_start";
  public static final String PRE_STOP = "pre_stop";

  /** Those that run in containers of their own: {@link PreStart}. */
  public static final String PRE_START = "pre_start";

  /** Texts that are not told when a hook printed them. */
  public static final String HIDE = "hide";

  /** Carries the hooks that a container was made with, encrypted. */
  public static final String LABEL = "io.docker-advanced.hooks";

  private static final String DONE = "hooks";

  /** Nobody waits longer for hooks on the way back. */
  private static final Duration MOST_ON_THE_WAY_BACK = Duration.ofMinutes(1);

  /** How long one may go on by itself when the operation is to stop. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Milliseconds between two looks whether it is to stop. */
  private static final long LOOK = 200;

  private final StepContext context;
  private final Engine engine;
  private final String container;
  private final String moment;
  private final List<Data> hooks;

  /** The hooks that a container carries; empty when it has none, or they cannot be read. */
  public static Data carried(Vault vault, JsonNode labels) {
    String label = labels.path(LABEL).asText();
    if (label.isEmpty()) {
      return Data.empty();
    }
    try {
      return Data.parse(vault.open(label, LABEL));
    } catch (DockerAdvancedException | IllegalArgumentException e) {
      return Data.empty();
    }
  }

  /** This step starts or stops a container that has these hooks. */
  public static Step.Builder add(Step.Builder step, Data hooks) {
    if (!hooks.has(POST_START) && !hooks.has(PRE_STOP)) {
      return step;
    }
    boolean stops = step.build().kind().equals(StopContainer.KIND);
    if (hooks.has(stops ? PRE_STOP : POST_START)) {
      step.action(stops ? "run pre_stop, then stop" : "start, then run post_start");
    }
    Map<String, @Nullable Object> own = new LinkedHashMap<>(hooks.asMap());
    own.remove(PRE_START);
    return step.secret(Data.of(own));
  }

  Hooks(StepContext context, String container, String moment) {
    this.context = context;
    this.engine = Target.engine(context);
    this.container = container;
    this.moment = moment;
    this.hooks = context.step().secret().objects(moment);
  }

  boolean isEmpty() {
    return hooks.isEmpty();
  }

  /** Whether one of them may have run before. */
  boolean begun() {
    return context.memory().has(DONE);
  }

  /**
   * Runs those that have not ended yet.
   *
   * @throws DockerAdvancedException when one fails, with the last of what it printed
   */
  void run() {
    if (hooks.isEmpty()) {
      return;
    }
    for (int i = (int) context.memory().number(DONE, 0); i < hooks.size(); i++) {
      context.checkCancelled();
      context.remember(context.memory().with(DONE, i));
      if (!run(exec(hooks.get(i)))) {
        return;
      }
    }
    context.remember(context.memory().with(DONE, hooks.size()));
  }

  /** Runs all of them while something is undone: what fails is told, and no hindrance. */
  void runOnTheWayBack() {
    for (Data hook : hooks) {
      try {
        if (!run(exec(hook).within(MOST_ON_THE_WAY_BACK))) {
          return;
        }
      } catch (Cancelled e) {
        throw e;
      } catch (DockerAdvancedException e) {
        context.warn(String.valueOf(e.getMessage()));
      }
    }
  }

  /** Answers false when there is nothing left that a hook could run in. */
  private boolean run(Exec exec) {
    Tail tail = new Tail();
    int code;
    try {
      code = exitCode(exec, tail);
    } catch (EngineRejected e) {
      if (e.status() == 409 && isLetGoOn()) {
        return run(exec);
      }
      if (e.status() == 404 || e.status() == 409) {
        return ended();
      }
      throw failed(exec, "cannot be run: " + Tail.without(e.reason().strip(), secrets(exec)));
    }
    if (code != 0) {
      String output = tail.text(secrets(exec));
      throw failed(
          exec,
          "exited with status %d%s"
              .formatted(code, output.isEmpty() ? " and printed nothing" : ":\n" + output));
    }
    return true;
  }

  /**
   * Nothing can be run in what is frozen, and it is to stop anyway: for that the engine would let
   * it go on, too.
   */
  private boolean isLetGoOn() {
    return moment.equals(PRE_STOP) && ReconcileContainer.unpause(engine, container);
  }

  /**
   * Runs it on another thread, so that one that hangs can be left behind: no call of the engine
   * ends an exec, and others wait to be undone.
   */
  private int exitCode(Exec exec, Tail tail) {
    ExecutorService executor = Owner.of(context.host().owner()).executor();
    Future<Integer> running =
        executor.submit(
            () -> new ExecRun(engine, executor, container, exec).run(ExecStreams.to(tail, tail)));
    try {
      long stopping = 0;
      while (true) {
        try {
          return running.get(LOOK, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
          stopping = isStopping() ? stopping + 1 : 0;
          if (stopping > PATIENCE.toMillis() / LOOK) {
            throw abandoned(exec, null);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw abandoned(exec, e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      running.cancel(true);
    }
  }

  private boolean isStopping() {
    try {
      context.checkCancelled();
      return false;
    } catch (Cancelled e) {
      return true;
    }
  }

  private Cancelled abandoned(Exec exec, @Nullable Throwable cause) {
    String sentence =
        "%s: the %s hook '%s' of %s has not ended and is not waited for any longer; it may still run"
            .formatted(
                context.host().name(), moment, exec.command().get(0), context.step().target());
    context.warn(sentence);
    return new Cancelled(sentence, cause);
  }

  /** As Docker Compose has it: before a stop that is as good, after a start it is a failure. */
  private boolean ended() {
    boolean before = moment.equals(PRE_STOP) || context.repeated();
    if (before) {
      return false;
    }
    throw new DockerAdvancedException(
        "%s: %s does not run any more, so that its hooks of %s cannot; look at its log"
            .formatted(context.host().name(), context.step().target(), moment));
  }

  private DockerAdvancedException failed(Exec exec, String how) {
    // The first word alone: the others may be secret.
    return new DockerAdvancedException(
        "%s: the %s hook '%s' of %s %s"
            .formatted(
                context.host().name(),
                moment,
                exec.command().get(0),
                context.step().target(),
                how));
  }

  private List<String> secrets(Exec exec) {
    List<String> values = new ArrayList<>(exec.environment().values());
    values.addAll(context.step().secret().texts(HIDE));
    Target.container(engine, container).ifPresent(found -> addEnvironment(found, values));
    return values;
  }

  static void addEnvironment(JsonNode found, List<String> values) {
    for (JsonNode variable : found.path("Config").path("Env")) {
      String text = variable.asText();
      values.add(text.substring(text.indexOf('=') + 1));
    }
  }

  private static Exec exec(Data hook) {
    Exec exec = Exec.command(hook.texts("command"));
    if (!hook.find("user").orElse("").isEmpty()) {
      exec = exec.user(hook.text("user"));
    }
    if (!hook.find("directory").orElse("").isEmpty()) {
      exec = exec.directory(hook.text("directory"));
    }
    if (hook.flag("privileged")) {
      exec = exec.privileged();
    }
    Data environment = hook.object("environment");
    for (String name : environment.asMap().keySet()) {
      exec = exec.environment(name, environment.text(name));
    }
    for (String name : hook.texts("unset")) {
      exec = exec.without(name);
    }
    return exec;
  }
}
