package io.dockeradvanced.container.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.dockeradvanced.container.ClientProxies;
import io.dockeradvanced.image.internal.DockerConfigFile;
import java.net.URI;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Those in a {@code config.json} of the docker command, under the names it gives them. */
public record ConfigFileProxies(DockerConfigFile file) implements ClientProxies {
  private static final Map<String, String> NAMES =
      Map.of(
          "httpProxy", "HTTP_PROXY",
          "httpsProxy", "HTTPS_PROXY",
          "noProxy", "NO_PROXY",
          "ftpProxy", "FTP_PROXY",
          "allProxy", "ALL_PROXY");

  @Override
  public Map<String, String> of(URI host) {
    JsonNode proxies = file.read().map(f -> f.path("proxies")).orElse(MissingNode.getInstance());
    String key = proxies.has(host.toString()) ? host.toString() : "default";
    Map<String, String> variables = new TreeMap<>();
    NAMES.forEach(
        (field, name) -> {
          String value = proxies.path(key).path(field).asText("");
          if (!value.isEmpty()) {
            variables.put(name, value);
            variables.put(name.toLowerCase(Locale.ROOT), value);
          }
        });
    return Collections.unmodifiableMap(variables);
  }
}
