package io.dockeradvanced.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SurroundingsTest {
  @Test
  void localeThatTheScriptChanged_isTheUsersAgain() {
    Map<String, String> set = Map.of("DA_LC_ALL", "=C", "LC_ALL", "C.UTF-8", "A", "b");
    assertThat(Surroundings.restored(set)).isEqualTo(Map.of("LC_ALL", "C", "A", "b"));
    Map<String, String> unset = Map.of("DA_LC_ALL", "", "LC_ALL", "C.UTF-8");
    assertThat(Surroundings.restored(unset)).isEmpty();
    Map<String, String> own = Map.of("LC_ALL", "de_DE.UTF-8");
    assertThat(Surroundings.restored(own)).isEqualTo(own);
  }
}
