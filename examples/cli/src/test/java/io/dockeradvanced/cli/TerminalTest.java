package io.dockeradvanced.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TerminalTest {
  /** This process has none; JDK 22 and newer give it a console all the same. */
  @Test
  void console_withoutTerminal_isNone() {
    assertThat(Terminal.isTerminal(System.console())).isFalse();
  }

  @Test
  void width_isPositive() {
    assertThat(Terminal.width().getAsInt()).isPositive();
  }
}
