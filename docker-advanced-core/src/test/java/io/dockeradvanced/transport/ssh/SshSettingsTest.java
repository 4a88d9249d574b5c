package io.dockeradvanced.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.InvalidSpec;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of a configuration beyond what {@code ssh -G} shows. */
class SshSettingsTest {
  @TempDir Path home;
  private SshEnvironment environment;

  @BeforeEach
  void makeHome() throws Exception {
    Files.createDirectories(home.resolve(".ssh"));
    Files.createDirectories(home.resolve("etc"));
    environment =
        new SshEnvironment(
            home, "me", Map.of("KEYS", "/keys", "SSH_AUTH_SOCK", "/agent"), home.resolve("etc"));
  }

  private void write(String file, String text) throws Exception {
    Files.writeString(home.resolve(file), text);
    Files.setPosixFilePermissions(home.resolve(file), PosixFilePermissions.fromString("rw-r--r--"));
  }

  private SshSettings resolve(String address) {
    return resolve(address, SshOptions.defaults());
  }

  private SshSettings resolve(String address, SshOptions options) {
    return new SshResolver(options, environment).resolve(SshAddress.parse(URI.create(address)));
  }

  @Test
  void resolve_noConfiguration_isWhatSshDoes() {
    SshSettings settings = resolve("ssh://Web1");

    assertThat(settings.hostName()).isEqualTo("web1");
    assertThat(settings.user()).isEqualTo("me");
    assertThat(settings.port()).isEqualTo(22);
    assertThat(settings.keyName()).isEqualTo("web1");
    assertThat(settings.identityFiles())
        .containsExactly(
            home.resolve(".ssh/id_ed25519"),
            home.resolve(".ssh/id_ecdsa"),
            home.resolve(".ssh/id_rsa"));
    assertThat(settings.agentSocket()).contains(Path.of("/agent"));
    assertThat(settings.knownHosts())
        .containsExactly(
            home.resolve(".ssh/known_hosts"),
            home.resolve(".ssh/known_hosts2"),
            home.resolve("etc/ssh_known_hosts"),
            home.resolve("etc/ssh_known_hosts2"));
    assertThat(settings.acceptsNewHosts()).isFalse();
    assertThat(settings.aliveInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.warnings()).isEmpty();
  }

  @Test
  void resolve_tokensAndVariables_areReplaced() throws Exception {
    write(
        ".ssh/config",
        """
        Host web1
          HostName %h.example.org
          Port 2222
          IdentityFile ${KEYS}/%n-%h-%p-%r-%u-100%%
          IdentityFile ~/k
          IdentityFile %d/m
          UserKnownHostsFile ~/kh /x/%k
          IdentityAgent ~/%u.sock
        """);

    SshSettings settings = resolve("ssh://ops@web1");

    assertThat(settings.identityFiles())
        .containsExactly(
            Path.of("/keys/web1-web1.example.org-2222-ops-me-100%"),
            home.resolve("k"),
            home.resolve("m"));
    assertThat(settings.knownHosts()).startsWith(home.resolve("kh"), Path.of("/x/web1"));
    assertThat(settings.agentSocket()).contains(home.resolve("me.sock"));
    assertThat(settings.keyName()).isEqualTo("[web1.example.org]:2222");
  }

  @Test
  void resolve_systemFile_comesAfterTheUsers() throws Exception {
    write(".ssh/config", "Host web1\n  User first\n  IdentityFile /a\n");
    write("etc/ssh_config", "User second\nPort 99\nIdentityFile /b\nInclude conf.d/*.conf\n");
    Files.createDirectories(home.resolve("etc/conf.d"));
    write("etc/conf.d/1.conf", "HostName one\n");
    write("etc/conf.d/2.conf", "HostName two\n");

    SshSettings settings = resolve("ssh://web1");

    assertThat(settings.user()).isEqualTo("first");
    assertThat(settings.port()).isEqualTo(99);
    assertThat(settings.hostName()).isEqualTo("one");
    assertThat(settings.identityFiles()).containsExactly(Path.of("/a"), Path.of("/b"));
  }

  @Test
  void resolve_unsupportedKeys_areWarnedAboutWithTheirPlace() throws Exception {
    write(
        ".ssh/config",
        """
        IgnoreUnknown Use*
        Host web1
          Ciphers aes128-ctr
          ForwardAgent yes
          Compression no
          Compression yes
          HostbasedAuthentication yes
          UseSomething yes
          StrictHostKeyChecking no
        Host other
          MACs x
        Match exec "true"
          Port 5
        """);

    SshSettings settings = resolve("ssh://web1");

    Path file = home.resolve(".ssh/config");
    assertThat(settings.warnings())
        .hasSize(4)
        .anyMatch(w -> w.startsWith(file + ":3: 'ciphers' is not supported"))
        .anyMatch(w -> w.startsWith(file + ":7: 'hostbasedauthentication' is not supported"))
        .anyMatch(w -> w.startsWith(file + ":12: 'Match exec' is not supported"))
        .anyMatch(w -> w.contains("'StrictHostKeyChecking no' is taken as accept-new"));
    assertThat(settings.port()).isEqualTo(22);
    assertThat(settings.acceptsNewHosts()).isTrue();
  }

