package io.dockeradvanced.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;

/**
 * What the docker command does with an {@code ssh://} address: an ssh process for each connection,
 * with {@code docker system dial-stdio} at its other end.
 */
final class DialStdio implements AutoCloseable {
  private final Process ssh;
  private final RawHttp http;

  DialStdio(String address) {
    URI uri = URI.create(address);
    try {
      ssh =
          new ProcessBuilder(
                  List.of(
                      "ssh",
                      "-T",
                      "ssh://" + uri.getRawAuthority(),
                      "--",
                      "docker",
                      "system",
                      "dial-stdio"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http = new RawHttp(ssh.getInputStream(), ssh.getOutputStream());
  }

  void get(String path) {
    http.get(path);
  }

  @Override
  public void close() {
    ssh.destroy();
  }
}
