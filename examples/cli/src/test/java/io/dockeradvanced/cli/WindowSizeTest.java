package io.dockeradvanced.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.DockerAdvancedException;
import io.dockeradvanced.container.TerminalSize;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WindowSizeTest {
  private static final TerminalSize SMALL = new TerminalSize(24, 80);
  private static final TerminalSize LARGE = new TerminalSize(50, 200);

  private final BlockingQueue<TerminalSize> told = new LinkedBlockingQueue<>();
  private volatile Optional<TerminalSize> size = Optional.of(SMALL);

  @Test
  void size_thatChangedBeforeAnybodyListened_isToldAtOnce() throws Exception {
    size = Optional.of(LARGE);
    try (WindowSize window = new WindowSize(() -> size, Optional.of(SMALL), told::add)) {
      window.begin(false);
      assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(LARGE);
    }
  }

  @Test
  void size_whereNobodySaysThatItChanged_isAskedFor() throws Exception {
    try (WindowSize window = new WindowSize(() -> size, Optional.of(SMALL), told::add)) {
      window.begin(true);
      size = Optional.of(LARGE);
      assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(LARGE);
    }
  }

  @Test
  void size_thatCouldNotBeToldOrIsNone_isToldWithTheNextChange() throws Exception {
    boolean[] fails = {true};
    size = Optional.empty();
    try (WindowSize window =
        new WindowSize(
            () -> size,
            Optional.of(SMALL),
            now -> {
              if (fails[0]) {
                fails[0] = false;
                throw new DockerAdvancedException("away");
              }
              told.add(now);
            })) {
      window.begin(false);
      size = Optional.of(LARGE);
      window.changed();
      window.changed();
      assertThat(told.poll(20, TimeUnit.SECONDS)).isEqualTo(LARGE);
    }
  }
}
