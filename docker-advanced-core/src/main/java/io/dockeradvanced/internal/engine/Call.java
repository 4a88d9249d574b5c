package io.dockeradvanced.internal.engine;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request to the Engine: what, and how long it may take. Built by one thread, sent once.
 *
 * <pre>{@code
 * engine.json(Call.get("/containers/json").query("all", true).filter("label", "a=b"));
 * engine.json(Call.post("/containers/create").query("name", name).json(body));
 * engine.send(Call.post("/containers/" + id + "/stop").query("t", 10).within(Duration.ofSeconds(40)));
 * }</pre>
 */
public final class Call {
  private final String method;
  private final String path;
  private final List<String> query = new ArrayList<>();
  private final Map<String, List<String>> filters = new LinkedHashMap<>();
  private final Map<String, String> headers = new LinkedHashMap<>();
  private @Nullable JsonNode json;
  private @Nullable Supplier<InputStream> body;
  private @Nullable String contentType;
  private @Nullable Duration deadline;
  private boolean movingDeadline;
  private boolean ownConnection;
  private boolean unversioned;
  private boolean upgrade;

  private Call(String method, String path) {
    this.method = method;
    this.path = path;
  }

  /**
   * Asks for something.
   *
   * @param path below the version, beginning with a slash; ids and names in it need {@link
   *     #segment}
   */
  public static Call get(String path) {
    return new Call("GET", path);
  }

  public static Call head(String path) {
    return new Call("HEAD", path);
  }

  public static Call post(String path) {
    return new Call("POST", path);
  }

  public static Call put(String path) {
    return new Call("PUT", path);
  }

  public static Call delete(String path) {
    return new Call("DELETE", path);
  }

  /** A name made safe for use in a path. */
  public static String segment(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  public Call query(String name, Object value) {
    query.add(segment(name) + "=" + segment(String.valueOf(value)));
    return this;
  }

  /** Adds to the {@code filters} parameter; several values of one key mean "or". */
  public Call filter(String key, String value) {
    filters.computeIfAbsent(key, k -> new ArrayList<>()).add(value);
    return this;
  }

  public Call header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  public Call json(JsonNode value) {
    json = value;
    return this;
  }

  /**
   * A body that is streamed; the supplier is asked once. Such a call gets a connection of its own.
   */
  public Call body(String type, Supplier<InputStream> content) {
    contentType = type;
    body = content;
    ownConnection = true;
    return this;
  }

  /**
   * Gives a call that may take long (stop, wait, pull, build, archive, df, exec) its own deadline
   * and a connection outside the pool of short calls.
   */
  public Call within(Duration limit) {
    deadline = limit;
    ownConnection = true;
    return this;
  }

  /**
   * As {@link #within}, with a deadline that begins anew with every byte that comes or goes; for
   * what moves so much that nobody can tell how long it takes.
   */
  public Call atMostSilent(Duration limit) {
    movingDeadline = true;
    return within(limit);
  }

  /** Leaves the version out of the path; for the ping that finds it out. */
  public Call unversioned() {
    unversioned = true;
    return this;
  }

  /** Asks for the connection itself ({@code Upgrade: tcp}); for attach and exec. */
  public Call upgrade() {
    upgrade = true;
    ownConnection = true;
    return this;
  }

  public String method() {
    return method;
  }

  public String path() {
    return path;
  }

  public boolean isRead() {
    return method.equals("GET") || method.equals("HEAD");
  }

  public List<String> queryParts() {
    return query;
  }

  public Map<String, List<String>> filters() {
    return filters;
  }

  public Map<String, String> headers() {
    return headers;
  }

  public Optional<JsonNode> jsonBody() {
    return Optional.ofNullable(json);
  }

  public Optional<Supplier<InputStream>> streamBody() {
    return Optional.ofNullable(body);
  }

  public Optional<String> contentType() {
    return Optional.ofNullable(contentType);
  }

  public Optional<Duration> deadline() {
    return Optional.ofNullable(deadline);
  }

  /** Whether the deadline is one of silence, not of all. */
  public boolean isDeadlineMoving() {
    return movingDeadline;
  }

  public boolean ownsConnection() {
    return ownConnection;
  }

  public boolean isUnversioned() {
    return unversioned;
  }

  public boolean isUpgrade() {
    return upgrade;
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
