package io.dockeradvanced.lab.fault;

import java.util.Map;
import java.util.regex.Pattern;

/** One request that came through a {@link FaultProxy}, and what became of it. Thread-safe. */
public final class ProxiedCall {
  private final int number;
  private final int connection;
  private final String method;
  private final String target;
  private final Map<String, String> headers;
  private volatile int status;
  private volatile String fault = "";

  ProxiedCall(
      int number, int connection, String method, String target, Map<String, String> headers) {
    this.number = number;
    this.connection = connection;
    this.method = method;
    this.target = target;
    this.headers = headers;
  }

  /** Its place among all calls of the proxy, from 1. */
  public int number() {
    return number;
  }

  /** Which connection of the client it came on, from 1. */
  public int connection() {
    return connection;
  }

  public String method() {
    return method;
  }

  /** As it stood in the request: with version and query. */
  public String target() {
    return target;
  }

  /** The path without version and query, such as {@code /containers/create}. */
  public String path() {
    return target.replaceFirst("\\?.*", "").replaceFirst("^/v1\\.\\d+", "");
  }

  /** A header of the request, whatever the case of its name; empty when it has none. */
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /** The status the engine answered, or the proxy in its place; 0 as long as there is none. */
  public int status() {
    return status;
  }

  /** The fault it met, in words; empty when it met none. */
  public String fault() {
    return fault;
  }

  /**
   * Whether it is this call.
   *
   * @param path without version and query; {@code *} stands for one segment
   */
  public boolean is(String httpMethod, String path) {
    return method.equals(httpMethod)
        && path().matches(Pattern.quote(path).replace("*", "\\E[^/]+\\Q"));
  }

  public boolean isGet(String path) {
    return is("GET", path);
  }

  public boolean isPost(String path) {
    return is("POST", path);
  }

  public boolean isPut(String path) {
    return is("PUT", path);
  }

  public boolean isDelete(String path) {
    return is("DELETE", path);
  }

  /** Whether it may change something: anything but GET and HEAD. */
  public boolean isWrite() {
    return !method.equals("GET") && !method.equals("HEAD");
  }

  void answered(int with) {
    status = with;
  }

  void met(String what) {
    fault = what;
  }

  @Override
  public String toString() {
    return "%d. %s %s%s%s"
        .formatted(
            number,
            method,
            path(),
            status == 0 ? "" : " → " + status,
            fault.isEmpty() ? "" : " (" + fault + ")");
  }
}
