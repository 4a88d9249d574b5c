package io.dockeradvanced.container;

import io.dockeradvanced.Config;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabEngine;
import io.dockeradvanced.lab.LabSshd;
import io.dockeradvanced.transport.ssh.SshOptions;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@link StreamedVerbs} by socket and SSH; TlsEngineIT, which has such an engine, runs them by TLS.
 */
@Lab
@Timeout(180)
class VerbsOverTransportsIT {
  @Engine LabEngine lab;
  @TempDir Path directory;

  @Test
  void verbs_overUnixSocket_work() throws Exception {
    try (DockerHost host = DockerHost.connect(lab.uri())) {
      StreamedVerbs.assertWork(host, directory);
    }
  }

  @Test
  void verbs_overSsh_work() throws Exception {
    try (LabSshd sshd = LabSshd.start()) {
      overSsh(sshd);
    }
  }

  /** By the program of the docker command, where sshd forwards no sockets. */
  @Test
  void verbs_overDialStdio_work() throws Exception {
    try (LabSshd sshd = LabSshd.start("AllowStreamLocalForwarding no")) {
      overSsh(sshd);
    }
  }

  private void overSsh(LabSshd sshd) throws Exception {
    String address = "ssh://" + LabSshd.ALIAS + URI.create(lab.uri()).getPath();
    SshOptions options = SshOptions.defaults().configFile(sshd.config());
    try (DockerHost host =
        DockerHost.connect(address, Config.defaults().use(SshOptions.class, options))) {
      StreamedVerbs.assertWork(host, directory);
    }
  }
}
