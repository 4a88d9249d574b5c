package io.dockeradvanced.internal.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.TimedOut;
import io.dockeradvanced.UnreachableHost;
import io.dockeradvanced.internal.http.WatchedChannel;
import io.dockeradvanced.transport.ConnectFailed;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Creates things so that a lost reply does no harm.
 *
 * <p>A write is never just sent again: the first one may have run. Instead what it should have made
 * is looked up by name and by {@link #STEP_LABEL}, which the caller puts into the body with a value
 * that no other step has. If it is there it is ours and its id is the answer; if not, the failure
 * is thrown, and the same step may be tried again later with the same label. The writes that change
 * what is there already are in {@link ReconcileContainer}.
 */
public final class Reconcile {
  /** The label by which a step knows again what it has made. */
  public static final String STEP_LABEL = "io.docker-advanced.operation-step";

  private static final int CONFLICT = 409;

  private Reconcile() {}

  /**
   * Creates a container and answers its id.
   *
   * @param body as the engine wants it, with {@link #STEP_LABEL} among its labels
   * @throws EngineRejected with status 409 when the name belongs to a container of somebody else
   */
  public static String createContainer(Engine engine, String name, JsonNode body) {
    return createContainer(
        engine,
        name,
        Call.post("/containers/create").query("name", name).json(body),
        body,
        warning -> {});
  }

  /**
   * As the other one, for a call with further query parameters such as {@code platform}.
   *
   * @param warnings is told what the engine says beside the id, such as what it drops because its
   *     kernel has no such limit
   */
  public static String createContainer(
      Engine engine, String name, Call create, JsonNode body, Consumer<String> warnings) {
    String step = step(body);
    return made(
        () -> {
          JsonNode made = engine.json(create);
          made.path("Warnings").forEach(warning -> warnings.accept(warning.asText()));
          return made.path("Id").asText("");
        },
        () ->
            engine
                .find(Call.get("/containers/" + Call.segment(name) + "/json"))
                .filter(c -> c.path("Name").asText("").equals("/" + name))
                .filter(c -> hasStep(c.path("Config").path("Labels"), step))
                .map(c -> c.path("Id").asText("")));
  }

  /**
   * Creates a network and answers its id. Names of networks are not unique, so only one with the
   * label of this step is taken for it.
   */
  public static String createNetwork(Engine engine, JsonNode body) {
    String name = body.path("Name").asText("");
    String step = step(body);
    return made(
        () -> engine.json(Call.post("/networks/create").json(body)).path("Id").asText(""),
        () -> {
          // The filter finds parts of names too.
          for (JsonNode network : engine.json(Call.get("/networks").filter("name", name))) {
            if (network.path("Name").asText("").equals(name)
                && hasStep(network.path("Labels"), step)) {
              return Optional.of(network.path("Id").asText(""));
            }
          }
          return Optional.empty();
        });
  }

  /**
   * Creates a volume and answers what is there now. Creating one that exists does nothing, so this
   * is simply asked again; whose volume it is the caller sees by its labels.
   */
  public static JsonNode createVolume(Engine engine, JsonNode body) {
    if (body.path("Name").asText("").isEmpty()) {
      throw new IllegalArgumentException("a volume without a name cannot be found again");
    }
    Call create = Call.post("/volumes/create").json(body);
    try {
      return engine.json(create);
    } catch (UnreachableHost | TimedOut lost) {
      if (!mayHaveRun(lost)) {
        throw lost;
      }
      return lookUp(
              lost,
              () -> engine.find(Call.get("/volumes/" + Call.segment(body.path("Name").asText("")))))
          .orElseThrow(() -> lost);
    }
  }

  private static String made(Supplier<String> create, Supplier<Optional<String>> find) {
    try {
      return create.get();
    } catch (UnreachableHost | TimedOut lost) {
      if (!mayHaveRun(lost)) {
        throw lost;
      }
      return lookUp(lost, find).orElseThrow(() -> lost);
    } catch (EngineRejected refused) {
      if (refused.status() != CONFLICT) {
        throw refused;
      }
      return lookUp(refused, find).orElseThrow(() -> refused);
    }
  }

  /** The failure of the look-up goes along with the one that led to it. */
  static <T> Optional<T> lookUp(DockerAdvancedException first, Supplier<Optional<T>> find) {
    if (standsStill(first)) {
      throw first; // It would not answer that either.
    }
    try {
      return find.get();
    } catch (UnreachableHost | TimedOut | EngineRejected e) {
      first.addSuppressed(e);
      throw first;
    }
  }

  /** Whether the engine may have done what was asked although no reply came. */
  static boolean mayHaveRun(DockerAdvancedException lost) {
    return !(lost instanceof UnreachableHost unreachable) || unreachable.requestMayHaveRun();
  }

  /** Whether to ask again at once would be in vain: the engine answers nothing at all. */
  public static boolean standsStill(DockerAdvancedException lost) {
    return lost.getCause() instanceof WatchedChannel.StoodStill
        || (lost.getCause() instanceof ConnectFailed failed
            && failed.reason() == ConnectFailed.Reason.UNANSWERED);
  }

  private static String step(JsonNode body) {
    String step = body.path("Labels").path(STEP_LABEL).asText("");
    if (step.isEmpty()) {
      throw new IllegalArgumentException("the body has no label " + STEP_LABEL);
    }
    return step;
  }

  private static boolean hasStep(@Nullable JsonNode labels, String step) {
    return labels != null && labels.path(STEP_LABEL).asText("").equals(step);
  }
}
