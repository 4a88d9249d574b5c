package io.dockeradvanced.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.transport.ConnectFailed;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of several entries counts for a host with a port of its own. */
class HostKeyCheckTest {
  private static final String TYPE = "ssh-ed25519";
  private static final byte[] SHOWN = "the key that the server shows".getBytes();
  private static final byte[] OTHER = "another key".getBytes();

  @TempDir Path home;

  private static String base64(byte[] key) {
    return Base64.getEncoder().encodeToString(key);
  }

  /** The lines may say SHOWN and OTHER for the keys. */
  private HostKeyCheck check(String lines, String moreConfig) throws IOException {
    Path known =
        Files.writeString(
            home.resolve("known"),
            lines
                .replace("SHOWN", TYPE + " " + base64(SHOWN))
                .replace("OTHER", TYPE + " " + base64(OTHER)));
    Path config =
        Files.writeString(
            home.resolve("config"),
            "Host web1\n  Port 2222\n  UserKnownHostsFile %s\n  GlobalKnownHostsFile none\n%s"
                .formatted(known, moreConfig));
    SshOptions options = SshOptions.defaults().configFile(config);
    SshEnvironment environment =
        new SshEnvironment(home, "me", Map.of(), home.resolve("nothing-here"));
    return new HostKeyCheck(
        new SshResolver(options, environment).resolve(SshAddress.parse(URI.create("ssh://web1"))),
        HostKeys.strict());
  }

  private void isTrusted(String lines) throws IOException {
    check(lines, "").check(TYPE, SHOWN);
  }

  @Test
  void check_entryWithoutPortOnly_isTrusted() throws Exception {
    isTrusted("web1 SHOWN\n");
    assertThat(check("web1 SHOWN\n", "").knownTypes()).containsExactly(TYPE);
  }

  @Test
  void check_entryWithPortContradicts_isChanged() {
    assertThatThrownBy(() -> isTrusted("web1 SHOWN\n[web1]:2222 OTHER\n"))
        .isInstanceOf(ConnectFailed.class)
        .hasMessageContaining("CHANGED")
        .hasMessageContaining("known:2");
  }

  @Test
  void check_entryWithPortAgreesAndPlainOneDoesNot_isTrusted() throws Exception {
    isTrusted("web1 OTHER\n[web1]:2222 SHOWN\n");
  }

  /** As with ssh, the plain name tells nothing about what is behind another port. */
  @Test
  void check_entryWithoutPortIsAnother_isUnknown() {
    assertThatThrownBy(() -> isTrusted("web1 OTHER\n"))
        .isInstanceOf(ConnectFailed.class)
        .hasMessageContaining("is not known");
  }

  @Test
  void check_revokedUnderThePlainName_isRefusedWhateverElseIsSaid() {
    assertThatThrownBy(() -> isTrusted("[web1]:2222 SHOWN\n@revoked web1 SHOWN\n"))
        .isInstanceOf(ConnectFailed.class)
        .hasMessageContaining("revoked")
        .hasMessageContaining("known:2");
    assertThatThrownBy(
            () ->
                check("vault SHOWN\n@revoked web1 SHOWN\n", "  HostKeyAlias vault\n")
                    .check(TYPE, SHOWN))
        .hasMessageContaining("revoked");
  }

  @Test
  void check_revokedUnderTheNameWithPort_doesNotMakeItKnown() throws Exception {
    isTrusted("web1 SHOWN\n@revoked [web1]:2222 OTHER\n");
  }

  @Test
  void check_hostKeyAlias_plainNameDoesNotCount() throws Exception {
    for (String alias : new String[] {"vault", "[vault]:22"}) {
      check(alias + " SHOWN\n", "  HostKeyAlias %s\n".formatted(alias)).check(TYPE, SHOWN);
      assertThatThrownBy(
              () ->
                  check("web1 SHOWN\n", "  HostKeyAlias %s\n".formatted(alias)).check(TYPE, SHOWN))
          .isInstanceOf(ConnectFailed.class)
          .hasMessageContaining("is not known");
    }
  }
}
