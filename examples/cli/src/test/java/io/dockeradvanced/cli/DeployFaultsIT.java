package io.dockeradvanced.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.lab.Lab;
import io.dockeradvanced.lab.LabEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deploys that fail on a real engine: exit code 3, one sentence, nothing left behind. */
@Lab
class DeployFaultsIT {
  @TempDir Path directory;

  private Cli deploy(LabEngine engine, String stack, String file) throws IOException {
    Path compose = Files.writeString(directory.resolve("compose.yaml"), file);
    return Cli.run(
        directory, engine.uri(), "stack", "deploy", "-f", compose.toString(), "-p", stack);
  }

  @Test
  void aMissingImage_isNamed_andNothingIsLeft(LabEngine engine) throws IOException {
    String stack = engine.uniqueName("fault");

    Cli deploy =
        deploy(
            engine,
            stack,
            """
            services:
              web:
                image: docker-advanced-lab/nosuch:1
                pull_policy: never
            """);

    assertThat(deploy.err().strip().lines()).hasSize(1);
    assertThat(deploy.err()).contains("docker-advanced-lab/nosuch:1").contains("pull");
    assertThat(deploy.status()).isEqualTo(3);
    Invariants.assertGone(engine, stack);
  }

  @Test
  void aTakenPort_isNamed_andNothingIsLeft(LabEngine engine) throws IOException {
    String first = engine.uniqueName("fault");
    String second = engine.uniqueName("fault");
    String file =
        """
        services:
          web:
            image: docker-advanced-lab/web:1
            ports: ["127.0.0.1:18973:8080"]
            stop_grace_period: 1s
        """;
    try {
      assertThat(deploy(engine, first, file).status()).isZero();

      Cli deploy = deploy(engine, second, file);

      assertThat(deploy.err()).contains("18973").contains("already allocated");
      assertThat(deploy.status()).isEqualTo(3);
      Invariants.assertGone(engine, second);
    } finally {
      Cli.run(directory, engine.uri(), "stack", "down", first);
    }
  }

  @Test
  void anUnhealthyService_isNamed_andNothingIsLeft(LabEngine engine) throws IOException {
    String stack = engine.uniqueName("fault");

    Cli deploy =
        deploy(
            engine,
            stack,
            """
            services:
              web:
                image: docker-advanced-lab/web:1
                environment: {UNHEALTHY: "1"}
                stop_grace_period: 1s
                healthcheck: {test: [CMD, /bin/healthy], interval: 250ms, retries: 2}
                volumes: ["data:/data"]
            volumes: {data: {}}
            """);

    assertThat(deploy.err()).contains(stack + "-web-1").contains("unhealthy");
    assertThat(deploy.status()).isEqualTo(3);
    Invariants.assertGone(engine, stack);
  }

  @Test
  void anExternalNetworkThatIsMissing_isInvalid_withItsPlace(LabEngine engine) throws IOException {
    String stack = engine.uniqueName("fault");

    Cli deploy =
        deploy(
            engine,
            stack,
            """
            services:
              web:
                image: docker-advanced-lab/web:1
                networks: [outside]
            networks:
              outside:
                external: true
                name: no-such-network
            """);

    assertThat(deploy.err()).contains("compose.yaml:").contains("no-such-network");
    assertThat(deploy.status()).isEqualTo(2);
    Invariants.assertGone(engine, stack);
  }
}
