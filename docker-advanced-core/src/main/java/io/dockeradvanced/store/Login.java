package io.dockeradvanced.store;

import java.util.function.Supplier;

/**
 * Who connects to a server.
 *
 * @param password asked for whenever a connection is opened
 */
record Login(String user, Supplier<String> password) {

  /** Without the password. */
  @Override
  public String toString() {
    return user;
  }
}
