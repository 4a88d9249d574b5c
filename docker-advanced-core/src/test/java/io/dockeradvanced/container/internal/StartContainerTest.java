package io.dockeradvanced.container.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.operation.Data;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The words of engines for a port of the host that somebody has. */
class StartContainerTest {
  private static final List<Data> PORTS = List.of(port(8080, 8080), port(80, 80), port(90, 95));

  private static Data port(int first, int last) {
    return Data.of("first", first).with("last", last).with("words", first + "-" + last);
  }

  private static Optional<String> taken(String reason) {
    return StartContainer.taken(PORTS, reason).map(port -> port.text("words"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "driver failed programming external connectivity on endpoint x (0a:80): Bind for"
            + " 127.0.0.1:80 failed: port is already allocated",
        "driver failed programming external connectivity on endpoint x: Error starting userland"
            + " proxy: listen tcp4 0.0.0.0:80: bind: address already in use",
        "driver failed programming external connectivity on endpoint x: Bind for :::80 failed: port"
            + " is already allocated",
        "failed to set up container networking: driver failed programming external connectivity on"
            + " endpoint x: failed to bind host port for 0.0.0.0:80:172.18.0.2:8080/tcp: address"
            + " already in use",
        "failed to bind host port 0.0.0.0:80/tcp: address already in use"
      })
  void port_thatSomebodyHas_isFound(String reason) {
    assertThat(taken(reason)).contains("80-80");
  }

  @Test
  void port_ofARange_isFound() {
    assertThat(taken("Bind for 0.0.0.0:93 failed: port is already allocated")).contains("90-95");
  }

  @Test
  void refusal_thatSpeaksOfNoPortOfOurs_isNot() {
    assertThat(taken("Bind for 0.0.0.0:808 failed: port is already allocated")).isEmpty();
    assertThat(taken("cannot start 127.0.0.1:80: no such image")).isEmpty();
  }
}
