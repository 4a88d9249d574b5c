package io.dockeradvanced.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.Config;
import io.dockeradvanced.DockerAdvanced;
import io.dockeradvanced.UnreachableHost;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.host.Endpoint;
import io.dockeradvanced.lab.LabSshd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pinned key and a named key are those of one host, not of others and not of the way to it. */
@Timeout(120)
class SshPinsIT {
  private static LabSshd web;
  private static LabSshd jump;
  @TempDir Path directory;

  @BeforeAll
  static void start() {
    web = LabSshd.start();
    jump = LabSshd.start();
  }

  @AfterAll
  static void stop() {
    web.close();
    jump.close();
  }

  private SshOptions config(String text) throws IOException {
    return SshOptions.defaults().configFile(Files.writeString(directory.resolve("config"), text));
  }

  private static void works(SshOptions options) {
    try (DockerHost host = SshFixture.connect(options)) {
      host.ping();
    }
  }

  private static String without(String key, String config) {
    return config.replaceAll(key + " .*", key + " none");
  }

  private static HostKeys pinOf(LabSshd sshd) {
    return HostKeys.fingerprints(sshd.hostKeyFingerprint());
  }

  @Test
  void jump_pinOfTheGoal_isNotAskedOfTheHop() throws Exception {
    String goal = without("UserKnownHostsFile", web.configFor(LabSshd.ALIAS));

    works(config(jump.configFor("jump") + goal + "  ProxyJump jump\n").hostKeys(pinOf(web)));
  }

  /** What the hop connects us with is its own sshd, under the name of the goal. */
  @Test
  void jump_hopAnswersAsTheGoal_isRefused() throws Exception {
    String posing = without("UserKnownHostsFile", jump.configFor(LabSshd.ALIAS));

    assertThatThrownBy(
            () ->
                works(
                    config(jump.configFor("jump") + posing + "  ProxyJump jump\n")
                        .hostKeys(pinOf(web))))
        .isInstanceOf(UnreachableHost.class)
        .hasMessageContaining("lab (127.0.0.1:%d): the server shows".formatted(jump.port()))
        .hasMessageContaining(jump.hostKeyFingerprint())
        .hasMessageContaining("only %s is trusted".formatted(web.hostKeyFingerprint()));
  }

  @Test
  void jump_pinOfTheGoal_doesNotMakeAnUnknownHopKnown() throws Exception {
    String hop = without("UserKnownHostsFile", jump.configFor("jump"));

    assertThatThrownBy(
            () ->
                works(
                    config(hop + web.configFor(LabSshd.ALIAS) + "  ProxyJump jump\n")
                        .hostKeys(pinOf(web))))
        .isInstanceOf(UnreachableHost.class)
        .hasMessageContaining(
            "jump (127.0.0.1:%d): the server is not known".formatted(jump.port()));
  }

  @Test
  void jump_identityOfTheOptions_isForTheGoalOnly() throws Exception {
    String goal = without("IdentityFile", web.configFor(LabSshd.ALIAS));

    works(config(jump.configFor("jump") + goal + "  ProxyJump jump\n").identity(web.key()));
  }

  @Test
  void endpoint_pinOfItsOwn_isGoodForItOnly() throws Exception {
    String both =
        without("UserKnownHostsFile", web.configFor("web1"))
            // The name of one host leads to the other.
            + without("UserKnownHostsFile", web.configFor("web2"));
    SshOptions options = config(both);
    Endpoint web1 = Endpoint.of(SshFixture.address("web1"));
    Endpoint web2 = Endpoint.of(SshFixture.address("web2"));
    try (DockerAdvanced da =
        DockerAdvanced.create(Config.defaults().use(SshOptions.class, SshOptions.defaults()))) {
      DockerHost first = da.host("web1", web1.ssh(options.hostKeys(pinOf(web))));
      DockerHost second = da.host("web2", web2.ssh(options.hostKeys(pinOf(jump))));

      first.ping();
      assertThatThrownBy(second::ping)
          .isInstanceOf(UnreachableHost.class)
          .hasMessageContaining(web.hostKeyFingerprint())
          .hasMessageContaining("only %s is trusted".formatted(jump.hostKeyFingerprint()));

      assertThat(da.host("web1", web1.ssh(options.hostKeys(pinOf(web))))).isSameAs(first);
      assertThatThrownBy(() -> da.host("web1", web1.ssh(options.hostKeys(pinOf(jump)))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("choose another name");
    }
  }
}
