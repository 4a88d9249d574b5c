package io.dockeradvanced.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.lab.FakeEngine;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An application that leaves the optional dependency out. */
@Timeout(60)
class SshWithoutLibraryTest {

  @Test
  void connect_withoutSshj_saysWhatToAddAndTheRestWorks() throws Exception {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    String without =
        Arrays.stream(classPath.split(File.pathSeparator))
            .filter(entry -> !entry.contains("sshj") && !entry.contains("asn-one"))
            .collect(Collectors.joining(File.pathSeparator));
    assertThat(without).isNotEqualTo(classPath);
    try (FakeEngine fake = new FakeEngine()) {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  without,
                  Application.class.getName(),
                  fake.uri())
              .redirectErrorStream(true)
              .start();

      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(said)
          .contains("api 1.41")
          .contains("ssh://ops@web1: engines behind SSH need com.hierynomus:sshj 0.40.0")
          .doesNotContain("Error");
      assertThat(process.waitFor()).isZero();
    }
  }

  /** Uses a unix socket, and then an address that needs the library. */
  static final class Application {
    public static void main(String[] args) {
      try (DockerHost host = DockerHost.connect(args[0])) {
        System.out.println("api " + host.apiVersion());
      }
      try {
        DockerHost.connect("ssh://ops@web1").close();
      } catch (InvalidSpec e) {
        System.out.println(e.getMessage());
      }
    }
  }
}
