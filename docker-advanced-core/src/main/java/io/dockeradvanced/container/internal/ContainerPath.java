package io.dockeradvanced.container.internal;

import com.fasterxml.jackson.databind.JsonNode;
import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.EngineResponse;
import io.dockeradvanced.internal.json.Json;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.Optional;

/**
 * A path in a container, as the engine sees it.
 *
 * @param path as it was asked for, or where its link leads to
 * @param link where it leads to; empty where it is none
 */
record ContainerPath(String path, boolean isDirectory, String link) {
  private static final String STAT = "X-Docker-Container-Path-Stat";

  /** The bits of Go's file modes. */
  private static final long DIRECTORY = 1L << 31;

  private static final long SYMLINK = 1L << 27;

  /** What is there; empty when nothing is. */
  static Optional<ContainerPath> find(Engine engine, String container, String path) {
    Call call =
        Call.head("/containers/" + Call.segment(container) + "/archive").query("path", path);
    try (EngineResponse response = engine.open(call)) {
      return Optional.of(of(engine, path, response));
    } catch (EngineRejected e) {
      if (e.status() == 404 && isThere(engine, container)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static boolean isThere(Engine engine, String container) {
    // Asked for its own sake: the refusal of the other call does not say what is missing.
    engine.json(Call.get("/containers/" + Call.segment(container) + "/json"));
    return true;
  }

  /** What the engine says of the path in an answer. */
  static ContainerPath of(Engine engine, String path, EngineResponse response) {
    String header = response.header(STAT).orElse("");
    try {
      JsonNode stat = Json.mapper().readTree(Base64.getDecoder().decode(header));
      long mode = stat.path("mode").asLong();
      boolean link = (mode & SYMLINK) != 0;
      return new ContainerPath(
          path, (mode & DIRECTORY) != 0, link ? stat.path("linkTarget").asText("") : "");
    } catch (IOException | IllegalArgumentException e) {
      throw new DockerAdvancedException(
          "%s: the engine does not say what %s is; is a proxy in between?"
              .formatted(engine.host(), path),
          e);
    }
  }

  boolean isLink() {
    return !link.isEmpty();
  }

  /** Where the link leads, seen from the root. */
  String target() {
    return link.startsWith("/") ? link : parent(path) + "/" + link;
  }

  /** Whether a path can only be that of a directory. */
  static boolean isOfDirectory(String path) {
    return path.endsWith("/") || path.endsWith("/.") || path.equals(".");
  }

  /** Whether what is in the directory is meant, and not itself. */
  static boolean isOfContents(String path) {
    return path.endsWith("/.") || path.equals(".") || bare(path).isEmpty();
  }

  /** Absolute and plain: without dots, and without a slash at its end; empty for the root. */
  static String bare(String path) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/")) {
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return parts.isEmpty() ? "" : "/" + String.join("/", parts);
  }

  static String parent(String path) {
    String bare = bare(path);
    int slash = bare.lastIndexOf('/');
    return slash <= 0 ? "/" : bare.substring(0, slash);
  }

  static String name(String path) {
    String bare = bare(path);
    return bare.substring(bare.lastIndexOf('/') + 1);
  }
}
