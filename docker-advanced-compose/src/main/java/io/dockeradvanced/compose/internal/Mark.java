package io.dockeradvanced.compose.internal;

/**
 * Where a node was written.
 *
 * @param file the file as the user named it
 * @param line from 1; 0 for what no file says
 * @param column from 1
 */
public record Mark(String file, int line, int column) {
  /** What the loader itself adds. */
  public static final Mark NONE = new Mark("", 0, 0);

  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line + ":" + column;
  }
}
