package io.dockeradvanced.stack.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.image.RegistryCredentials;
import io.dockeradvanced.operation.PlanData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a service that may use the engine gets to log in with. */
class ApiSocketPlanTest {
  private static final String FILE = "services: {web: {image: x, use_api_socket: true}}";

  @TempDir Path directory;

  private PlanData plan(String config) throws IOException {
    Files.writeString(directory.resolve("config.json"), config);
    try (PlanHost host = new PlanHost(RegistryCredentials.ofDocker(directory))) {
      return host.plan(FILE);
    }
  }

  @Test
  void helper_ofOneRegistryThatIsBroken_isWarnedOf() throws Exception {
    PlanData plan = plan("{\"credHelpers\": {\"ghcr.io\": \"da-is-not-there\"}}");
    assertThat(PlanHost.steps(plan)).contains("start shop-web-1");
    assertThat(plan.warnings())
        .hasSize(1)
        .allMatch(warning -> warning.startsWith("<text>:1:28: there is no login of ghcr.io: "))
        .allMatch(warning -> warning.contains("docker-credential-da-is-not-there"));
  }

  @Test
  void storeOfAll_thatIsBroken_isRefusedByItsPlace() {
    assertThat(
            catchThrowableOfType(
                InvalidSpec.class, () -> plan("{\"credsStore\": \"da-is-not-there\"}")))
        .hasMessageStartingWith(
            "<text>:1:28: the logins of this machine, which it would get, cannot be read: ")
        .hasMessageContaining("docker-credential-da-is-not-there, which is not in PATH");
  }
}
