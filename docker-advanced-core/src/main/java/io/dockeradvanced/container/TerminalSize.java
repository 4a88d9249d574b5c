package io.dockeradvanced.container;

/**
 * How large a terminal is.
 *
 * @param rows from 1
 * @param columns from 1
 */
public record TerminalSize(int rows, int columns) {
  private static final int MOST = 65_535;

  public TerminalSize {
    if (rows < 1 || rows > MOST || columns < 1 || columns > MOST) {
      throw new IllegalArgumentException(
          "no terminal has %d rows and %d columns".formatted(rows, columns));
    }
  }
}
