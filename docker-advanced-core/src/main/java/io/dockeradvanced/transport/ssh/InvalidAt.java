package io.dockeradvanced.transport.ssh;

import io.dockeradvanced.InvalidSpec;

/** Makes {@link InvalidSpec}s. */
final class InvalidAt {
  private InvalidAt() {}

  static InvalidSpec place(String place, String message) {
    return new InvalidSpec(place, 0, 0, message);
  }

  static InvalidSpec line(String file, int line, String message) {
    return new InvalidSpec(file, line, 0, message);
  }
}
