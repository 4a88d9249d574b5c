package io.dockeradvanced.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.InvalidSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The proxies of a config.json, as the docker command reads them. */
class ClientProxiesTest {
  private static final URI LOCAL = URI.create("unix:///var/run/docker.sock");

  @TempDir Path directory;

  private Map<String, String> proxies(String json, URI host) throws IOException {
    Files.writeString(directory.resolve("config.json"), json);
    return ClientProxies.ofDocker(directory).of(host);
  }

  @Test
  void all_haveBothOfTheirNames() throws IOException {
    String json =
        """
        {"auths": {}, "proxies": {"default": {"httpProxy": "h", "httpsProxy": "s", "noProxy": "n",
          "ftpProxy": "f", "allProxy": "a", "other": "x"}}}
        """;
    assertThat(proxies(json, LOCAL))
        .containsOnly(
            Map.entry("HTTP_PROXY", "h"),
            Map.entry("http_proxy", "h"),
            Map.entry("HTTPS_PROXY", "s"),
            Map.entry("https_proxy", "s"),
            Map.entry("NO_PROXY", "n"),
            Map.entry("no_proxy", "n"),
            Map.entry("FTP_PROXY", "f"),
            Map.entry("ftp_proxy", "f"),
            Map.entry("ALL_PROXY", "a"),
            Map.entry("all_proxy", "a"));
  }

  @Test
  void address_ofTheHost_comesBeforeTheDefault_andStandsAlone() throws IOException {
    String json =
        """
        {"proxies": {"default": {"httpProxy": "d", "noProxy": "n"},
          "tcp://far:2376": {"httpProxy": "f"}, "unix:///var/run/docker.sock": {}}}
        """;
    assertThat(proxies(json, URI.create("tcp://far:2376")))
        .containsOnly(Map.entry("HTTP_PROXY", "f"), Map.entry("http_proxy", "f"));
    assertThat(proxies(json, LOCAL)).isEmpty();
    assertThat(proxies(json, URI.create("ssh://other"))).containsEntry("NO_PROXY", "n");
  }

  @Test
  void nothing_isNoProxy() throws IOException {
    assertThat(ClientProxies.ofDocker(directory).of(LOCAL)).isEmpty();
    for (String json :
        new String[] {
          "{}",
          "{\"proxies\": null}",
          "{\"proxies\": {\"default\": {\"httpProxy\": \"\"}}}",
          "{\"proxies\": [1]}"
        }) {
      assertThat(proxies(json, LOCAL)).as(json).isEmpty();
    }
    assertThat(ClientProxies.none().of(LOCAL)).isEmpty();
  }

  @Test
  void broken_saysNothingOfWhatItHolds() {
    assertThatThrownBy(() -> proxies("{\"proxies\": {\"default\": s3cret", LOCAL))
        .isInstanceOf(InvalidSpec.class)
        .hasMessageContaining("config.json")
        .hasMessageNotContaining("s3cret");
  }
}
