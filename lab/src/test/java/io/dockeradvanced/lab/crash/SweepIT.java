package io.dockeradvanced.lab.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.lab.Engine;
import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The sweeps find every point, and what does not survive one. */
@Lab
@Timeout(300)
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
    public Claim act(CrashSite site) {
      recover(site, false);
      return Claim.DONE;
    }

    List<Claim> recover(CrashSite site, boolean onlyBegun) {
      Journal journal = journal(site);
      List<String> there = journal.lines();
      if (there.size() == 3 || (onlyBegun && there.isEmpty())) {
        return List.of();
      }
      List.of("a", "b", "c").subList(there.size(), 3).forEach(journal::write);
      return List.of(Claim.DONE);
    }

    @Override
    public List<Claim> recover(CrashSite site) {
      return recover(site, true);
    }

    @Override
    public Claim check(CrashSite site) {
      List<String> lines = journal(site).lines();
      if (!lines.isEmpty() && !lines.equals(List.of("a", "b", "c"))) {
        throw new AssertionError("it is there by halves: " + lines);
      }
      return lines.isEmpty() ? Claim.UNDONE : Claim.DONE;
    }

    @Override
    public void clean(CrashSite site) {
      // It goes with the folder.
    }
  }

  /** Forgets that something may be half done. */
  static final class Careless extends Three {
    @Override
    public List<Claim> recover(CrashSite site) {
      return List.of();
    }
  }

  /** Recovers well, unless the one that recovers dies after its first write. */
  static final class CarelessTwice extends Three {
    @Override
    public List<Claim> recover(CrashSite site) {
      if (site.get("recovering", "").isEmpty()) {
        site.set("recovering", "yes");
        List<Claim> done = recover(site, true);
        site.set("recovering", "");
        return done;
      }
      return List.of();
    }
  }

  /** Recovers well, and says the contrary. */
  static final class Liar extends Three {
    @Override
    public List<Claim> recover(CrashSite site) {
      return recover(site, true).stream().map(claim -> Claim.UNDONE).toList();
    }
  }

  /** One volume, made by way of the proxy. */
  static class OneVolume implements CrashScenario {
    @Override
    public String title() {
      return "one volume";
    }

    private static boolean isThere(CrashSite site) {
      return site.engine().docker().listVolumesCmd().exec().getVolumes().stream()
          .anyMatch(volume -> volume.getName().equals(site.name()));
    }

    @Override
    public void prepare(CrashSite site) {
      clean(site);
    }

    @Override
    public Claim act(CrashSite site) {
      try {
        create(site);
        return Claim.DONE;
      } catch (IOException | RuntimeException e) {
        return failed(e);
      }
    }

    private static void create(CrashSite site) throws IOException {
      String body = "{\"Name\":\"%s\"}".formatted(site.name());
      String request =
          "POST /volumes/create HTTP/1.0\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
              .formatted(body.length(), body);
      try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        channel.connect(UnixDomainSocketAddress.of(site.uri().substring("unix://".length())));
        channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
        // The head comes in one piece; the proxy may keep the connection open.
        ByteBuffer head = ByteBuffer.allocate(4096);
        channel.read(head);
        String answer = new String(head.array(), 0, head.position(), StandardCharsets.US_ASCII);
        if (!answer.startsWith("HTTP/1.0 201") && !answer.startsWith("HTTP/1.1 201")) {
          throw new IllegalStateException(answer);
        }
      }
    }

    /** What it says when the engine says that it has failed. */
    Claim failed(Exception problem) {
      return Claim.UNDONE;
    }

    @Override
    public List<Claim> recover(CrashSite site) {
      return List.of();
    }

    @Override
    public Claim check(CrashSite site) {
      return isThere(site) ? Claim.DONE : Claim.UNDONE;
    }

    @Override
    public void clean(CrashSite site) {
      if (isThere(site)) {
        site.engine().docker().removeVolumeCmd(site.name()).exec();
      }
    }
  }

  /** Says that it has made what it has not. */
  static final class LyingVolume extends OneVolume {
    @Override
    Claim failed(Exception problem) {
      return Claim.DONE;
    }
  }

  /** Fails with what nobody expects. */
  static final class BrokenVolume extends OneVolume {
    @Override
    Claim failed(Exception problem) {
      throw new IllegalStateException(problem);
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

  @Test
  void kills_ofWhatRecoversButSaysTheContrary_areFound() {
    KillSweep sweep = thorough(Liar.class);
    assertThatThrownBy(sweep::run)
        .hasMessageContaining("it said that it is UNDONE, but it is DONE");
  }

  private FaultSweep faults(Class<? extends CrashScenario> type, FaultSweep.Kind kind) {
    FaultSweep sweep = FaultSweep.of(type, engine, kind);
    sweep.all = true;
    sweep.reports = false;
    return sweep;
  }

  @Test
  void faults_ofWhatTellsTheTruth_survive_andEveryCallIsFound() throws Exception {
    FaultSweep sweep = faults(OneVolume.class, FaultSweep.Kind.ANSWERED_500);
    sweep.run();
    assertThat(sweep.lines.get(0).tried()).isEqualTo(1);
    assertThat(sweep.lines.get(0).failed()).isZero();
  }

  @Test
  void faults_ofWhatDoesNotKnowThatItIsDone_areFound() {
    FaultSweep sweep = faults(OneVolume.class, FaultSweep.Kind.REPLY_CUT);
    assertThatThrownBy(sweep::run)
        .hasMessageContaining("reply cut at call 1")
        .hasMessageContaining("it said that it is UNDONE, but it is DONE");
  }

  @Test
  void faults_ofALiar_areFound() {
    FaultSweep sweep = faults(LyingVolume.class, FaultSweep.Kind.REQUEST_CUT);
    assertThatThrownBy(sweep::run)
        .hasMessageContaining("it said that it is DONE, but it is UNDONE");
  }

  @Test
  void faults_ofWhatFailsUnexpectedly_areFound() {
    FaultSweep sweep = faults(BrokenVolume.class, FaultSweep.Kind.ANSWERED_500);
    assertThatThrownBy(sweep::run).hasMessageContaining("answered 500 at call 1");
    assertThat(sweep.lines.get(0).failed()).isEqualTo(1);
  }
}
