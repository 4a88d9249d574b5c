package io.dockeradvanced.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.Config;
import io.dockeradvanced.UnreachableHost;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.lab.LabSshd;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in and whom we trust, with real keys, a real agent and a real sshd. */
@Timeout(120)
class SshLoginIT {
  private static LabSshd sshd;
  @TempDir Path directory;

  @BeforeAll
  static void start() {
    sshd = LabSshd.start();
  }

  @AfterAll
  static void stop() {
    sshd.close();
  }

  private static void works(SshOptions options) {
    try (DockerHost host = SshFixture.connect(options)) {
      host.ping();
    }
  }

  private SshOptions config(String text) throws IOException {
    return SshOptions.defaults().configFile(Files.writeString(directory.resolve("config"), text));
  }

  private SshOptions knowing(String lines) throws IOException {
    Path known = Files.writeString(directory.resolve("known"), lines);
    return config(
        sshd.configFor("lab").replaceAll("UserKnownHostsFile.*", "UserKnownHostsFile " + known));
  }

  // ---- keys

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
  void login_keyOfEachType_isLetIn(String type) throws Exception {
    try (LabSshd own = LabSshd.start()) {
      Path key = own.newKey("key", type, "");
      own.authorize(key);

      works(SshFixture.options(own).identity(key));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "rsa"})
  void login_encryptedKey_asksForItsPassphrase(String type) throws Exception {
    try (LabSshd own = LabSshd.start()) {
      Path key = own.newKey("locked", type, "open sesame");
      own.authorize(key);
      SshOptions options = SshFixture.options(own).identity(key);
      List<String> asked = new ArrayList<>();

      works(
          options.passphrase(
              file -> {
                asked.add(file);
                return "open sesame".toCharArray();
              }));

      assertThat(asked).containsExactly(key.toString());
      assertThatThrownBy(() -> works(options.passphrase(file -> "wrong".toCharArray())))
          .isInstanceOf(UnreachableHost.class)
          .hasMessageContaining("the passphrase for %s is wrong".formatted(key));
      assertThatThrownBy(() -> works(options))
          .hasMessageContaining(key + " is encrypted")
          .hasMessageContaining("SshOptions.passphrase");
    }
  }

  @Test
  void login_keyInPemFormat_isLetIn() throws Exception {
    try (LabSshd own = LabSshd.start()) {
      Path key = own.newKey("pem", "rsa", "");
      LabSshd.run("ssh-keygen", "-q", "-p", "-m", "PEM", "-N", "", "-f", key.toString());
      assertThat(Files.readString(key)).contains("BEGIN RSA PRIVATE KEY");
      own.authorize(key);

      works(SshFixture.options(own).identity(key));

      LabSshd.run("ssh-keygen", "-q", "-p", "-m", "PEM", "-N", "secret", "-f", key.toString());
      assertThatThrownBy(() -> works(SshFixture.options(own).identity(key)))
          .hasMessageContaining("is encrypted in the old PEM format")
          .hasMessageContaining("ssh-keygen -p -f " + key);
    }
  }

  @Test
  void login_keyAndPasswordWanted_saysWhatIsMissing() {
    try (LabSshd own =
        LabSshd.start("AuthenticationMethods publickey,password", "PasswordAuthentication yes")) {
      assertThatThrownBy(() -> works(SshFixture.options(own)))
          .isInstanceOf(UnreachableHost.class)
          .hasMessageContaining("it takes: password");
    }
  }

  @Test
  void login_wrongPassword_isRefusedAndNotShown() {
    try (LabSshd own = LabSshd.start("PasswordAuthentication yes", "PubkeyAuthentication no")) {
      assertThatThrownBy(
              () -> works(SshFixture.options(own).password(who -> "geheim".toCharArray())))
          .isInstanceOf(UnreachableHost.class)
          .hasMessageContaining("the password was not accepted")
          .hasMessageNotContaining("geheim");
    }
  }

  // ---- the agent

