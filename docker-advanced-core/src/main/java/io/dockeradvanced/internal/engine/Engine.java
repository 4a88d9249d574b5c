package io.dockeradvanced.internal.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.host.DockerHost;
import java.time.Duration;
import java.util.Optional;

/**
 * One engine, spoken to in its own language. Thread-safe.
 *
 * <p>Reads ({@code GET}, {@code HEAD}) are retried with back-off while the engine cannot be
 * reached; writes never are. Every call throws {@link io.dockeradvanced.UnreachableHost}, {@link
 * io.dockeradvanced.EngineRejected}, {@link io.dockeradvanced.TimedOut} or {@link
 * io.dockeradvanced.Cancelled}.
 */
public interface Engine {

  /** The engine behind a host; negotiates on the first call, not here. */
  static Engine of(DockerHost host) {
    return ((EngineHolder) host).engine();
  }

  /** What every {@link DockerHost} of ours also is. */
  interface EngineHolder {
    Engine engine();
  }

  /** The host's name, for messages. */
  String host();

  /** The negotiated API version, such as {@code 1.41}. */
  ApiVersion api();

  /** Sends the call and answers its JSON body; a missing node for an empty one. */
  JsonNode json(Call call);

  /** As {@link #json}, but empty when the engine answers 404. */
  Optional<JsonNode> find(Call call);

  /** Sends the call and answers its status; the body is dropped. 304 is an answer, not an error. */
  int send(Call call);

  /**
   * Sends the call on a connection of its own and answers as soon as the headers are there.
   *
   * <p>A call with a deadline of its own ({@link Call#within}) has it for the whole body; any other
   * has the usual deadline for the headers and none for the body.
   */
  EngineResponse open(Call call);

  /** Asks whether the engine answers, without the retries of other reads and without a version. */
  void ping();

  /**
   * How far the engine's clock is ahead of ours, asked anew. Right to about a second, because that
   * is the grain of the {@code Date} header.
   */
  Duration clockOffset();
}
