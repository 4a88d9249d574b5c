package io.dockeradvanced.stack.internal;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.container.ClientProxies;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.operation.Data;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The variables that tell containers and builds of proxies. As with Docker Compose they enter no
 * hash: what runs keeps those it was made with.
 */
record Proxies(Map<String, String> variables) {
  /**
   * @param warnings is told why there are none, where nobody could tell
   */
  static Proxies of(DockerHost host, Consumer<String> warnings) {
    ClientProxies source =
        host.owner().config().part(ClientProxies.class).orElseGet(ClientProxies::ofDocker);
    try {
      return new Proxies(source.of(host.uri()));
    } catch (InvalidSpec e) {
      warnings.accept("no proxies are set in containers and builds: " + e.getMessage());
      return new Proxies(Map.of());
    }
  }

  /** Where it does not speak of them itself. */
  private List<String> below(List<String> environment) {
    Set<String> names =
        environment.stream().map(entry -> entry.split("=", 2)[0]).collect(Collectors.toSet());
    List<String> all = new ArrayList<>();
    variables.forEach(
        (name, value) -> {
          if (!names.contains(name)) {
            all.add(name + "=" + value);
          }
        });
    all.addAll(environment);
    return all;
  }

  /** The body of a create call with them. */
  Data in(Data body) {
    return variables.isEmpty() ? body : body.with("Env", below(body.texts("Env")));
  }
}
