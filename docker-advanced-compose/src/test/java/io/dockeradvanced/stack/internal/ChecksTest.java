package io.dockeradvanced.stack.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.compose.ComposeProject;
import io.dockeradvanced.compose.ServiceSpec;
import io.dockeradvanced.compose.StackSource;
import io.dockeradvanced.internal.engine.ApiVersion;
import io.dockeradvanced.internal.json.Json;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an engine would refuse later is refused by its place in the file. */
class ChecksTest {
  static List<BadValues.Bad> bad() {
    return Stream.concat(BadValues.BAD.stream(), BadValues.MISREAD.stream()).toList();
  }

  static List<String> good() {
    return BadValues.GOOD;
  }

  private static void check(String file) {
    check(file, "1.41");
  }

  private static void check(String file, String api) {
    ComposeProject project = StackSource.text(file).name("shop").load();
    ServiceSpec service = project.services().get("web");
    Checks checks = new Checks(project, ApiVersion.parse(api));
    new ServiceChecks(checks, service).check();
    Platforms.check(checks, project, service);
    new ResourceChecks(checks, service, () -> 2).check();
    new UnsupportedChecks(attribute -> checks, Json::object).check(project);
    new NamespaceChecks(checks, service, name -> false).check();
    new MountChecks(checks, service, name -> false).check();
    new NetworkChecks(checks, project, service, name -> false, name -> false).check();
    checks.done();
  }

  @ParameterizedTest
  @MethodSource("bad")
  void value_thatNoEngineTakes_isRefusedByItsPlace(BadValues.Bad bad) {
    InvalidSpec refused =
        catchThrowableOfType(InvalidSpec.class, () -> check(BadValues.file(bad.line())));
    assertThat(refused).hasMessage("<text>:4:%d: %s".formatted(bad.column(), bad.message()));
  }

  @ParameterizedTest
  @MethodSource("good")
  void value_thatIsOddButRight_isTaken(String line) {
    assertThatCode(() -> check(BadValues.file(line))).doesNotThrowAnyException();
  }

  /** Docker Compose refuses it for the first network and drops it for others. */
  @Test
  void macAddress_ofOneNetwork_needsAnEngineThatKnowsIt() {
    String file = BadValues.file("networks: {default: {mac_address: \"02:42:ac:11:00:02\"}}");
    assertThat(catchThrowableOfType(InvalidSpec.class, () -> check(file)))
        .hasMessage(
            "<text>:4:26: mac_address of one network needs an engine with API 1.44; this one has"
                + " 1.41");
    assertThatCode(() -> check(file, "1.44")).doesNotThrowAnyException();
  }

  @Test
  void macAddress_ofServiceAndItsFirstNetwork_mustBeTheSame() {
    String file =
        BadValues.file(
            "mac_address: \"02:42:ac:11:00:01\"\n"
                + "    networks: {default: {mac_address: \"02:42:ac:11:00:02\"}}");
    assertThat(catchThrowableOfType(InvalidSpec.class, () -> check(file, "1.44")))
        .hasMessage(
            "<text>:4:5: mac_address of the service differs from that of its first network default;"
                + " keep one");
  }
}
