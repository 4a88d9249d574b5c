package io.dockeradvanced.store;

import java.sql.Driver;

/** Finds JDBC drivers by name: docker-advanced runs without them until a store is opened. */
final class Drivers {
  private Drivers() {}

  /**
   * A driver.
   *
   * @param artifact what has it, for the message when it is not there
   * @param store what needs it
   */
  static Driver load(String type, String artifact, String store) {
    try {
      return Class.forName(type, true, Drivers.class.getClassLoader())
          .asSubclass(Driver.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ClassNotFoundException e) {
      throw missing(artifact, store, e);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new StoreFailed(
          artifact
              + " on the class path cannot be started; use the version that docker-advanced was"
              + " built with",
          e);
    }
  }

  static StoreFailed missing(String artifact, String store, Throwable cause) {
    return new StoreFailed(
        store + " needs " + artifact + " on the class path; add it, or use StateStore.memory()",
        cause);
  }
}
