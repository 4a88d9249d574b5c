package io.dockeradvanced.internal.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.UnreachableHost;
import io.dockeradvanced.internal.http.HostConnections;
import io.dockeradvanced.transport.ConnectFailed;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Engine} behind one host: negotiation, refusals and retries on top of {@link Exchange}.
 */
public final class HttpEngine implements Engine {
  private final String host;
  private final Exchange exchange;
  private final Duration callTimeout;
  private final Clock clock;
  private volatile @Nullable Negotiation negotiated;
  private volatile boolean answeredBefore;

  public HttpEngine(String host, HostConnections connections, Duration callTimeout, Clock clock) {
    this.host = host;
    this.exchange = new Exchange(host, connections);
    this.callTimeout = callTimeout;
    this.clock = clock;
  }

  @Override
  public String host() {
    return host;
  }

  @Override
  public ApiVersion api() {
    return negotiation().speaks();
  }

  /** The newest version the engine speaks. */
  public ApiVersion engineApi() {
    return negotiation().engine();
  }

  @Override
  public void ping() {
    Call ping = pingCall();
    learn(accepted(ping, exchange.whole(ping, null, limit(ping), deadline(ping))));
  }

  @Override
  public Duration clockOffset() {
    Call ping = pingCall();
    Instant before = clock.instant();
    Answer answer = accepted(ping, retried(ping));
    Instant after = clock.instant();
    try {
      Instant date =
          ZonedDateTime.parse(answer.date(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      // The header drops the fraction of a second, which is half a second on average.
      Instant middle = before.plus(Duration.between(before, after).dividedBy(2));
      return Duration.between(middle, date.plusMillis(500));
    } catch (DateTimeParseException e) {
      throw new UnreachableHost(
          host,
          "%s: the engine does not say what time it has (Date header '%s'); is a proxy in between?"
              .formatted(host, answer.date()),
          e,
          false);
    }
  }

  @Override
  public JsonNode json(Call call) {
    return tree(call, accepted(call, exchanged(call)));
  }

  @Override
  public Optional<JsonNode> find(Call call) {
    Answer answer = exchanged(call);
    return answer.status() == 404
        ? Optional.empty()
        : Optional.of(tree(call, accepted(call, answer)));
  }

  @Override
  public int send(Call call) {
    return accepted(call, exchanged(call)).status();
  }

  @Override
  public EngineResponse open(Call call) {
    try {
      return opened(call);
    } catch (EngineRejected e) {
      if (!renegotiates(call, e)) {
        throw e;
      }
      return opened(call);
    }
  }

  private EngineResponse opened(Call call) {
    ApiVersion version = version(call);
    long deadline = deadline(call);
    return repeated(call, deadline, () -> exchange.streamed(call, version, limit(call), deadline));
  }

  /** The answer, after one more try when the engine has changed its version meanwhile. */
  private Answer exchanged(Call call) {
    Answer answer = retried(call);
    return answer.status() == 400 && renegotiates(call, refusal(call, answer))
        ? retried(call)
        : answer;
  }

  private Answer retried(Call call) {
    ApiVersion version = version(call);
    long deadline = deadline(call);
    return repeated(call, deadline, () -> exchange.whole(call, version, limit(call), deadline));
  }

  private <T> T repeated(Call call, long deadline, Supplier<T> attempt) {
    try {
      T result = attempt.get();
      answeredBefore = true;
      return result;
    } catch (UnreachableHost e) {
      if (!call.isRead() || call.isUpgrade() || !worthwhile(e)) {
        throw e;
      }
      return Retries.again(e, deadline, this::worthwhile, attempt);
    }
  }

  /**
   * A missing or refusing socket is an engine that restarts if it has answered before; else there
   * is none, and to say so at once serves better. A missing permission never passes, and one that
   * stands still was waited for already.
   */
  private boolean worthwhile(UnreachableHost e) {
    if (Reconcile.standsStill(e)) {
      return false;
    }
    return !(e.getCause() instanceof ConnectFailed failed) || (failed.mayPass() && answeredBefore);
  }

  private Answer accepted(Call call, Answer answer) {
    if (answer.ok() || answer.status() == 304) {
      return answer;
    }
    throw refusal(call, answer);
  }

  private EngineRejected refusal(Call call, Answer answer) {
    return new EngineRejected(
        host,
        call.method(),
        call.path(),
        answer.status(),
        Wire.reason(answer.body(), answer.phrase()));
  }

  private JsonNode tree(Call call, Answer answer) {
    try {
      return answer.status() == 304 ? MissingNode.getInstance() : Json.parse(answer.body());
    } catch (IOException e) {
      throw Failures.notJson(host, call, e);
    }
  }

  // ---- the version

  private @Nullable ApiVersion version(Call call) {
    return call.isUnversioned() ? null : api();
  }

  /** Several threads may ask at once; they learn the same, so none has to wait for another. */
  private Negotiation negotiation() {
    Negotiation known = negotiated;
    if (known != null) {
      return known;
    }
    Call ping = pingCall();
    Negotiation learned = learn(accepted(ping, retried(ping)));
    if (learned != null) {
      return learned;
    }
    Call version = Call.get("/version").unversioned();
    return use(tree(version, accepted(version, retried(version))).path("ApiVersion").asText(""));
  }

  private @Nullable Negotiation learn(Answer ping) {
    answeredBefore = true;
    return ping.apiVersion().isEmpty() ? negotiated : use(ping.apiVersion());
  }

  private Negotiation use(String text) {
    Negotiation known = negotiated;
    if (known != null && known.engine().toString().equals(text)) {
      return known;
    }
    ApiVersion engine;
    try {
      engine = ApiVersion.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UnreachableHost(
          host,
          "%s: what answers does not name an API version; is this the address of a Docker Engine?"
              .formatted(host),
          e,
          false);
    }
    Negotiation fresh = Negotiation.with(host, engine);
    negotiated = fresh;
    return fresh;
  }

  /**
   * Whether the refusal says that the engine has come back as another version, and the call may be
   * sent again: the engine looks at the version before it does anything.
   */
  private boolean renegotiates(Call call, EngineRejected refusal) {
    if (refusal.status() != 400
        || call.isUnversioned()
        || !refusal.reason().startsWith("client version ")) {
      return false;
    }
    Negotiation before = negotiated;
    negotiated = null;
    Negotiation now = negotiation();
    int minimum = refusal.reason().indexOf("Minimum supported API version is ");
    if (before != null && now.speaks().equals(before.speaks())) {
      if (minimum >= 0) {
        String text =
            refusal.reason().substring(minimum + "Minimum supported API version is ".length());
        throw Negotiation.tooNew(host, text.replaceAll("[^0-9.].*$", ""));
      }
      return false;
    }
    return call.streamBody().isEmpty();
  }

  private static Call pingCall() {
    return Call.get("/_ping").unversioned();
  }

  private Duration limit(Call call) {
    return call.deadline().orElse(callTimeout);
  }

  private long deadline(Call call) {
    return System.nanoTime() + limit(call).toNanos();
  }
}
