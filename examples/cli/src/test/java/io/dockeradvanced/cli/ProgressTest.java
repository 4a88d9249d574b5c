package io.dockeradvanced.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.operation.OperationEvent;
import io.dockeradvanced.operation.Outcome;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final StringWriter shown = new StringWriter();

  private Progress progress(boolean terminal, boolean quiet) {
    return new Progress(new PrintWriter(shown), terminal, quiet, () -> 70);
  }

  private void tellAll(Progress progress) {
    progress.accept(new OperationEvent.Started("1", 0, "deploy shop", 2, false));
    progress.accept(new OperationEvent.Warned("1", 0.5, "odd"));
    progress.accept(new OperationEvent.Undoing("1", 0.5, "cancelled"));
    progress.accept(new OperationEvent.Finished("1", 0.5, Outcome.ROLLED_BACK, ""));
  }

  @Test
  void lines_elsewhere_sayHowFarAndWarn() {
    tellAll(progress(false, false));
    assertThat(shown.toString().lines())
        .containsExactly("  0 %  deploy shop", "warning: odd", " 50 %  undoing: cancelled");
  }

  @Test
  void quiet_anywhere_onlyWarns() {
    tellAll(progress(false, true));
    tellAll(progress(true, true));
    assertThat(shown.toString().lines()).containsExactly("warning: odd", "warning: odd");
  }

  @Test
  void warning_onATerminal_staysAboveTheBar() {
    tellAll(progress(true, false));
    assertThat(shown.toString())
        .contains("deploy shop" + Progress.CLEAR + "warning: odd" + System.lineSeparator())
        .endsWith("undoing: cancelled" + Progress.CLEAR);
  }

  @Test
  void line_longerThanTheTerminal_isCutToIt() {
    Progress progress = progress(true, false);
    progress.accept(new OperationEvent.Started("1", 0, "deploy " + "x".repeat(100), 2, false));
    String line = shown.toString().substring(Progress.CLEAR.length());
    assertThat(line).hasSize(69).startsWith("[...").endsWith("deploy " + "x".repeat(23));
  }

  @Test
  void cut_countsWideLettersTwiceAndBreaksNoLine() {
    assertThat(Progress.cut("日本語", 5)).isEqualTo("日本");
    assertThat(Progress.cut("a\nb\u001bc", 10)).isEqualTo("a b c");
    assertThat(Progress.cut("🐳🐳", 3)).isEqualTo("🐳");
    assertThat(Progress.cut("abc", 0)).isEmpty();
  }

  @Test
  void committed_fromThatEventOn() {
    Progress progress = progress(false, true);
    tellAll(progress);
    assertThat(progress.committed()).isFalse();
    progress.accept(new OperationEvent.Committed("1", 0.9));
    assertThat(progress.committed()).isTrue();
  }
}
