package io.dockeradvanced.cli;

import io.dockeradvanced.operation.Data;
import io.dockeradvanced.operation.Recovery;
import io.dockeradvanced.stack.StackStatus;
import java.util.List;
import java.util.stream.Collectors;

/** The JSON shapes of results. */
final class Shapes {
  private Shapes() {}

  static Data of(StackStatus status) {
    return Data.of("name", status.name())
        .with("state", status.state().name().toLowerCase(java.util.Locale.ROOT))
        .with("services", status.services().stream().map(Shapes::of).toList());
  }

  private static Data of(StackStatus.Service service) {
    return Data.of("name", service.name())
        .with("image", service.image())
        .with("replicas", service.replicas().stream().map(Shapes::of).toList());
  }

  private static Data of(StackStatus.Replica replica) {
    return Data.of("id", replica.id())
        .with("name", replica.name())
        .with("number", replica.number())
        .with("state", replica.state())
        .with("health", replica.health())
        .with("status", replica.status())
        .with("addresses", Data.of(replica.addresses()))
        .with("ports", replica.ports());
  }

  static Data of(Recovery recovery) {
    return Data.of("operation", recovery.operation().id())
        .with("title", recovery.operation().title())
        .with("outcome", recovery.outcome().name())
        .with("message", recovery.message());
  }

  static String list(List<Data> items) {
    return items.stream().map(Data::toJson).collect(Collectors.joining(",", "[", "]"));
  }
}
