package io.dockeradvanced.compose.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * What Docker Compose adds to a service that may use the engine, right before it deploys it: the
 * hash on its containers is that of the service with it.
 */
public final class ApiSocket {
  /** The engine's socket, on the server and in the container. */
  public static final String SOCKET = "/var/run/docker.sock";

  /** The variable that says where the docker command has its configuration. */
  public static final String VARIABLE = "DOCKER_CONFIG";

  /** The directory with the logins in the container. */
  public static final String DIRECTORY = "/run/secrets/docker";

  /** The file with the logins in the container. */
  public static final String FILE = DIRECTORY + "/config.json";

  private ApiSocket() {}

  /** The service with socket, variable and config, if it has {@code use_api_socket}. */
  static Mapping apply(Mapping service) {
    if (!"true".equals(service.text("use_api_socket"))) {
      return service;
    }
    Mapping mount = item("type", "bind").with("source", SOCKET).with("target", SOCKET);
    Mapping config = item("source", "#apisocket").with("target", FILE);
    Mapping complete = added(added(service, "volumes", mount), "configs", config);
    Mapping environment =
        complete.get("environment") instanceof Mapping given ? given : Mapping.empty(Mark.NONE);
    return environment.has(VARIABLE)
        ? complete
        : complete.with("environment", environment.with(VARIABLE, DIRECTORY));
  }

  private static Mapping item(String key, String value) {
    return Mapping.empty(Mark.NONE).with(key, value);
  }

  private static Mapping added(Mapping service, String list, Mapping item) {
    List<Node> items =
        service.get(list) instanceof Sequence given
            ? new ArrayList<>(given.items())
            : new ArrayList<>();
    items.add(item);
    return service.with(list, new Sequence(items, Mark.NONE));
  }
}
