package io.dockeradvanced.container.internal;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import io.dockeradvanced.internal.engine.EngineResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** What containers have printed. */
public final class ContainerLogs {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private ContainerLogs() {}

  /** The last lines of both streams, oldest first. */
  public static List<String> last(Engine engine, String container, int tail) {
    String path = "/containers/" + Call.segment(container);
    boolean terminal = engine.json(Call.get(path + "/json")).path("Config").path("Tty").asBoolean();
    Call call =
        Call.get(path + "/logs")
            .query("stdout", true)
            .query("stderr", true)
            .query("tail", tail)
            .within(LIMIT);
    try (EngineResponse response = engine.open(call)) {
      byte[] text = LogFrames.read(response.body(), terminal);
      return new String(text, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new DockerAdvancedException(
          "%s: the log of %s cannot be read: %s"
              .formatted(engine.host(), container, e.getMessage()),
          e);
    }
  }
}
