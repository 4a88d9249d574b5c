package io.dockeradvanced.internal.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostAddressTest {
  @TempDir Path directory;

  @Test
  void same_ofTwoPathsToOneSocket_isTrue() throws Exception {
    Path socket = Files.createFile(directory.resolve("docker.sock"));
    Path other = Files.createSymbolicLink(directory.resolve("link"), directory);
    assertThat(HostAddress.same("unix://" + socket, "unix://" + other.resolve("docker.sock")))
        .isTrue();
    assertThat(HostAddress.same("unix://" + socket, "unix://" + other.resolve("gone.sock")))
        .isFalse();
    assertThat(
            HostAddress.same(
                "unix://" + directory.resolve("gone"), "unix://" + other.resolve("gone")))
        .isTrue();
    assertThat(HostAddress.same("tcp://a:1", "tcp://a:1")).isTrue();
    assertThat(HostAddress.same("tcp://a:1", "tcp://a:2")).isFalse();
  }
}