  /** 60 is what many write to keep a way through a firewall open. */
  @ParameterizedTest
  @CsvSource({"60, 3", "3, 3", "0, 3", "1, 100", "999999999999, 1"})
  void resolve_aliveTooPatientlyOrNever_isTheUsual(String interval, String count) throws Exception {
    write(
        ".ssh/config",
        "ServerAliveInterval %s\nServerAliveCountMax %s\n".formatted(interval, count));
    SshSettings settings = resolve("ssh://web1");
    assertThat(settings.aliveInterval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(settings.aliveCount()).isEqualTo(3);
  }

  @Test
  void resolve_optionsSet_goBeforeTheConfiguration() throws Exception {
    write(
        ".ssh/config",
        "IdentityFile /conf\nConnectTimeout 3\nServerAliveInterval 2\nServerAliveCountMax 4\n");

    SshSettings fromFile = resolve("ssh://web1");
    SshSettings fromOptions =
        resolve(
            "ssh://web1",
            SshOptions.defaults()
                .identity(Path.of("/mine"))
                .agent(false)
                .connectTimeout(Duration.ofSeconds(7))
                .keepAlive(Duration.ofSeconds(2), 4));

    assertThat(fromFile.connectTimeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(fromFile.aliveInterval()).isEqualTo(Duration.ofSeconds(2));
    assertThat(fromFile.aliveCount()).isEqualTo(4);
    assertThat(fromOptions.identityFiles()).containsExactly(Path.of("/mine"));
    assertThat(fromOptions.agentSocket()).isEmpty();
    assertThat(fromOptions.connectTimeout()).isEqualTo(Duration.ofSeconds(7));
    assertThat(fromOptions.aliveInterval()).isEqualTo(Duration.ofSeconds(2));
    assertThat(fromOptions.aliveCount()).isEqualTo(4);
  }

  @Test
  void resolve_includeOfItself_isRefused() throws Exception {
    write(".ssh/config", "Include config\n");

    assertThatThrownBy(() -> resolve("ssh://web1"))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("does it lead back to itself");
  }

  @Test
  void resolve_othersMayWriteTheConfiguration_isRefused() throws Exception {
    write(".ssh/config", "User x\n");
    Files.setPosixFilePermissions(
        home.resolve(".ssh/config"), PosixFilePermissions.fromString("rw-rw-r--"));

    assertThatThrownBy(() -> resolve("ssh://web1"))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("chmod go-w");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Port x",
        "Port 0",
        "Port 22 23",
        "Port",
        "User \"open",
        "IdentitiesOnly maybe",
        "StrictHostKeyChecking perhaps",
        "ConnectTimeout soon",
        "ServerAliveCountMax -1",
        "Match",
        "Match host",
        "Match all host x",
        "Match moon full",
        "Host \"\"",
        "ProxyJump a@",
        "ProxyJump a,,b",
        "IdentityFile ~other/x",
        "IdentityFile %q",
        "IdentityFile x%",
        "IdentityFile ${NO_SUCH}",
        "HostName %p",
        "Include ~other/x"
      })
  void resolve_lineThatCannotBe_namesFileAndWhy(String line) throws Exception {
    write(".ssh/config", "# one\n" + line + "\n");

    assertThatThrownBy(() -> resolve("ssh://web1"))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageNotContaining("\n");
  }

  @Test
  void way_jumps_areResolvedEachByItself() throws Exception {
    write(
        ".ssh/config",
        """
        Host inner
          ProxyJump a@first:2201,second
        Host first
          HostName first.example.org
          ProxyJump gate
        Host second
          Port 2202
          ProxyJump never-used
        """);

    assertThat(
            new SshResolver(SshOptions.defaults(), environment)
                .way(SshAddress.parse(URI.create("ssh://inner"))))
        .extracting(s -> s.user() + "@" + s.hostName() + ":" + s.port())
        .containsExactly("me@gate:22", "a@first.example.org:2201", "me@second:2202", "me@inner:22");
  }

  @Test
  void options_shown_haveNoSecret() {
    assertThat(
            SshOptions.defaults()
                .password(who -> "geheim".toCharArray())
                .identity(Path.of("/k"))
                .toString())
        .contains("/k")
        .doesNotContain("geheim");
  }
}
