package io.dockeradvanced.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A Docker engine that belongs to one test alone, so that it may be killed or frozen. It has data,
 * socket and network namespace of its own, and leaves nothing behind.
 */
public final class OwnEngine implements AutoCloseable {
  private final Path home;
  private final Map<String, String> environment;
  private final LabEngine engine;

  private OwnEngine(Path home) {
    this.home = home;
    this.environment =
        Map.of(
            "DA_LAB_HOME",
            home.toString(),
            "DA_LAB_SOCKET",
            home.resolve("docker.sock").toString());
    try {
      String uri = ensure();
      LabScripts.lastLine(LabScripts.project().resolve("lab/images"), Map.of("DOCKER_HOST", uri));
      this.engine = LabEngine.at(uri);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Starts one; takes some seconds. */
  public static OwnEngine start() {
    try {
      return new OwnEngine(Files.createTempDirectory("engine").toRealPath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String ensure() {
    return LabScripts.lastLine(LabScripts.project().resolve("lab/engine"), environment, "ensure");
  }

  public LabEngine engine() {
    return engine;
  }

  /** SIGKILL for the daemon; its containers run on until it comes back. */
  public void kill() {
    try {
      Path file = home.resolve("engines/default/dockerd.pid");
      long pid = Long.parseLong(Files.readString(file).strip());
      ProcessHandle daemon = ProcessHandle.of(pid).orElseThrow();
      daemon.destroyForcibly();
      Waiting.assertSoon("the daemon ends", Duration.ofSeconds(20), () -> !daemon.isAlive());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Freezes the daemon, until what this answers is closed. */
  public Frozen freeze() {
    return Frozen.of(home.resolve("engines/default/dockerd.pid"));
  }

  /** Starts the daemon again, on the same data and at the same address. */
  public void restart() {
    ensure();
  }

  @Override
  public void close() {
    try {
      LabScripts.lastLine(LabScripts.project().resolve("lab/down"), environment, "--purge");
      if (Files.exists(home)) {
        LabFiles.delete(home);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
