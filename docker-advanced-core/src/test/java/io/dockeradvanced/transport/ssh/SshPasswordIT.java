package io.dockeradvanced.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dockeradvanced.Config;
import io.dockeradvanced.UnreachableHost;
import io.dockeradvanced.host.DockerHost;
import io.dockeradvanced.lab.LabNames;
import io.dockeradvanced.lab.LabSshd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Passwords of a real account, which is there for these tests only. It may not use the engine's
 * socket: that we are told so shows that it was let in.
 */
@Timeout(120)
class SshPasswordIT {
  private static final String PASSWORD = "geheim-" + System.nanoTime();
  private static final String USER =
      LabNames.create().unique("da").replaceAll("[^a-z0-9-]", "").substring(0, 12);
  private static boolean made;

  /** Stands in the comment of an account, before the process that it belongs to. */
  private static final String MARK = "docker-advanced test ";

  @BeforeAll
  static void makeAccount() throws Exception {
    assumeTrue(
        "root".equals(System.getProperty("user.name"))
            && Files.isExecutable(Path.of("/usr/sbin/useradd")),
        "only root can make an account to log in to, by useradd");
    removeStale();
    LabSshd.run(
        "/usr/sbin/useradd",
        "-c",
        MARK + ProcessHandle.current().pid(),
        "-M",
        "-d",
        "/",
        "-s",
        "/bin/sh",
        USER);
    made = true;
    Process setting = new ProcessBuilder("/usr/sbin/chpasswd").start();
    try (var in = setting.getOutputStream()) {
      in.write((USER + ":" + PASSWORD + "\n").getBytes(StandardCharsets.UTF_8));
    }
    assertThat(setting.waitFor()).isZero();
  }

  /** Of runs that were killed before they could. */
  private static void removeStale() throws IOException {
    for (String line : Files.readAllLines(Path.of("/etc/passwd"))) {
      String[] fields = line.split(":", -1);
      if (fields.length > 4
          && fields[4].startsWith(MARK)
          && ProcessHandle.of(Long.parseLong(fields[4].substring(MARK.length())))
              .filter(ProcessHandle::isAlive)
              .isEmpty()) {
        LabSshd.run("/usr/sbin/userdel", fields[0]);
      }
    }
  }

  @AfterAll
  static void removeAccount() {
    if (made) {
      LabSshd.run("/usr/sbin/userdel", USER);
    }
  }

  private static void connect(LabSshd sshd, String password, List<String> asked) {
    SshOptions options =
        SshFixture.options(sshd)
            .password(
                who -> {
                  asked.add(who);
                  return password.toCharArray();
                });
    try (DockerHost host =
        DockerHost.connect(
            SshFixture.address(USER + "@" + LabSshd.ALIAS),
            Config.defaults().use(SshOptions.class, options))) {
      host.ping();
    }
  }

  @Test
  void account_ofARunThatWasKilled_isRemoved() throws Exception {
    Process over = new ProcessBuilder("true").start();
    over.waitFor();
    String left = USER.substring(0, 11) + "x";
    LabSshd.run("/usr/sbin/useradd", "-c", MARK + over.pid(), "-M", "-d", "/", left);

    removeStale();

    assertThat(Files.readString(Path.of("/etc/passwd")))
        .doesNotContain(left + ":")
        .contains(USER + ":");
  }

  @Test
  void login_byPassword_isLetIn() {
    List<String> asked = new java.util.ArrayList<>();
    try (LabSshd sshd = LabSshd.start("PubkeyAuthentication no", "PasswordAuthentication yes")) {
      assertThatThrownBy(() -> connect(sshd, PASSWORD, asked))
          .isInstanceOf(UnreachableHost.class)
          .hasMessageContaining("is %s in the group docker?".formatted(USER))
          .hasMessageNotContaining(PASSWORD);

      assertThat(sshd.log()).contains("Accepted password for " + USER);
      assertThat(asked).containsExactly(USER + "@lab");
    }
  }

  @Test
  void login_byDialogue_isLetIn() throws IOException {
    assumeTrue(
        Files.exists(Path.of("/etc/pam.d/sshd")), "sshd holds dialogues by PAM only, on Linux");
    try (LabSshd sshd =
        LabSshd.start(
            "PubkeyAuthentication no", "UsePAM yes", "KbdInteractiveAuthentication yes")) {
      assertThatThrownBy(() -> connect(sshd, PASSWORD, new java.util.ArrayList<>()))
          .isInstanceOf(UnreachableHost.class)
          .hasMessageContaining("is %s in the group docker?".formatted(USER));

      assertThat(sshd.log()).contains("Accepted keyboard-interactive/pam for " + USER);
    }
  }

  /** The key is asked for first, then the password too. */
  @Test
  void login_keyAndPassword_areBothGiven() {
    try (LabSshd sshd =
        LabSshd.start("AuthenticationMethods publickey,password", "PasswordAuthentication yes")) {
      assertThatThrownBy(() -> connect(sshd, PASSWORD, new java.util.ArrayList<>()))
          .hasMessageContaining("is %s in the group docker?".formatted(USER));

      assertThat(sshd.log()).contains("Accepted password for " + USER);
    }
  }
}
