package io.dockeradvanced.transport.ssh;

import io.dockeradvanced.InvalidSpec;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a host is reached, as {@link SshOptions} and the SSH configuration say together; what {@code
 * ssh -G} shows.
 *
 * <pre>{@code
 * SshSettings web1 = SshSettings.of("ssh://web1", SshOptions.defaults());
 * web1.warnings().forEach(System.err::println);
 * }</pre>
 *
 * @param alias the host as the address names it
 * @param hostName the host to connect to
 * @param keyName the name under which the host's key is known
 * @param identityFiles private keys, in the order in which they are tried; need not exist
 * @param identitiesOnly whether the agent's other keys stay out
 * @param agentSocket the socket of the ssh-agent to ask
 * @param proxyJump the hops before the host, as they are written; empty for none
 * @param knownHosts the user's known_hosts files, then the system's
 * @param acceptsNewHosts whether the key of a host never seen before is trusted and written down
 * @param hashesKnownHosts whether names are hashed when that is written
 * @param connectTimeout for connecting and logging in
 * @param aliveInterval how long a server may be quiet before it is asked for a sign of life
 * @param aliveCount after how many unanswered questions the connection counts as lost
 * @param warnings what the configuration says and we do not support
 */
public record SshSettings(
    String alias,
    String hostName,
    int port,
    String user,
    String keyName,
    List<Path> identityFiles,
    boolean identitiesOnly,
    Optional<Path> agentSocket,
    List<String> proxyJump,
    List<Path> knownHosts,
    boolean acceptsNewHosts,
    boolean hashesKnownHosts,
    Duration connectTimeout,
    Duration aliveInterval,
    int aliveCount,
    List<String> warnings) {

  public SshSettings {
    identityFiles = List.copyOf(identityFiles);
    proxyJump = List.copyOf(proxyJump);
    knownHosts = List.copyOf(knownHosts);
    warnings = List.copyOf(warnings);
  }

  /**
   * The settings for {@code ssh://[user@]host[:port]}. Connects to nothing.
   *
   * @throws InvalidSpec when the address or the configuration cannot be used
   */
  public static SshSettings of(String address, SshOptions options) {
    try {
      return new SshResolver(options, SshEnvironment.ofProcess())
          .resolve(SshAddress.parse(new URI(address)));
    } catch (URISyntaxException e) {
      throw InvalidAt.place("<address>", "this is not an address; write ssh://user@host");
    }
  }

  /** {@code user@host}, with the port if it is not 22. */
  String target() {
    return user + "@" + hostName + (port == 22 ? "" : " port " + port);
  }

  /** For messages: the alias, and what it stands for when that is another name. */
  String shown() {
    return alias.equalsIgnoreCase(hostName) && port == 22
        ? alias
        : alias + " (" + hostName + (port == 22 ? "" : ":" + port) + ")";
  }
}
