package io.dockeradvanced.compose.internal;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A service as Docker Compose hashes it when it makes its containers: where it refers to another
 * service, the container of that one stands.
 */
final class PeerIds {
  private static final List<String> NAMESPACES = List.of("network_mode", "ipc", "pid");
  private static final String SERVICE = "service:";
  private static final String CONTAINER = "container:";

  private PeerIds() {}

  /**
   * @param container of a service, by its name
   */
  static Mapping in(Mapping service, UnaryOperator<String> container) {
    Mapping resolved = service;
    for (String namespace : NAMESPACES) {
      String mode = service.text(namespace);
      if (mode != null && mode.startsWith(SERVICE)) {
        String id = container.apply(mode.substring(SERVICE.length()));
        resolved = resolved.with(namespace, CONTAINER + id);
      }
    }
    if (service.get("volumes_from") instanceof Sequence others) {
      List<Node> items =
          others.items().stream()
              .map(
                  item ->
                      (Node) new Scalar(volumes(((Scalar) item).text(), container), item.mark()))
              .toList();
      resolved = resolved.with("volumes_from", new Sequence(items, others.mark()));
    }
    return resolved;
  }

  /** Compose forgets whether they are only read. */
  private static String volumes(String other, UnaryOperator<String> container) {
    String[] parts = other.split(":", -1);
    boolean named = parts[0].equals("container") && parts.length > 1;
    return named ? parts[1] : container.apply(parts[0]);
  }
}
