package io.dockeradvanced.internal.http;

import java.io.InputStream;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request as it goes over the wire.
 *
 * @param target path and query
 * @param content a body of known length
 * @param stream a body that is sent in chunks; asked once, closed afterwards
 * @param upgrade whether the connection itself is asked for
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record HttpRequest(
    String method,
    String target,
    Map<String, String> headers,
    byte @Nullable [] content,
    @Nullable Supplier<InputStream> stream,
    boolean upgrade) {

  public static HttpRequest of(String method, String target) {
    return new HttpRequest(method, target, Map.of(), null, null, false);
  }
}
