package io.dockeradvanced.lab;

/** The lab could not give what a test needs; the message says what to do. */
public final class LabUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String words;

  LabUnavailable(String message) {
    super(message);
    this.words = message;
  }

  LabUnavailable(String message, Throwable cause) {
    super(message, cause);
    this.words = message;
  }

  /** The same, for the next who asks. */
  LabUnavailable again() {
    return new LabUnavailable(words, this);
  }
}
