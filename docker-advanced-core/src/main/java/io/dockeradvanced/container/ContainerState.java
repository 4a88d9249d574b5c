package io.dockeradvanced.container;

import java.util.Locale;

/** What a container does at the moment. */
public enum ContainerState {
  CREATED,
  RUNNING,
  PAUSED,
  RESTARTING,
  REMOVING,
  EXITED,
  DEAD,
  /** A state of an engine newer than this release. */
  UNKNOWN;

  static ContainerState of(String text) {
    try {
      return valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      return UNKNOWN;
    }
  }
}
