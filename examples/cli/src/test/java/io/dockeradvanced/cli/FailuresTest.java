package io.dockeradvanced.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.InvalidSpec;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class FailuresTest {
  private final StringWriter said = new StringWriter();

  private int tell(Throwable e, boolean trace) {
    return Failures.tell(e, new PrintWriter(said, true), trace);
  }

  @Test
  void whatNobodyThoughtOf_isOneSentence() {
    assertThat(tell(new IllegalStateException("a\nb"), false)).isEqualTo(1);
    assertThat(said.toString().lines())
        .containsExactly(
            "this is a bug of da: IllegalStateException: a b; set DA_TRACE=1 for the stack trace");
  }

  @Test
  void errorInsideACommand_isOneSentence() {
    CommandLine command = new CommandLine(CommandLine.Model.CommandSpec.create());
    Throwable wrapped =
        new CommandLine.ExecutionException(command, "while calling", new StackOverflowError());
    assertThat(tell(wrapped, false)).isEqualTo(1);
    assertThat(said.toString().lines())
        .containsExactly(
            "this is a bug of da: StackOverflowError; set DA_TRACE=1 for the stack trace");
  }

  @Test
  void memoryThatIsNotEnough_saysWhatToDo() {
    assertThat(tell(new OutOfMemoryError("Java heap space"), false)).isEqualTo(1);
    assertThat(said.toString().lines())
        .singleElement()
        .asString()
        .contains("Java heap space", "DA_JAVA_OPTS");
  }

  @Test
  void trace_isShownWhenAskedFor() {
    assertThat(tell(new InvalidSpec("f", 1, 2, "odd"), true)).isEqualTo(2);
    assertThat(said.toString()).startsWith("f:1:2: odd").contains("\tat ");
  }
}
