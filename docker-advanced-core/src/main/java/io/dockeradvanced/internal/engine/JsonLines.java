package io.dockeradvanced.internal.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import io.dockeradvanced.Cancelled;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.TimedOut;
import io.dockeradvanced.UnreachableHost;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.function.Consumer;

/**
 * Reads a stream of JSON values, as pull, push, load and build send them.
 *
 * <p>Such a stream begins with status 200 before anything is done, so its failures stand inside it.
 *
 * <pre>{@code
 * Call pull = Call.post("/images/create").query("fromImage", name).within(Duration.ofMinutes(10));
 * JsonLines.each(engine, pull, line -> show(line.path("status").asText()));
 * }</pre>
 */
public final class JsonLines {
  private JsonLines() {}

  /**
   * Sends the call and hands on every value.
   *
   * @throws EngineRejected with status 200 and the engine's words when a value reports a failure
   * @throws UnreachableHost when the stream breaks off
   * @throws TimedOut when the deadline of the call passes before the end of the stream
   */
  public static void each(Engine engine, Call call, Consumer<JsonNode> onValue) {
    try (EngineResponse response = engine.open(call);
        MappingIterator<JsonNode> values =
            Json.mapper().readerFor(JsonNode.class).readValues(response.body())) {
      while (values.hasNextValue()) {
        JsonNode value = values.nextValue();
        failOnError(engine, call, value);
        onValue.accept(value);
      }
    } catch (SocketTimeoutException e) {
      throw new TimedOut(
          (call.isDeadlineMoving()
                  ? "%s: nothing came of %s any more before its deadline; it may have run all the same"
                  : "%s: %s did not end within its deadline; it may have run all the same")
              .formatted(engine.host(), call));
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw new Cancelled("%s: %s was interrupted".formatted(engine.host(), call), e);
      }
      throw new UnreachableHost(
          engine.host(),
          "%s: the answer to %s broke off (%s); look at the log of the engine, then try again"
              .formatted(engine.host(), call, e.getMessage()),
          e,
          true);
    }
  }

  private static void failOnError(Engine engine, Call call, JsonNode value) {
    String reason = value.path("errorDetail").path("message").asText("");
    if (reason.isEmpty()) {
      reason = value.path("error").asText("");
    }
    if (!reason.isEmpty()) {
      throw new EngineRejected(engine.host(), call.method(), call.path(), 200, reason.strip());
    }
  }
}
