package io.dockeradvanced.lab.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The sweeps find every point, and what does not survive one. */
@Lab
class SweepIT {
  @Engine LabEngine engine;

  /** A journal on a file; what is written there has happened. */
  interface Journal {
    void write(String line);

    List<String> lines();
  }

  private static Journal journal(CrashSite site) {
    Path file = site.directory().resolve("journal");
    Journal journal =
        new Journal() {
          @Override
          public void write(String line) {
            try {
              Files.writeString(
                  file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }

          @Override
          public List<String> lines() {
            try {
              return Files.exists(file) ? Files.readAllLines(file) : List.of();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        };
    return site.journal(Journal.class, journal, "write");
  }

  /** Writes what is missing of a, b and c; each line once, all or nothing. */
  static class Three implements CrashScenario {
    @Override
    public String title() {
      return "three lines";
    }

    @Override
    public void prepare(CrashSite site) throws Exception {
      Files.deleteIfExists(site.directory().resolve("journal"));
    }

    @Override
    public void act(CrashSite site) {
      recover(site, false);
    }

    int recover(CrashSite site, boolean onlyBegun) {
      Journal journal = journal(site);
      List<String> there = journal.lines();
      if (there.size() == 3 || (onlyBegun && there.isEmpty())) {
        return 0;
      }
      List.of("a", "b", "c").subList(there.size(), 3).forEach(journal::write);
      return 1;
    }

    @Override
    public int recover(CrashSite site) {
      return recover(site, true);
    }

    @Override
    public void check(CrashSite site) {
      List<String> lines = journal(site).lines();
      if (!lines.isEmpty() && !lines.equals(List.of("a", "b", "c"))) {
        throw new AssertionError("it is there by halves: " + lines);
      }
    }

    @Override
    public void clean(CrashSite site) {
      // It goes with the folder.
    }
  }

  /** Forgets that something may be half done. */
  static final class Careless extends Three {
    @Override
    public int recover(CrashSite site) {
      return 0;
    }
  }

  /** Recovers well, unless the one that recovers dies after its first write. */
  static final class CarelessTwice extends Three {
    @Override
    public int recover(CrashSite site) {
      if (site.get("recovering", "").isEmpty()) {
        site.set("recovering", "yes");
        int done = recover(site, true);
        site.set("recovering", "");
        return done;
      }
      return 0;
    }
  }

  private KillSweep thorough(Class<? extends CrashScenario> type) {
    KillSweep sweep = KillSweep.of(type, engine);
    sweep.all = true;
    sweep.reports = false;
    return sweep;
  }

  @Test
  void kills_ofWhatIsSafe_survive_andEveryPointIsFound() throws Exception {
    KillSweep sweep = thorough(Three.class);
    sweep.run();
    assertThat(sweep.lines.get(0).tried()).isEqualTo(6); // before and after three writes
    assertThat(sweep.lines.get(1).tried()).isEqualTo(4); // a recovery has two to write
    assertThat(sweep.lines).allMatch(line -> line.failed() == 0);
  }

  @Test
  void kills_ofWhatIsCareless_areReportedWithTheirPoints() {
    KillSweep sweep = thorough(Careless.class);
    assertThatThrownBy(sweep::run)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("killed after write 1")
        .hasMessageContaining("killed before write 2")
        .hasMessageContaining("killed after write 2")
        .hasMessageContaining("killed before write 3")
        .hasMessageContaining("it is there by halves: [a]");
    assertThat(sweep.lines.get(0).tried()).isEqualTo(6);
    assertThat(sweep.lines.get(0).failed()).isEqualTo(4);
  }

  @Test
  void secondKills_areFoundTooWhenOnlyTheyDoHarm() {
    KillSweep sweep = thorough(CarelessTwice.class);
    assertThatThrownBy(sweep::run)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("of its recovery");
    assertThat(sweep.lines.get(0).failed()).isZero();
    assertThat(sweep.lines.get(1).failed()).isPositive();
  }
}
