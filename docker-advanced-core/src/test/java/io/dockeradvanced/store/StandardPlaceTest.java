package io.dockeradvanced.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StandardPlaceTest {

  @Test
  void database_withStateHome_isInIt() {
    assertThat(StandardPlace.database(Map.of("XDG_STATE_HOME", "/var/state"), "/home/a"))
        .isEqualTo(Path.of("/var/state/docker-advanced/state.db"));
  }

  @Test
  void database_withoutOrWithRelativeStateHome_isInTheHomeDirectory() {
    Path expected = Path.of("/home/a/.local/state/docker-advanced/state.db");
    assertThat(StandardPlace.database(Map.of(), "/home/a")).isEqualTo(expected);
    assertThat(StandardPlace.database(Map.of("XDG_STATE_HOME", ""), "/home/a")).isEqualTo(expected);
    assertThat(StandardPlace.database(Map.of("XDG_STATE_HOME", "x"), "/home/a"))
        .isEqualTo(expected);
  }

  @Test
  void database_withoutHome_asksForAPath() {
    for (String home : new String[] {"", "?"}) {
      assertThatThrownBy(() -> StandardPlace.database(Map.of(), home))
          .isInstanceOf(StoreFailed.class)
          .hasMessageEndingWith("give the path of a file");
    }
  }
}
