package io.dockeradvanced;

/** The engine answered with an error status, or with an error inside a stream that began as 200. */
public final class EngineRejected extends DockerAdvancedException {
  private static final long serialVersionUID = 1;

  private final String method;
  private final String path;
  private final int status;
  private final String reason;

  /**
   * @param path the path of the request without its query
   * @param status the HTTP status; 200 when the error came inside the body
   * @param reason the engine's own words
   */
  public EngineRejected(String host, String method, String path, int status, String reason) {
    super(
        "%s: %s %s was refused with status %d: %s".formatted(host, method, path, status, reason),
        null,
        host,
        status >= 500);
    this.method = method;
    this.path = path;
    this.status = status;
    this.reason = reason;
  }

  public String method() {
    return method;
  }

  public String path() {
    return path;
  }

  public int status() {
    return status;
  }

  /** The engine's message, as it was sent. */
  public String reason() {
    return reason;
  }
}
