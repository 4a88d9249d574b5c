package io.dockeradvanced.image.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.Cancelled;
import io.dockeradvanced.TimedOut;
import io.dockeradvanced.image.RegistryLogin;
import io.dockeradvanced.lab.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Helpers that do not answer, as one that asks its user for something nobody sees. */
@Timeout(60)
class CredentialHelperTest {
  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final String ANSWER = "echo '{\"Username\":\"u\",\"Secret\":\"s3cret\"}'";

  @TempDir Path directory;

  /** A helper that writes down which process it is, and does this. */
  private CredentialHelper helper(String name, Duration limit, String script) throws Exception {
    Path file = directory.resolve("docker-credential-" + name);
    Files.writeString(
        file, "#!/bin/sh\necho $$ >%s/%s.pid\n%s\n".formatted(directory, name, script));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return CredentialHelper.named(
        name,
        directory.resolve("config.json"),
        Map.of("PATH", directory + ":" + System.getenv("PATH")),
        limit);
  }

  private boolean isEnded(String name) throws Exception {
    long pid = Long.parseLong(Files.readString(directory.resolve(name + ".pid")).strip());
    return Waiting.until(
        Duration.ofSeconds(10),
        () -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exec sleep 1000",
        "sleep 1000; echo never",
        "exec >&-; exec sleep 1000",
        ANSWER + "; exec sleep 1000",
        "exec cat /dev/zero | sleep 1000",
        "sleep 1000 & wait",
      })
  void helperThatHangs_isEndedWhenItsTimeIsOver(String script) throws Exception {
    CredentialHelper hangs = helper("hangs", LIMIT, script);
    long begin = System.nanoTime();
    assertThatThrownBy(() -> hangs.get("ghcr.io"))
        .isInstanceOf(TimedOut.class)
        .hasMessageContaining("docker-credential-hangs did not answer within 1 s")
        .hasMessageContaining("run 'docker-credential-hangs get' by hand")
        .hasMessageNotContaining("s3cret");
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
    assertThat(isEnded("hangs")).isTrue();
  }

  /** Whatever it has started and left behind may keep its output open. */
  @Test
  void helperThatLeavesSomethingBehind_keepsNoOtherWaiting() throws Exception {
    for (int i = 0; i < 8; i++) {
      CredentialHelper left = helper("left" + i, Duration.ofMillis(200), "sleep 6 &\nexit 0");
      try {
        left.get("ghcr.io");
      } catch (TimedOut e) {
        // Its answer has no end that could be seen.
      }
    }
    assertThat(helper("good", Duration.ofSeconds(10), "cat >/dev/null; " + ANSWER).get("ghcr.io"))
        .contains(RegistryLogin.password("u", "s3cret"));
  }

  /** No more is kept of it than any login needs. */
  @Test
  void helperThatPrintsWithoutEnd_isNoLogin() throws Exception {
    CredentialHelper endless = helper("endless", Duration.ofSeconds(10), "exec cat /dev/zero");
    assertThatThrownBy(() -> endless.get("ghcr.io")).hasMessageContaining("gave no login for");
    assertThat(isEnded("endless")).isTrue();
  }

  @Test
  void interrupt_endsTheHelper() throws Exception {
    CredentialHelper hangs = helper("hangs", Duration.ofSeconds(50), "exec sleep 1000");
    AtomicReference<Thread> caller = new AtomicReference<>();
    CompletableFuture<Object> call =
        CompletableFuture.supplyAsync(
            () -> {
              caller.set(Thread.currentThread());
              return hangs.list();
            });
    Path pid = directory.resolve("hangs.pid");
    Waiting.assertSoon("it runs", Duration.ofSeconds(20), () -> pid.toFile().length() > 1);
    caller.get().interrupt();
    assertThatThrownBy(call::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(Cancelled.class);
    assertThat(isEnded("hangs")).isTrue();
  }
}
