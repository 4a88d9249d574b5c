package io.dockeradvanced.transport;

import io.dockeradvanced.Config;
import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.internal.Watchdog;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Unix domain sockets: {@code unix:///var/run/docker.sock}. */
public final class UnixTransportProvider implements TransportProvider {
  /** What the kernels allow, less the closing zero. */
  private static final int MAX_PATH_BYTES = 107;

  @Override
  public boolean supports(URI uri) {
    return "unix".equalsIgnoreCase(uri.getScheme());
  }

  @Override
  public Transport create(URI uri, Config config) {
    String path = uri.getPath();
    if (path == null || path.length() < 2 || !isBlank(uri.getAuthority())) {
      throw invalid(
          uri, "it names no socket; write unix:///path/to/docker.sock, with three slashes");
    }
    if (path.getBytes(StandardCharsets.UTF_8).length > MAX_PATH_BYTES) {
      throw invalid(
          uri,
          "the path of a unix socket has at most %d bytes; use a symbolic link with a shorter path"
              .formatted(MAX_PATH_BYTES));
    }
    try {
      return new UnixTransport(Path.of(path), config.part(Watchdog.class).orElse(null));
    } catch (InvalidPathException e) {
      throw invalid(uri, "the path cannot be used: " + e.getReason());
    }
  }

  private static boolean isBlank(@Nullable String text) {
    return text == null || text.isBlank();
  }

  private static InvalidSpec invalid(URI uri, String message) {
    return new InvalidSpec(uri.toString(), 0, 0, message);
  }
}
