package io.dockeradvanced.internal.engine;

import io.dockeradvanced.internal.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns calls into requests, and bodies of refusals into sentences. */
final class Wire {
  private static final int MAX_REASON = 2000;

  private Wire() {}

  static HttpRequest request(Call call, @Nullable ApiVersion version) {
    byte[] content = call.jsonBody().map(Json::bytes).orElse(null);
    Map<String, String> headers = call.headers();
    if (content != null || call.contentType().isPresent()) {
      headers = new LinkedHashMap<>(headers);
      headers.put("Content-Type", call.contentType().orElse("application/json"));
    }
    return new HttpRequest(
        call.method(),
        target(call, version),
        headers,
        content,
        call.streamBody().orElse(null),
        call.isUpgrade());
  }

  private static String target(Call call, @Nullable ApiVersion version) {
    StringBuilder target = new StringBuilder();
    if (version != null) {
      target.append("/v").append(version);
    }
    target.append(call.path());
    char next = '?';
    for (String part : call.queryParts()) {
      target.append(next).append(part);
      next = '&';
    }
    if (!call.filters().isEmpty()) {
      target.append(next).append("filters=").append(Call.segment(Json.filters(call.filters())));
    }
    return target.toString();
  }

  /** The engine's own words: the {@code message} of its JSON, else the text, else the phrase. */
  static String reason(byte[] body, String phrase) {
    String text = new String(body, StandardCharsets.UTF_8).strip();
    if (text.startsWith("{")) {
      try {
        String message = Json.parse(body).path("message").asText("").strip();
        if (!message.isEmpty()) {
          return message;
        }
      } catch (java.io.IOException e) {
        // Not the JSON it looked like: the text itself is the best there is.
      }
    }
    if (text.isEmpty()) {
      return phrase.isEmpty() ? "no reason given" : phrase;
    }
    return text.length() > MAX_REASON ? text.substring(0, MAX_REASON) + "…" : text;
  }
}