  /** A real ssh-agent with keys in it. */
  private static final class Agent implements AutoCloseable {
    final Path socket;
    private final Process process;

    Agent(Path directory, Path... keys) throws IOException {
      socket = directory.resolve("agent.sock");
      process =
          new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString())
              .redirectErrorStream(true)
              .start();
      BufferedReader said =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      assertThat(said.readLine()).contains("SSH_AUTH_SOCK");
      for (Path key : keys) {
        LabSshd.run("env", "SSH_AUTH_SOCK=" + socket, "ssh-add", "-q", key.toString());
      }
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ed25519", "rsa", "ecdsa"})
  void login_keyInTheAgentOnly_isLetIn(String type) throws Exception {
    try (LabSshd own = LabSshd.start()) {
      Path key = own.newKey("agentkey", type, "");
      own.authorize(key);
      try (Agent agent = new Agent(own.directory(), key)) {
        Files.delete(key);
        Files.delete(Path.of(key + ".pub"));

        works(
            config(
                own.configFor("lab")
                    .replaceAll("IdentityAgent.*", "IdentityAgent " + agent.socket)
                    .replaceAll("IdentityFile.*", "IdentityFile none")));
      }
    }
  }

  @Test
  void login_identitiesOnly_leavesOtherKeysOfTheAgentOut() throws Exception {
    try (LabSshd own = LabSshd.start()) {
      Path key = own.newKey("agentkey", "ed25519", "");
      own.authorize(key);
      try (Agent agent = new Agent(own.directory(), key)) {
        String named =
            own.configFor("lab")
                .replaceAll(
                    "IdentityAgent.*", "IdentityAgent " + agent.socket + "\n  IdentitiesOnly yes");
        Path other = own.newKey("else", "ed25519", "");

        assertThatThrownBy(
                () -> works(config(named.replaceAll("IdentityFile.*", "IdentityFile " + other))))
            .isInstanceOf(UnreachableHost.class)
            .hasMessageNotContaining("of the ssh-agent");

        // The public part names the key that the agent has.
        Files.delete(key);
        works(config(named.replaceAll("IdentityFile.*", "IdentityFile " + key)));
        works(config(named.replaceAll("IdentityFile.*", "IdentityFile " + key + ".pub")));
      }
    }
  }

  @Test
  void login_deadAgent_isSaidAndFilesAreTried() throws Exception {
    String dead =
        sshd.configFor("lab")
            .replaceAll("IdentityAgent.*", "IdentityAgent " + directory.resolve("none.sock"));

    works(config(dead));

    Path other = sshd.newKey("nokey", "ed25519", "");
    assertThatThrownBy(
            () -> works(config(dead.replaceAll("IdentityFile.*", "IdentityFile " + other))))
        .hasMessageContaining("ssh-agent")
        .hasMessageContaining("cannot be reached");
  }

  // ---- hosts

  @Test
  void trust_hashedEntry_isFound() throws Exception {
    Path known =
        Files.writeString(
            directory.resolve("known"),
            "[127.0.0.1]:%d %s\n".formatted(sshd.port(), sshd.hostKey()));
    LabSshd.run("ssh-keygen", "-q", "-H", "-f", known.toString());
    assertThat(Files.readString(known)).startsWith("|1|");

    works(
        config(
            sshd.configFor("lab")
                .replaceAll("UserKnownHostsFile.*", "UserKnownHostsFile /nowhere " + known)));
  }

  @Test
  void trust_entryWithoutPort_isGoodForAnotherPort() throws Exception {
    works(knowing("127.0.0.1 %s\n".formatted(sshd.hostKey())));
  }

  @Test
  void trust_hostKeyAlias_isTheNameThatCounts() throws Exception {
    SshOptions options = knowing("the-lab %s\n".formatted(sshd.hostKey()));
    Path file = options.configFile().orElseThrow();
    Files.writeString(file, Files.readString(file) + "  HostKeyAlias The-Lab\n");

    works(options);
  }

