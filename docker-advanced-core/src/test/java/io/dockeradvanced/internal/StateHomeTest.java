package io.dockeradvanced.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.DockerAdvancedException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StateHomeTest {

  @Test
  void directory_withStateHome_isInIt() {
    assertThat(StateHome.directory(Map.of("XDG_STATE_HOME", "/var/state"), "/home/a"))
        .isEqualTo(Path.of("/var/state/docker-advanced"));
  }

  @Test
  void directory_withoutOrWithRelativeStateHome_isInTheHomeDirectory() {
    Path expected = Path.of("/home/a/.local/state/docker-advanced");
    assertThat(StateHome.directory(Map.of(), "/home/a")).isEqualTo(expected);
    assertThat(StateHome.directory(Map.of("XDG_STATE_HOME", ""), "/home/a")).isEqualTo(expected);
    assertThat(StateHome.directory(Map.of("XDG_STATE_HOME", "x"), "/home/a")).isEqualTo(expected);
  }

  @Test
  void directory_withoutHome_asksForAPath() {
    for (String home : new String[] {"", "?"}) {
      assertThatThrownBy(() -> StateHome.directory(Map.of(), home))
          .isInstanceOf(DockerAdvancedException.class)
          .hasMessageEndingWith("give the path of a file");
    }
  }
}
