package io.dockeradvanced.transport.ssh;

import io.dockeradvanced.Config;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.internal.Notices;
import io.dockeradvanced.internal.Threads;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.lab.LabSshd;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Addresses and settings for tests against an {@link LabSshd}. */
final class SshFixture {
  private SshFixture() {}

  /** The engine's socket as a path; it is the same seen through sshd. */
  static String socket() {
    return URI.create(LabEngine.get().uri()).getPath();
  }

  /** The engine of the lab through this sshd. */
  static String address(String alias) {
    return "ssh://" + alias + socket();
  }

  static SshOptions options(LabSshd sshd) {
    return SshOptions.defaults().configFile(sshd.config());
  }

  static DockerHost connect(SshOptions options) {
    return DockerHost.connect(
        address(LabSshd.ALIAS), Config.defaults().use(SshOptions.class, options));
  }

  static DockerHost connect(LabSshd sshd) {
    return connect(options(sshd));
  }

  /** A transport without HTTP on top of it. */
  static SshTransport transport(LabSshd sshd, SshOptions options) {
    return new SshTransport(
        SshAddress.parse(URI.create(address(LabSshd.ALIAS))),
        options,
        SshEnvironment.ofProcess(),
        new Notices(),
        Threads.daemons("docker-advanced-ssh-connect"));
  }

  /** Another configuration beside that of the sshd. */
  static Path config(LabSshd sshd, String name, String text) throws Exception {
    return Files.writeString(sshd.directory().resolve(name), text);
  }
}
