package io.dockeradvanced;

import static java.util.Objects.requireNonNull;

/**
 * Which containers a verb means. A selection is a value; it is looked up when the verb runs.
 *
 * <pre>{@code
 * LogStream.on(host).select(Select.stack("shop")).follow(System.out::println);
 * }</pre>
 */
public sealed interface Select {
  /** Every container of the host. */
  record All() implements Select {}

  /** The container with this name or id (or unambiguous start of an id). */
  record Container(String nameOrId) implements Select {
    public Container {
      notBlank(nameOrId, "nameOrId");
    }
  }

  /** Every container of a Compose stack. */
  record Stack(String name) implements Select {
    public Stack {
      notBlank(name, "name");
    }
  }

  /** Every replica of one service of a Compose stack. */
  record Service(String stack, String service) implements Select {
    public Service {
      notBlank(stack, "stack");
      notBlank(service, "service");
    }
  }

  /** Every container whose label {@code key} has this value. */
  record Label(String key, String value) implements Select {
    public Label {
      notBlank(key, "key");
      requireNonNull(value, "value is null");
    }
  }

  static Select all() {
    return new All();
  }

  static Select container(String nameOrId) {
    return new Container(nameOrId);
  }

  static Select stack(String name) {
    return new Stack(name);
  }

  static Select service(String stack, String service) {
    return new Service(stack, service);
  }

  static Select label(String key, String value) {
    return new Label(key, value);
  }

  private static void notBlank(String value, String what) {
    if (requireNonNull(value, what + " is null").isBlank()) {
      throw new IllegalArgumentException(what + " is blank");
    }
  }
}
