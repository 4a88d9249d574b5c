package io.dockeradvanced;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Input that cannot be used; nothing on any server was changed. */
public final class InvalidSpec extends DockerAdvancedException {
  private static final long serialVersionUID = 1;

  /**
   * One thing that is wrong with the input.
   *
   * @param file the file as the user named it, or a label such as {@code <text>}
   * @param line from 1; 0 when the finding belongs to the file as a whole
   * @param column from 1; 0 when the finding belongs to the line as a whole
   * @param message what is wrong and what to do about it
   */
  public record Finding(String file, int line, int column, String message) {
    private static final Pattern PLACE = Pattern.compile("(.+?):(\\d+)(?::(\\d+))?");

    /**
     * A finding at a place.
     *
     * @param place {@code file:line:column}, {@code file:line} or {@code file}
     */
    public static Finding at(String place, String message) {
      Matcher m = PLACE.matcher(place);
      if (!m.matches()) {
        return new Finding(place, 0, 0, message);
      }
      int column = m.group(3) == null ? 0 : Integer.parseInt(m.group(3));
      return new Finding(m.group(1), Integer.parseInt(m.group(2)), column, message);
    }

    /** {@code file:line:column: message}. */
    @Override
    public String toString() {
      if (line == 0) {
        return file + ": " + message;
      }
      return file + ":" + line + (column == 0 ? "" : ":" + column) + ": " + message;
    }
  }

  private final transient List<Finding> findings;

  public InvalidSpec(List<Finding> findings) {
    super(findings.stream().map(Finding::toString).collect(Collectors.joining("\n")));
    this.findings = List.copyOf(findings);
  }

  public InvalidSpec(String file, int line, int column, String message) {
    this(List.of(new Finding(file, line, column, message)));
  }

  /** A file as a whole that cannot be used, because something else failed. */
  public InvalidSpec(String file, String message, Throwable cause) {
    super(file + ": " + message, cause);
    this.findings = List.of(new Finding(file, 0, 0, message));
  }

  /** At least one finding, in the order of the input. */
  public List<Finding> findings() {
    return findings;
  }
}
