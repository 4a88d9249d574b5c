package io.dockeradvanced.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A process that stands still: SIGSTOP, and SIGCONT when closed. */
public final class Frozen implements AutoCloseable {
  private final String pid;

  private Frozen(String pid) {
    this.pid = pid;
    signal("STOP");
  }

  /** Freezes the process of a pid file. */
  static Frozen of(Path pidFile) {
    try {
      return new Frozen(Files.readString(pidFile).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void signal(String name) {
    LabScripts.Run run = LabScripts.Run.of(List.of("kill", "-" + name, pid), Map.of());
    if (run.status() != 0) {
      throw new AssertionError("kill -%s %s: %s".formatted(name, pid, run.err()));
    }
  }

  @Override
  public void close() {
    signal("CONT");
  }
}
