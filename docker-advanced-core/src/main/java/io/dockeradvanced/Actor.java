package io.dockeradvanced;

import static java.util.Objects.requireNonNull;

/**
 * Who asked for a change; written into every journal and revision.
 *
 * @param name a user, a job or a service, as the host application knows it
 */
public record Actor(String name) {
  public Actor {
    requireNonNull(name, "name is null");
    if (name.isBlank()) {
      throw new IllegalArgumentException("name is blank");
    }
  }

  public static Actor of(String name) {
    return new Actor(name);
  }

  /** The operating system's user of this process. */
  public static Actor system() {
    String user = System.getProperty("user.name", "");
    return new Actor(user.isBlank() ? "unknown" : user);
  }

  @Override
  public String toString() {
    return name;
  }
}
