package io.dockeradvanced.transport.ssh;

import java.nio.file.Path;
import java.util.Map;

/**
 * What an SSH client takes from its process.
 *
 * @param system where the system's SSH configuration is
 */
record SshEnvironment(Path home, String user, Map<String, String> variables, Path system) {
  static SshEnvironment ofProcess() {
    return new SshEnvironment(
        Path.of(System.getProperty("user.home", "/")),
        System.getProperty("user.name", ""),
        System.getenv(),
        Path.of("/etc/ssh"));
  }

  Path dotSsh() {
    return home.resolve(".ssh");
  }
}
