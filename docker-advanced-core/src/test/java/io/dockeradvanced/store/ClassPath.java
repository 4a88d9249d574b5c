package io.dockeradvanced.store;

import java.io.File;

/** The class path of the running test; surefire hides it behind a jar with a manifest. */
final class ClassPath {
  private ClassPath() {}

  static String text() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  static String[] entries() {
    return text().split(File.pathSeparator);
  }
}
