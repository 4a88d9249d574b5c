package io.dockeradvanced.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** An engine of a version that a test asks for, beside that of the run. */
class RowsIT {
  /** Each process of the tests has one of its own. */
  private static final String NAME = Fork.ofRun().engine(Row.parse("20.10"));

  private static boolean wasThere;

  private static LabScripts.Run engine(String... words) {
    List<String> command = new ArrayList<>();
    command.add(LabScripts.project().resolve("lab/engine").toString());
    command.addAll(List.of(words));
    return LabScripts.Run.of(command, Map.of());
  }

  @BeforeAll
  static void look() {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root can start an engine");
    wasThere = engine("list").out().lines().anyMatch(l -> l.startsWith(NAME + " "));
  }

  @AfterAll
  static void stop() {
    if (!wasThere) {
      assertThat(engine("stop", NAME, "--purge").status()).isZero();
    }
  }

  @Nested
  @Lab
  class Asked {
    @Engine(version = "20.10")
    LabEngine old;

    @Test
    void engineOfAVersion_isAnotherThanThatOfTheRun(
        LabEngine run, @Engine(version = "20.10") LabEngine parameter) {
      assertThat(old.uri()).isNotEqualTo(run.uri()).endsWith("/" + NAME + "/docker.sock");
      assertThat(parameter).isSameAs(old);
      assertThat(old.docker().infoCmd().exec().getServerVersion()).startsWith("20.10.");
    }

    @Test
    void publishedPort_answersInsideTheEnginesNetwork() {
      ExposedPort port = ExposedPort.tcp(8080);
      String id =
          old.docker()
              .createContainerCmd(LabImages.WEB)
              .withName(old.uniqueName("web"))
              .withExposedPorts(port)
              .withHostConfig(
                  HostConfig.newHostConfig().withPortBindings(PortBinding.parse("27193:8080")))
              .exec()
              .getId();
      try {
        old.docker().startContainerCmd(id).exec();
        assertThat(
                old.inside(
                    "curl",
                    "-sS",
                    "--retry",
                    "20",
                    "--retry-all-errors",
                    "http://127.0.0.1:27193/"))
            .startsWith("1 from");
      } finally {
        old.docker().removeContainerCmd(id).withForce(true).exec();
      }
    }

    @Test
    void registry_ofTheEngine_isOnItsLoopback() {
      assertThat(old.inside("curl", "-sS", "http://" + LabRegistry.of(old) + "/v2/"))
          .isEqualToIgnoringWhitespace("{}");
    }
  }
}
