package io.dockeradvanced.internal.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;

/** The head of a response; its body is read while it arrives. */
public final class HttpReply {
  private final ClassicHttpResponse head;
  private final HttpBody body;

  HttpReply(ClassicHttpResponse head, HttpBody body) {
    this.head = head;
    this.body = body;
  }

  public int status() {
    return head.getCode();
  }

  /** The words after the status, possibly none. */
  public String phrase() {
    String phrase = head.getReasonPhrase();
    return phrase == null ? "" : phrase;
  }

  public Optional<String> header(String name) {
    Header header = head.getFirstHeader(name);
    return header == null ? Optional.empty() : Optional.ofNullable(header.getValue());
  }

  /** All headers, names as they were sent. */
  public Map<String, List<String>> headers() {
    Map<String, List<String>> all = new LinkedHashMap<>();
    for (Header header : head.getHeaders()) {
      all.computeIfAbsent(header.getName(), n -> new ArrayList<>()).add(header.getValue());
    }
    return all;
  }

  public HttpBody body() {
    return body;
  }

  /** The whole body. */
  public byte[] readAll(int limit) throws IOException {
    return body.readAll(limit);
  }
}
