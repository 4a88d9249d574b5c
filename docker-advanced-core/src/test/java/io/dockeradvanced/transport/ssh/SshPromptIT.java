package io.dockeradvanced.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.lab.LabSshd;
import io.dockeradvanced.lab.Waiting;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** While a person is asked, the time of the server does not run. */
@Timeout(120)
class SshPromptIT {
  /** For one answer of a server next door. */
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private static void works(SshOptions options) {
    try (DockerHost host = SshFixture.connect(options)) {
      host.ping();
    }
  }

  /** Longer than the timeout, or until the connection was given up. */
  private static boolean isGivenUpWhileWeThink(LabSshd sshd) {
    return Waiting.until(
        TIMEOUT.multipliedBy(2), () -> sshd.log().contains("Connection closed by"));
  }

  @Test
  void login_passphraseTakesLongerThanTheTimeout_isLetIn() throws Exception {
    try (LabSshd sshd = LabSshd.start()) {
      Path key = sshd.newKey("locked", "ed25519", "open sesame");
      sshd.authorize(key);

      works(
          SshFixture.options(sshd)
              .identity(key)
              .connectTimeout(TIMEOUT)
              .passphrase(
                  file -> {
                    assertThat(isGivenUpWhileWeThink(sshd)).isFalse();
                    return "open sesame".toCharArray();
                  }));
    }
  }

  /** The account is root's or our own, whose password nobody knows: to be told so is enough. */
  @Test
  void login_passwordTakesLongerThanTheTimeout_isGiven() {
    try (LabSshd sshd = LabSshd.start("PasswordAuthentication yes", "PubkeyAuthentication no")) {
      SshOptions options =
          SshFixture.options(sshd)
              .connectTimeout(Duration.ofSeconds(4))
              .password(
                  who -> {
                    assertThat(isGivenUpWhileWeThink(sshd)).isFalse();
                    return "typed slowly".toCharArray();
                  });

      assertThatThrownBy(() -> works(options))
          .hasMessageContaining("the password was not accepted");
    }
  }

  @Test
  void login_agentAsksItsUser_isLetIn() throws Exception {
    try (LabSshd sshd = LabSshd.start()) {
      Path key = sshd.newKey("confirmed", "ed25519", "");
      sshd.authorize(key);
      Path asked = sshd.directory().resolve("asked");
      Path yes = sshd.directory().resolve("yes");
      Path dialog =
          Files.writeString(
              sshd.directory().resolve("askpass"),
              "#!/bin/sh\ntouch %s\nwhile [ ! -e %s ]; do sleep 0.05; done\n"
                  .formatted(asked, yes));
      Files.setPosixFilePermissions(dialog, PosixFilePermissions.fromString("rwx------"));
      Path socket = sshd.directory().resolve("agent.sock");
      Process agent = agent(socket, dialog);
      try {
        LabSshd.run("env", "SSH_AUTH_SOCK=" + socket, "ssh-add", "-q", "-c", key.toString());
        Files.delete(key);
        Path config =
            SshFixture.config(
                sshd,
                "with-agent",
                sshd.configFor(LabSshd.ALIAS)
                    .replaceAll("IdentityAgent.*", "IdentityAgent " + socket)
                    .replaceAll("IdentityFile.*", "IdentityFile none"));
        CompletableFuture<Void> login =
            CompletableFuture.runAsync(
                () -> works(SshOptions.defaults().configFile(config).connectTimeout(TIMEOUT)),
                task -> new Thread(task).start());
        Waiting.assertSoon(
            "the agent asks", Duration.ofSeconds(20), () -> Files.exists(asked) || login.isDone());

        assertThat(isGivenUpWhileWeThink(sshd)).isFalse();
        Files.createFile(yes);

        login.get(30, TimeUnit.SECONDS);
      } finally {
        Files.writeString(yes, "");
        agent.destroyForcibly();
      }
    }
  }

  private static Process agent(Path socket, Path dialog) throws Exception {
    ProcessBuilder builder = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString());
    builder.environment().put("SSH_ASKPASS", dialog.toString());
    builder.environment().put("SSH_ASKPASS_REQUIRE", "force");
    builder.environment().put("DISPLAY", ":none");
    Process process = builder.redirectErrorStream(true).start();
    BufferedReader said =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    assertThat(said.readLine()).contains("SSH_AUTH_SOCK");
    return process;
  }

  /** After the answer the server has its time again, and no more than that. */
  @Test
  void login_serverFrozenAfterTheAnswer_isNoticed() throws Exception {
    try (LabSshd sshd = LabSshd.start()) {
      Path key = sshd.newKey("locked", "ed25519", "open sesame");
      sshd.authorize(key);
      try {
        assertThatThrownBy(
                () ->
                    works(
                        SshFixture.options(sshd)
                            .identity(key)
                            .connectTimeout(TIMEOUT)
                            .passphrase(
                                file -> {
                                  sshd.signalSessions("STOP");
                                  return "open sesame".toCharArray();
                                })))
            .hasMessageContaining("lab");
      } finally {
        sshd.signalSessions("CONT");
      }
    }
  }
}
