package io.dockeradvanced.compose.internal;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A release of Docker Compose. */
public record Release(int major, int minor, int patch) implements Comparable<Release> {
  /** The one whose model and hashes are ours. */
  public static final Release OURS = new Release(2, 40, 3);

  /** The newest one whose hashes were compared with ours. */
  public static final Release NEWEST = new Release(5, 5, 0);

  private static final Pattern TEXT =
      Pattern.compile("v?(\\d{1,4})\\.(\\d{1,4})\\.(\\d{1,4})([^0-9.].*)?");

  private static final Comparator<Release> ORDER =
      Comparator.comparingInt(Release::major)
          .thenComparingInt(Release::minor)
          .thenComparingInt(Release::patch);

  /**
   * The release a label names, such as {@code 2.26.1}, {@code v2.17.3} or the {@code 2.26.1-4} of a
   * distribution; empty for what is none.
   */
  public static Optional<Release> find(String text) {
    Matcher m = TEXT.matcher(text);
    return m.matches()
        ? Optional.of(new Release(number(m.group(1)), number(m.group(2)), number(m.group(3))))
        : Optional.empty();
  }

  /** One that is known to be one. */
  static Release of(String text) {
    return find(text).orElseThrow(() -> new IllegalArgumentException(text + " is no release"));
  }

  private static int number(String digits) {
    return Integer.parseInt(digits);
  }

  @Override
  public int compareTo(Release other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
