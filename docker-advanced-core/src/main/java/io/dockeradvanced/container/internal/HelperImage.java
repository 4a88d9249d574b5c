package io.dockeradvanced.container.internal;

import io.dockeradvanced.EngineRejected;
import io.dockeradvanced.internal.engine.Call;
import io.dockeradvanced.internal.engine.Engine;
import java.io.ByteArrayInputStream;
import java.time.Duration;

/**
 * The image of containers that are created and never started: no bytes, no layers to speak of, made
 * on the engine itself. Nothing is pulled.
 */
public final class HelperImage {
  public static final String REFERENCE = "docker-advanced/helper:1";

  /** Two zero blocks: a tar archive without entries. */
  private static final byte[] EMPTY_TAR = new byte[1024];

  private HelperImage() {}

  /** Makes sure the engine has the image, and answers its reference. */
  public static String ensure(Engine engine) {
    if (!isThere(engine)) {
      try {
        make(engine);
      } catch (EngineRejected e) {
        // With containerd's store, one of two who make it at once is refused.
        if (!isThere(engine)) {
          throw e;
        }
      }
    }
    return REFERENCE;
  }

  private static boolean isThere(Engine engine) {
    return engine.find(Call.get("/images/" + REFERENCE + "/json")).isPresent();
  }

  private static void make(Engine engine) {
    // Not with the parameter tag, which Podman ignores here.
    engine.send(
        Call.post("/images/create")
            .query("fromSrc", "-")
            .query("repo", REFERENCE)
            .query("changes", "LABEL io.docker-advanced.helper=true")
            .body("application/x-tar", () -> new ByteArrayInputStream(EMPTY_TAR))
            .within(Duration.ofMinutes(1)));
  }
}
