package io.dockeradvanced.lab.crash;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Failures as text, with where they came from. */
final class Texts {
  private Texts() {}

  static String of(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
