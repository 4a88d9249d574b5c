package io.dockeradvanced.internal;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What an owner has been told already, so that it is told each thing once. */
public final class Notices {
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /** Whether it is told for the first time. */
  public boolean isNew(String notice) {
    return told.add(notice);
  }
}