  @Test
  void trust_fingerprint_needsNoFile() throws Exception {
    works(knowing("").hostKeys(HostKeys.fingerprints(sshd.hostKeyFingerprint())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"no", "yes"})
  void trust_acceptNew_writesTheKeyDownAndReliesOnIt(String hashed) throws Exception {
    Path file = directory.resolve("fresh/known_hosts");
    SshOptions options =
        config(
                sshd.configFor("lab")
                    .replaceAll(
                        "UserKnownHostsFile.*",
                        "UserKnownHostsFile none\n  HashKnownHosts " + hashed))
            .hostKeys(HostKeys.acceptNew(file));

    works(options);
    works(options);

    assertThat(Files.readAllLines(file)).hasSize(1);
    assertThat(Files.readString(file)).contains(sshd.hostKey().split(" ")[1]);
    assertThat(Files.readString(file).startsWith("|1|")).isEqualTo(hashed.equals("yes"));
    assertThat(Files.getPosixFilePermissions(file)).hasSize(2);
    assertThat(LabSshd.run("ssh-keygen", "-F", "[127.0.0.1]:" + sshd.port(), "-f", file.toString()))
        .contains("found");
  }

  @Test
  void trust_acceptNewOfTheConfiguration_writesToItsFirstFile() throws Exception {
    SshOptions options = knowing("# without a line feed at the end");
    Path file = options.configFile().orElseThrow();
    Files.writeString(file, Files.readString(file) + "  StrictHostKeyChecking accept-new\n");

    works(options);

    assertThat(Files.readAllLines(directory.resolve("known"))).hasSize(2);
  }

  /** The server prefers another type by itself, of which nothing is known. */
  @Test
  void trust_onlyOneTypeKnown_isAskedForFirst() throws Exception {
    Path rsa = sshd.newKey("rsahost", "rsa", "");
    try (LabSshd both = LabSshd.start("HostKey " + rsa)) {
      String[] words = Files.readString(Path.of(rsa + ".pub")).split(" ");
      Path known =
          Files.writeString(
              directory.resolve("known"),
              "[127.0.0.1]:%d %s %s\n".formatted(both.port(), words[0], words[1]));

      works(
          config(
              both.configFor("lab")
                  .replaceAll("UserKnownHostsFile.*", "UserKnownHostsFile " + known)));
    }
  }

  // ---- hops

  @Test
  void jump_throughASecondServer_reachesTheEngine() throws Exception {
    try (LabSshd jump = LabSshd.start()) {
      SshOptions options =
          config(
              jump.configFor("jump")
                  + sshd.configFor("lab")
                  + "  ProxyJump "
                  + System.getProperty("user.name")
                  + "@jump\n");

      works(options);

      assertThat(jump.log()).contains("Accepted publickey");
    }
  }

  @Test
  void jump_twoHops_eachWithItsOwnKeys() throws Exception {
    try (LabSshd first = LabSshd.start();
        LabSshd second = LabSshd.start()) {
      SshOptions options =
          config(
              first.configFor("first")
                  + second.configFor("second")
                  + sshd.configFor("lab")
                  + "  ProxyJump first,second\n");

      try (DockerHost host =
          DockerHost.connect(
              SshFixture.address("lab"), Config.defaults().use(SshOptions.class, options))) {
        assertThat(host.info().serverVersion()).isNotBlank();
      }

      assertThat(first.log()).contains("Accepted publickey");
      assertThat(second.log()).contains("Accepted publickey");
    }
  }

  @Test
  void jump_unknownKeyOfTheHop_isRefused() throws Exception {
    try (LabSshd jump = LabSshd.start()) {
      SshOptions options =
          config(
              jump.configFor("jump").replaceAll("UserKnownHostsFile.*", "UserKnownHostsFile none")
                  + sshd.configFor("lab")
                  + "  ProxyJump jump\n");

      assertThatThrownBy(() -> works(options))
          .isInstanceOf(UnreachableHost.class)
          .hasMessageContaining("jump (127.0.0.1")
          .hasMessageContaining("is not known");
    }
  }
}
