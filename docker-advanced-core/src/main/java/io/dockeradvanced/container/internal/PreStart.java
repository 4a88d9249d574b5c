package io.dockeradvanced.container.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.TimedOut;
import io.dockeradvanced.UnreachableHost;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.EngineResponse;
import io.dockeradvanced.internal.engine.ReconcileContainer;
import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Step;
import io.dockeradvanced.operation.StepContext;
import io.dockeradvanced.operation.StepKind;
import io.dockeradvanced.operation.StepResult;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs containers to their end, one after the other, before those of a service are started. They
 * have the volumes and the network of one of those, and are removed when they have ended with 0.
 *
 * <p>Parameters: {@code from} or {@code id}, the container whose volumes they have; {@code name},
 * what their names begin with; {@code timeout} of each, in milliseconds. Secret: {@code pre_start},
 * a list of {@code body} of the engine's create call, with the labels {@code
 * com.docker.compose.project}, {@code .service} and {@code .hook}; {@code connect}, as {@link
 * CreateContainer} has it; {@code platform}, optional; {@code pull}, for {@link #images}. Beside
 * the list {@code hide}, what must not be quoted of their output.
 *
 * <p>Their names are those of this operation, so a later process finds one that a dead process
 * made: it waits for its end, and none runs twice. Undone, what is left of them goes; what they did
 * to volumes stays.
 */
public final class PreStart implements StepKind {
  public static final String KIND = "container.pre_start";

  /** The label that tells the containers of hooks from those of services. */
  public static final String LABEL = "com.docker.compose.hook";

  private static final String TIMEOUT = "timeout";
  private static final String HOOK = "hook";
  private static final String SINCE = "since";
  private static final int SUFFIX = 8;
  private static final Duration LOG_LIMIT = Duration.ofMinutes(1);

  /**
   * @param service whose hooks they are, for messages
   * @param name what the names of the containers begin with
   * @param of {@code from} or {@code id} of the container whose volumes they have
   * @param hooks the secret
   */
  public static Step.Builder step(
      String id, String service, String name, Data of, Data hooks, Duration timeout) {
    Step.Builder step =
        Step.of(id, KIND, 1)
            .target("service " + service)
            .action("run pre_start")
            .undo("remove what is left of it")
            .parameters(of.with("name", name).with(TIMEOUT, timeout.toMillis()))
            .secret(hooks)
            .weight(3);
    of.find("from").ifPresent(step::after);
    return step;
  }

  /** Of all hooks that a container carries the secret of this step; empty when it has no such. */
  public static Data secret(Data hooks) {
    return hooks.has(Hooks.PRE_START)
        ? Data.of(Hooks.PRE_START, hooks.objects(Hooks.PRE_START))
            .with(Hooks.HIDE, hooks.texts(Hooks.HIDE))
        : Data.empty();
  }

  /** The steps that make sure of the images: nothing else keeps one that only a hook uses. */
  public static List<Step> images(String service, Data secret) {
    Map<String, Step> steps = new TreeMap<>();
    for (Data hook : secret.objects(Hooks.PRE_START)) {
      String image = hook.object("body").text("Image");
      String pull = hook.text("pull").equals("never") ? "never" : "missing";
      Step.Builder step = EnsureImage.step("image of pre_start " + image, image, pull);
      hook.find("platform")
          .ifPresent(
              platform -> step.parameters(step.build().parameters().with("platform", platform)));
      steps.put(image, step.why("pre_start of service " + service).build());
    }
    return List.copyOf(steps.values());
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public StepResult apply(StepContext context) {
    List<Data> hooks = hooks(context);
    if (context.memory().isEmpty()) {
      removeLeftovers(context, hooks.get(0));
      begin(context, 0);
    }
    while (true) {
      int hook = (int) context.memory().number(HOOK, 0);
      if (hook >= hooks.size()) {
        remove(context, hook - 1);
        return StepResult.done();
      }
      context.checkCancelled();
      if (!hasEnded(context, hook)) {
        Instant now = context.clock().instant();
        return StepResult.waitUntil(
            HealthGate.next(since(context, now), now), "pre_start[%d] runs".formatted(hook));
      }
      begin(context, hook + 1);
    }
  }

  private static List<Data> hooks(StepContext context) {
    return context.step().secret().objects(Hooks.PRE_START);
  }

  private static void begin(StepContext context, int hook) {
    context.remember(Data.of(HOOK, hook).with(SINCE, context.clock().instant().toString()));
  }

  private static Instant since(StepContext context, Instant now) {
    Instant since = Instant.parse(context.memory().text(SINCE));
    // After the clock was set back, what has passed is not known.
    return since.isAfter(now) ? now : since;
  }

  /** Makes and starts it where that was not done yet; answers whether it has ended with 0. */
  private static boolean hasEnded(StepContext context, int hook) {
    String id =
        CreateContainer.made(context, name(context, hook)).orElseGet(() -> create(context, hook));
    JsonNode container = Target.present(context, id);
    if (StartContainer.isFresh(container)) {
      start(context, hook, id);
      return false;
    }
    JsonNode state = container.path("State");
    String status = state.path("Status").asText();
    if (!status.equals("exited") && !status.equals("dead")) {
      Instant now = context.clock().instant();
      Duration timeout = Duration.ofMillis(context.step().parameters().number(TIMEOUT, 300_000));
      if (!now.isBefore(since(context, now).plus(timeout))) {
        throw failed(context, hook, container, "still runs after " + HealthGate.words(timeout));
      }
      return false;
    }
    int code = state.path("ExitCode").asInt();
    if (code != 0) {
      throw failed(context, hook, container, "exited with status " + code);
    }
    return true;
  }

  private static String create(StepContext context, int hook) {
    // That it has ended well was kept before it is removed.
    remove(context, hook - 1);
    Data given = hooks(context).get(hook);
    JsonNode owner = Target.present(context, Target.containerId(context));
    Data host = given.object("body").object("HostConfig");
    if (host.find("NetworkMode").orElse("").startsWith("service:")) {
      // There it has the id of the container whose network it is.
      host = host.with("NetworkMode", owner.path("HostConfig").path("NetworkMode").asText());
    }
    host = host.with("VolumesFrom", List.of(owner.path("Id").asText()));
    try {
      return CreateContainer.create(
          context,
          name(context, hook),
          given.object("body").with("HostConfig", host),
          given.find("platform"));
    } catch (EngineRejected e) {
      throw failed(context, hook, "cannot be made", e);
    }
  }

  private static void start(StepContext context, int hook, String id) {
    try {
      // Also what a process that died in between has made.
      CreateContainer.connect(context, id, hooks(context).get(hook).objects("connect"));
      ReconcileContainer.start(Target.engine(context), id);
    } catch (EngineRejected e) {
      throw failed(context, hook, "cannot be started", e);
    }
  }

  // ---- failures

  private static DockerAdvancedException failed(
      StepContext context, int hook, String how, EngineRejected refusal) {
    String reason = Tail.without(refusal.reason().strip(), secrets(context, hook));
    return new DockerAdvancedException(sentence(context, hook, how + ": " + reason), refusal);
  }

  /** With the last that it printed. */
  private static DockerAdvancedException failed(
      StepContext context, int hook, JsonNode container, String how) {
    List<String> hidden = secrets(context, hook);
    Hooks.addEnvironment(container, hidden);
    String output = printed(Target.engine(context), container.path("Id").asText()).text(hidden);
    return new DockerAdvancedException(
        sentence(
            context, hook, how + (output.isEmpty() ? " and printed nothing" : ":\n" + output)));
  }

  private static String sentence(StepContext context, int hook, String how) {
    Data body = hooks(context).get(hook).object("body");
    // The first word alone: the others may be secret.
    List<String> command = body.texts("Cmd");
    String what = command.isEmpty() ? body.text("Image") : command.get(0);
    return "%s: pre_start[%d] '%s' of %s %s"
        .formatted(context.host().name(), hook, what, context.step().target(), how);
  }

  private static List<String> secrets(StepContext context, int hook) {
    List<String> values = new ArrayList<>(context.step().secret().texts(Hooks.HIDE));
    for (String variable : hooks(context).get(hook).object("body").texts("Env")) {
      values.add(variable.substring(variable.indexOf('=') + 1));
    }
    return values;
  }

  private static Tail printed(Engine engine, String container) {
    Tail tail = new Tail();
    Call call =
        Call.get("/containers/" + Call.segment(container) + "/logs")
            .query("stdout", true)
            .query("stderr", true)
            .query("tail", Tail.MOST_LINES)
            .within(LOG_LIMIT);
    try (EngineResponse response = engine.open(call)) {
      StreamFrames.copy(
          response.body(),
          (stream, bytes, length) -> {
            tail.write(bytes, 0, length);
            return true;
          });
    } catch (IOException | EngineRejected | UnreachableHost | TimedOut e) {
      // A log driver may keep nothing that can be read; that it failed is told anyway.
      return tail;
    }
    return tail;
  }

  // ---- names and removals

  /** No other operation uses it, nor does Docker Compose. */
  private static String name(StepContext context, int hook) {
    String operation = context.operation();
    return "%s-pre_start-%d-%s"
        .formatted(
            context.step().parameters().text("name"),
            hook,
            operation.substring(0, Math.min(SUFFIX, operation.length())));
  }

  private static void remove(StepContext context, int hook) {
    if (hook >= 0) {
      CreateContainer.made(context, name(context, hook))
          .ifPresent(id -> ReconcileContainer.remove(Target.engine(context), id, true, true));
    }
  }

  /** What dead processes, ours or Docker Compose, left of hooks of this service. */
  private static void removeLeftovers(StepContext context, Data hook) {
    Engine engine = Target.engine(context);
    Data labels = hook.object("body").object("Labels");
    Call list = Call.get("/containers/json").query("all", true);
    for (String label :
        List.of("com.docker.compose.project", "com.docker.compose.service", LABEL)) {
      list.filter("label", label + "=" + labels.text(label));
    }
    for (JsonNode left : engine.json(list)) {
      ReconcileContainer.remove(engine, left.path("Id").asText(), true, true);
    }
  }

  @Override
  public void undo(StepContext context) {
    if (!context.memory().isEmpty()) {
      int hook = (int) context.memory().number(HOOK, 0);
      remove(context, hook - 1);
      remove(context, hook);
    }
  }
}
