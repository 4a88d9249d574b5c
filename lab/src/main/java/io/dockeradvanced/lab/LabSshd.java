package io.dockeradvanced.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A real sshd on loopback with keys of its own, for one test class. Its limits are sshd's default
 * ones unless options say otherwise. Closing it ends it and every session.
 *
 * <pre>{@code
 * try (LabSshd sshd = LabSshd.start("AllowStreamLocalForwarding no")) {
 *   … "ssh://lab" with the configuration sshd.config() …
 * }
 * }</pre>
 */
public final class LabSshd implements AutoCloseable {
  /** The alias in {@link #config()}. */
  public static final String ALIAS = "lab";

  /** What sshd logs after listen(2). */
  private static final String LISTENS = "Server listening on";

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Path directory;
  private final List<String> options;
  private final int port;
  private Process process;

  private LabSshd(Path directory, List<String> options) throws IOException {
    this.directory = directory;
    this.options = options;
    this.port = freePort();
    writeFiles();
    this.process = launch();
  }

  /**
   * Starts one; OpenSSH is installed where it is missing.
   *
   * @param options lines of sshd_config, such as {@code MaxSessions 1}
   */
  public static LabSshd start(String... options) {
    try {
      Path directory = Files.createTempDirectory("da-sshd");
      try {
        return new LabSshd(directory, List.of(options));
      } catch (IOException | RuntimeException e) {
        delete(directory);
        throw e;
      }
    } catch (IOException e) {
      throw new LabUnavailable("sshd cannot be started: " + e.getMessage(), e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void writeFiles() throws IOException {
    newKey("host", "ed25519", "");
    newKey("id", "ed25519", "");
    // sshd reads it as the user who logs in, who may be another than this one.
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
    authorize(key());
    write(
        "known_hosts",
        "[127.0.0.1]:%d %s\n".formatted(port, Files.readString(directory.resolve("host.pub"))));
    write("config", configFor(ALIAS) + "  User " + System.getProperty("user.name") + "\n");
    writeServerConfig();
  }

  private void writeServerConfig() throws IOException {
    // The first value of a key counts, so the options go first.
    write(
        "sshd_config",
        String.join("\n", options)
            + """

            Port %d
            ListenAddress 127.0.0.1
            HostKey %s
            PidFile none
            AuthorizedKeysFile %s
            StrictModes no
            PasswordAuthentication no
            KbdInteractiveAuthentication no
            UsePAM no
            """
                .formatted(port, directory.resolve("host"), directory.resolve("authorized_keys")));
  }

  /** A block of an ssh configuration that leads here with the key that is let in. */
  public String configFor(String alias) {
    return """
        Host %s
          HostName 127.0.0.1
          Port %d
          IdentityFile %s
          IdentityAgent none
          UserKnownHostsFile %s
          GlobalKnownHostsFile none
        """
        .formatted(alias, port, key(), knownHosts());
  }

  private Process launch() throws IOException {
    String sshd = LabScripts.lastLine(LabScripts.project().resolve("lab/sshd"), Map.of(), "need");
    int before = log().length();
    Process started =
        new ProcessBuilder(sshd, "-D", "-e", "-f", directory.resolve("sshd_config").toString())
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile().toFile()))
            .start();
    started.getOutputStream().close();
    // A connection made to find out would be a login begun, which counts for MaxStartups.
    if (!Waiting.until(PATIENCE, () -> !started.isAlive() || log().indexOf(LISTENS, before) >= 0)) {
      started.destroyForcibly();
      throw new IOException("it does not listen: " + log());
    }
    if (!started.isAlive()) {
      throw new IOException("it ended at once: " + log());
    }
    return started;
  }

  private void write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
  }

  /**
   * Makes a key pair in {@link #directory()}.
   *
   * @param type such as {@code rsa}
   * @param passphrase empty for none
   */
  public Path newKey(String name, String type, String passphrase) {
    Path file = directory.resolve(name);
    // By a terminal the passphrase would not stand in the arguments; this one is for a test only.
    run("ssh-keygen", "-q", "-t", type, "-N", passphrase, "-C", name, "-f", file.toString());
    return file;
  }

  /** Lets the owner of this key in, and nobody else. */
  public void authorize(Path privateKey) throws IOException {
    Path file = directory.resolve("authorized_keys");
    Files.writeString(file, Files.readString(Path.of(privateKey + ".pub")));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
  }

  /** Runs a program to its end; answers what it printed. */
  public static String run(String... command) {
    LabScripts.Run run = LabScripts.Run.of(List.of(command), Map.of());
    if (run.status() != 0) {
      throw new LabUnavailable(
          "%s ended with %d: %s".formatted(command[0], run.status(), run.err()));
    }
    return run.out();
  }

  public int port() {
    return port;
  }

  /** A directory for whatever the test needs; deleted at the end. */
  public Path directory() {
    return directory;
  }

  /** An ssh configuration in which {@link #ALIAS} leads here. */
  public Path config() {
    return directory.resolve("config");
  }

  /** The private key that is let in. */
  public Path key() {
    return directory.resolve("id");
  }

  /** Has the key of this server. */
  public Path knownHosts() {
    return directory.resolve("known_hosts");
  }

  /** The server's public key: type and base64. */
  public String hostKey() throws IOException {
    String[] words = Files.readString(directory.resolve("host.pub")).split(" ");
    return words[0] + " " + words[1];
  }

  /** As {@code ssh-keygen -l} prints it. */
  public String hostKeyFingerprint() {
    return run("ssh-keygen", "-lf", directory.resolve("host.pub").toString()).split(" ")[1];
  }

  private Path logFile() {
    return directory.resolve("sshd.log");
  }

  /** What sshd has logged. */
  public String log() {
    try {
      return Files.readString(logFile(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  /** The processes that serve connections; not those of the listening one itself. */
  public List<ProcessHandle> sessions() {
    return process.descendants().toList();
  }

  /** Sends a signal to every process that serves a connection, as with {@code kill -STOP}. */
  public void signalSessions(String signal) {
    List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
    sessions().forEach(s -> command.add(Long.toString(s.pid())));
    if (command.size() > 2) {
      // One may have ended meanwhile, which makes kill fail.
      LabScripts.Run.of(command, Map.of());
    }
  }

  /** Ends the listening process and all connections. */
  public void stop() {
    List<ProcessHandle> all = new ArrayList<>(sessions());
    process.destroyForcibly();
    all.forEach(ProcessHandle::destroyForcibly);
    Waiting.until(
        PATIENCE, () -> !process.isAlive() && all.stream().noneMatch(ProcessHandle::isAlive));
  }

  /** Starts it again on the same port with another key, as one who listens in another's place. */
  public void restartWithAnotherHostKey() throws IOException {
    for (String file : List.of("host", "host.pub")) {
      Files.delete(directory.resolve(file));
    }
    newKey("host", "ed25519", "");
    restart();
  }

  /** Starts it again on the same port, with the same key. */
  public void restart() {
    stop();
    try {
      process = launch();
    } catch (IOException e) {
      throw new LabUnavailable("sshd cannot be started again: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    stop();
    try {
      delete(directory);
    } catch (IOException e) {
      throw new LabUnavailable("cannot delete " + directory, e);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
