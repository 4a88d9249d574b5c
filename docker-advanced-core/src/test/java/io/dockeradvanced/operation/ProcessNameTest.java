package io.dockeradvanced.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class ProcessNameTest {
  @Test
  void self_isAlive_andItsNameComesBack() {
    ProcessName self = ProcessName.self();
    assertThat(self.isDead()).isFalse();
    assertThat(ProcessName.parse(self + "/machine/1234")).contains(self);
  }

  @Test
  void isDead_pidOfAnotherStart_isTrue() {
    Assumptions.assumeTrue(
        Files.exists(Path.of("/proc/self/stat")), "no /proc: nobody can tell who is dead");
    ProcessName self = ProcessName.self();
    assertThat(new ProcessName(self.pid(), self.started() + 1, self.system()).isDead()).isTrue();
  }

  @Test
  void isDead_whereNobodyCanTell_isFalse() {
    ProcessName self = ProcessName.self();
    assertThat(new ProcessName(self.pid(), 1, "another-boot").isDead()).isFalse();
    assertThat(new ProcessName(self.pid(), 1, "").isDead()).isFalse();
    assertThat(new ProcessName(self.pid(), 0, self.system()).isDead()).isFalse();
  }

  @Test
  void isDead_childThatWasKilled_isTrue() throws Exception {
    Assumptions.assumeTrue(
        Files.exists(Path.of("/proc/self/stat")), "no /proc: nobody can tell who is dead");
    Process child = new ProcessBuilder("sleep", "1000").start();
    ProcessName name = ProcessName.of(child.pid());
    assertThat(name.isDead()).isFalse();
    child.destroyForcibly().waitFor();
    assertThat(name.isDead()).isTrue();
  }

  @Test
  void parse_ownerOfAnotherForm_isEmpty() {
    assertThat(ProcessName.parse("4711 at web1/abc")).isEmpty();
    assertThat(ProcessName.parse("")).isEmpty();
  }
}
