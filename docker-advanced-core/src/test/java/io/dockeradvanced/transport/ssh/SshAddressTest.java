package io.dockeradvanced.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.internal.host.HostAddress;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SshAddressTest {
  private static SshAddress parse(String text) {
    return SshAddress.parse(URI.create(text));
  }

  @Test
  void parse_everything_isTakenApart() {
    assertThat(parse("ssh://ops@web_1:2222/run/user/1000/docker.sock"))
        .isEqualTo(new SshAddress("ops", "web_1", 2222, "/run/user/1000/docker.sock"));
    assertThat(parse("ssh://a%40b@[2001:db8::1]:22"))
        .isEqualTo(new SshAddress("a@b", "2001:db8::1", 22, SshAddress.DEFAULT_SOCKET));
    assertThat(parse("ssh://web1/"))
        .isEqualTo(new SshAddress(null, "web1", 0, SshAddress.DEFAULT_SOCKET));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ssh:///x",
        "ssh:opaque",
        "ssh://@web1",
        "ssh://web1:0",
        "ssh://web1:65536",
        "ssh://web1:99999999999",
        "ssh://-oProxyCommand=x",
        "ssh://web1?x=1",
        "ssh://web1#x",
        "ssh://web1/dir/",
        "ssh://we%20b1",
        "ssh://web1/a%00b",
        "ssh://web1/a%0Ab"
      })
  void parse_whatLeadsNowhere_isInvalid(String text) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(InvalidSpec.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ssh://ops:geheim@web1",
        "ssh://ops:ge@geheim@web1:22",
        "ssh://:geheim@web1",
        "ssh://ops:x/geheim@web1/y"
      })
  void parse_password_isRefusedAndNotShown(String text) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageNotContaining("geheim");
    assertThat(HostAddress.shown(URI.create(text)).toString()).doesNotContain("geheim");
  }

  @ParameterizedTest
  @CsvSource({
    "ssh://ops@web1, ssh://ops@web1",
    "ssh://ops@web1:22/a, ssh://ops@web1:22/a",
    "ssh://web1/home/a@b/x.sock, ssh://web1/home/a@b/x.sock",
    "SSH://ops:pw@web1, SSH://ops@web1",
    "tcp://ops@web1:1, tcp://web1:1",
    "unix:///a@b, unix:///a@b"
  })
  void shown_ofSsh_keepsTheUser(String given, String shown) {
    assertThat(HostAddress.shown(URI.create(given))).hasToString(shown);
  }

  @Test
  void name_twoUsersOnOneHost_areTwoHosts() {
    assertThat(HostAddress.name("ssh://a@web1")).isNotEqualTo(HostAddress.name("ssh://b@web1"));
  }
}
