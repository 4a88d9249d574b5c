package io.dockeradvanced.stack.internal;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.image.ImageReference;
import java.util.regex.Pattern;

/** What may stand for an image in a file. */
final class ImageNames {
  private static final Pattern ID = Pattern.compile("sha256:[a-f0-9]{64}");
  private static final int SHOWN = 60;

  private ImageNames() {}

  /** A reference, or the id of an image that the engine has. */
  static boolean isImage(String text) {
    return ID.matcher(text).matches() || isReference(text);
  }

  /** What an image can be called: a reference without a digest. */
  static boolean isName(String text) {
    return isReference(text) && ImageReference.parse(text).digest().isEmpty();
  }

  private static boolean isReference(String text) {
    try {
      ImageReference.parse(text);
      return true;
    } catch (InvalidSpec e) {
      return false;
    }
  }

  /** The beginning of a text that may be of any length. */
  static String shown(String text) {
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
  }
}
