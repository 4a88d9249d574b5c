package io.dockeradvanced.internal;

import java.util.regex.Pattern;

/** Takes out of texts what must not be seen. */
public final class Redacted {
  private static final Pattern CREDENTIALS = Pattern.compile("//[^/]*@");

  // A colon before what is no port begins a password, which may have any character in it.
  private static final Pattern SSH_PASSWORD =
      Pattern.compile("^(\\s*ssh://[^/:]*):(?!\\d{1,5}(?:/[^@]*)?$).*@", Pattern.CASE_INSENSITIVE);

  private static final Pattern SSH = Pattern.compile("^\\s*ssh://", Pattern.CASE_INSENSITIVE);

  private Redacted() {}

  /**
   * The address of an engine without credentials. With SSH the user says which host it is, so the
   * user stays and only a password goes.
   */
  public static String address(String text) {
    return SSH.matcher(text).find()
        ? SSH_PASSWORD.matcher(text).replaceFirst("$1@")
        : CREDENTIALS.matcher(text).replaceFirst("//");
  }
}
