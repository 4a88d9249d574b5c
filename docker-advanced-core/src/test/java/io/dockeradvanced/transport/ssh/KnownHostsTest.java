package io.dockeradvanced.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.InvalidSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownHostsTest {
  private static final String KEY = "AAAAC3NzaC1lZDI1NTE5AAAAIA==";

  @TempDir Path directory;

  private List<KnownHosts.Entry> about(String name, String text) throws IOException {
    Path file = Files.writeString(directory.resolve("known"), text);
    return KnownHosts.about(name, List.of(directory.resolve("none"), file)).entries();
  }

  @Test
  void about_namesPatternsAndMarkers_areUnderstood() throws Exception {
    List<KnownHosts.Entry> entries =
        about(
            "[web1.example.org]:2222",
            """
            # a comment
            web1.example.org ssh-ed25519 %1$s
            [web1.example.org]:2222,other ssh-ed25519 %1$s with a comment
            [*.example.org]:2222,![web1.example.org]:* ssh-rsa %1$s
            @revoked [WEB1.example.org]:* ssh-ed25519 %1$s
            @cert-authority *:2222 ssh-ed25519 %1$s
            @unknown * ssh-ed25519 %1$s
            * ssh-ed25519
            * ssh-ed25519 not/base64/!!
            """
                .formatted(KEY));

    assertThat(entries)
        .extracting(KnownHosts.Entry::line, KnownHosts.Entry::marker)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(3, KnownHosts.Marker.NONE),
            org.assertj.core.groups.Tuple.tuple(5, KnownHosts.Marker.REVOKED),
            org.assertj.core.groups.Tuple.tuple(6, KnownHosts.Marker.AUTHORITY));
  }

  @Test
  void line_hashed_isFoundAgainAndShowsNoName() throws Exception {
    String line = KnownHosts.line("[web1]:22222", true, "ssh-ed25519", new byte[] {1, 2, 3});

    assertThat(line).startsWith("|1|").doesNotContain("web1");
    assertThat(about("[web1]:22222", line)).hasSize(1);
    assertThat(about("web1", line)).isEmpty();
  }

  /** Whatever stands in such a file, it is read without an exception. */
  @Property(tries = 500)
  void about_anyText_isRead(@ForAll String text) throws Exception {
    Path file = Files.createTempFile("known", "hosts");
    try {
      Files.writeString(file, text.replace("\ud800", ""), java.nio.charset.StandardCharsets.UTF_16);
      KnownHosts.about("web1", List.of(file));
      Files.writeString(file, "|1|" + text.replaceAll("[^\\x20-\\x7e]", "") + " a b\n");
      KnownHosts.about("web1", List.of(file));
    } finally {
      Files.delete(file);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "SHA256:",
        "MD5:aa:bb",
        "SHA256:short",
        "sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
      })
  void fingerprints_notOne_isInvalid(String text) {
    assertThatThrownBy(() -> HostKeys.fingerprints(text)).isInstanceOf(InvalidSpec.class);
  }
}
