package io.dockeradvanced.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.Cancelled;
import io.dockeradvanced.Handle;
import io.dockeradvanced.lab.Waiting;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What signals do; {@link InterruptIT} sends real ones. */
class InterruptionTest {
  private static final int INT = 2;
  private static final int TERM = 15;
  private static final String AGAIN =
      " - press Ctrl-C again or kill to leave it to 'da recover'" + System.lineSeparator();

  private final List<String> seen = new ArrayList<>();
  private final StringWriter err = new StringWriter();
  private final Interruption interruption =
      new Interruption(
          new PrintWriter(err, true),
          new Interruption.Exits() {
            @Override
            public void exit(int status) {
              seen.add("exit " + status);
            }

            @Override
            public void halt(int status) {
              seen.add("halt " + status);
            }
          });

  @Test
  void signal_whileNothingIsChanged_exitsAsAnyProcess() {
    interruption.signal(TERM);
    assertThat(seen).containsExactly("exit 143");
    assertThat(err.toString()).isEmpty();
    interruption.signal(INT);
    assertThat(seen).containsExactly("exit 143", "halt 130");
  }

  @Test
  void signal_whileAProgramRuns_isForThat_andTheNextExits() {
    try (Handle passing = interruption.passing(number -> seen.add("passed " + number))) {
      interruption.signal(INT);
      assertThat(seen).containsExactly("passed 2");
      interruption.signal(INT);
      assertThat(seen).containsExactly("passed 2", "exit 130");
    }
  }

  @Test
  void signal_thatCouldNotBePassed_orComesTooLate_exits() {
    interruption.passing(number -> false).close();
    try (Handle passing = interruption.passing(number -> false)) {
      interruption.signal(TERM);
      assertThat(seen).containsExactly("exit 143");
    }
  }

  @Test
  void signal_duringAChange_cancelsItAndTheNextHalts() {
    try (Interruption.Change change = interruption.begin()) {
      change.cancelBy(() -> seen.add("cancel"), () -> false);
      interruption.signal(INT);
      assertThat(seen).containsExactly("cancel");
      assertThat(err.toString()).isEqualTo("interrupted; undoing what was done" + AGAIN);
      interruption.signal(INT);
      assertThat(seen).containsExactly("cancel", "halt 130");
    }
  }

  @Test
  void signal_beforeThereIsSomethingToCancel_cancelsItThen() {
    try (Interruption.Change change = interruption.begin()) {
      interruption.signal(INT);
      assertThat(seen).isEmpty();
      change.cancelBy(() -> seen.add("cancel"), () -> false);
      assertThat(seen).containsExactly("cancel");
    }
  }

  @Test
  void signal_whenItIsTooLate_saysSo() {
    try (Interruption.Change change = interruption.begin()) {
      change.cancelBy(() -> seen.add("cancel"), () -> true);
      interruption.signal(INT);
    }
    assertThat(err.toString())
        .isEqualTo("interrupted; too late to undo, so it is finished" + AGAIN);
  }

  @Test
  void signal_afterAChange_exits() {
    try (Interruption.Change change = interruption.begin()) {
      change.cancelBy(() -> seen.add("cancel"), () -> false);
    }
    interruption.signal(INT);
    assertThat(seen).containsExactly("exit 130");
  }

  @Test
  void begin_afterASignal_isRefused() {
    interruption.begin().close();
    try (Interruption.Change change = interruption.begin()) {
      interruption.signal(INT);
    }
    assertThatThrownBy(interruption::begin).isInstanceOf(Cancelled.class);
  }

  @Test
  void begin_whileTheProcessEnds_neverReturns() {
    interruption.signal(INT);
    Thread main = new Thread(() -> seen.add("begun " + interruption.begin()));
    main.setDaemon(true);
    main.start();
    Waiting.assertSoon(
        "it waits for the end of the process",
        Duration.ofSeconds(30),
        () -> main.getState() == Thread.State.WAITING);
    assertThat(seen).containsExactly("exit 130");
  }

  @Test
  void recovering_aSignal_interruptsTheCallerAndNothingAfterIt() {
    boolean interrupted =
        interruption.recovering(
            () -> {
              interruption.signal(INT);
              return Thread.currentThread().isInterrupted();
            });
    assertThat(interrupted).isTrue();
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }
}
