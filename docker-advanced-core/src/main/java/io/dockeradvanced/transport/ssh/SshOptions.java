package io.dockeradvanced.transport.ssh;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How engines behind SSH are reached. Immutable; every setter answers a new value.
 *
 * <p>Nothing has to be set where {@code ssh host} works: the user's SSH configuration, keys, agent
 * and known_hosts are used. What is set here goes before the configuration.
 *
 * <pre>{@code
 * DockerHost web1 = da.host("web1",
 *     Endpoint.of("ssh://deploy@web1").ssh(SshOptions.defaults()
 *         .identity(Path.of("/etc/app/deploy_key"))
 *         .hostKeys(HostKeys.fingerprints("SHA256:…"))));
 * }</pre>
 *
 * <p>Options of a {@code Config} are those of all hosts that have none of their own.
 */
public final class SshOptions {
  /** How many channels one host has at most, unless set. */
  public static final int DEFAULT_MAX_CHANNELS = 200;

  private static final SshOptions DEFAULTS = new SshOptions();

  private boolean readsConfiguration = true;
  private @Nullable Path configFile;
  private HostKeys hostKeys = HostKeys.configured();
  private List<Path> identities = List.of();
  private @Nullable Function<String, char[]> password;
  private @Nullable Function<String, char[]> passphrase;
  private boolean agent = true;
  private @Nullable Duration connectTimeout;
  private @Nullable Duration aliveInterval;
  private int aliveCount = 3;
  private int maxChannels = DEFAULT_MAX_CHANNELS;
  private int channelWindow = 1 << 20;

  private SshOptions() {}

  private SshOptions(SshOptions from) {
    readsConfiguration = from.readsConfiguration;
    configFile = from.configFile;
    hostKeys = from.hostKeys;
    identities = from.identities;
    password = from.password;
    passphrase = from.passphrase;
    agent = from.agent;
    connectTimeout = from.connectTimeout;
    aliveInterval = from.aliveInterval;
    aliveCount = from.aliveCount;
    maxChannels = from.maxChannels;
    channelWindow = from.channelWindow;
  }

  /** What {@code ssh} of this user would do. */
  public static SshOptions defaults() {
    return DEFAULTS;
  }

  /** Reads this file instead of {@code ~/.ssh/config} and {@code /etc/ssh/ssh_config}. */
  public SshOptions configFile(Path file) {
    SshOptions next = new SshOptions(this);
    next.configFile = file.toAbsolutePath();
    next.readsConfiguration = true;
    return next;
  }

  /** Reads no SSH configuration. */
  public SshOptions withoutConfigFile() {
    SshOptions next = new SshOptions(this);
    next.configFile = null;
    next.readsConfiguration = false;
    return next;
  }

  /**
   * Which servers are trusted; {@link HostKeys#configured()} unless set. Fingerprints are those of
   * the host itself: hosts of ProxyJump are known by the known_hosts files.
   */
  public SshOptions hostKeys(HostKeys trusted) {
    SshOptions next = new SshOptions(this);
    next.hostKeys = requireNonNull(trusted, "trusted is null");
    return next;
  }

  /**
   * A file with a private key, for the host itself; instead of those of the configuration, which
   * hosts of ProxyJump keep. May be called again.
   */
  public SshOptions identity(Path privateKey) {
    SshOptions next = new SshOptions(this);
    List<Path> more = new ArrayList<>(identities);
    more.add(privateKey.toAbsolutePath());
    next.identities = List.copyOf(more);
    return next;
  }

  /**
   * Asked for a password when no key was accepted. The array is cleared after use.
   *
   * @param ask gets {@code user@host}; answers null for none
   */
  public SshOptions password(Function<String, char[]> ask) {
    SshOptions next = new SshOptions(this);
    next.password = requireNonNull(ask, "ask is null");
    return next;
  }

  /**
   * Asked for the passphrase of an encrypted key that the server would accept. The array is cleared
   * after use.
   *
   * @param ask gets the path of the private key; answers null for none
   */
  public SshOptions passphrase(Function<String, char[]> ask) {
    SshOptions next = new SshOptions(this);
    next.passphrase = requireNonNull(ask, "ask is null");
    return next;
  }

  /** Whether keys of a running ssh-agent are used; yes unless set. */
  public SshOptions agent(boolean use) {
    SshOptions next = new SshOptions(this);
    next.agent = use;
    return next;
  }

  /** The time to connect and log in; that of the configuration, else 10 s, unless set. */
  public SshOptions connectTimeout(Duration timeout) {
    SshOptions next = new SshOptions(this);
    next.connectTimeout = positive(timeout, "connectTimeout");
    return next;
  }

  /**
   * A server that is quiet for {@code interval} is asked for a sign of life, and after {@code
   * count} unanswered questions the connection counts as lost. That of the configuration, else 1 s
   * and 3, unless set.
   */
  public SshOptions keepAlive(Duration interval, int count) {
    if (count < 1) {
      throw new IllegalArgumentException("count is less than 1: " + count);
    }
    SshOptions next = new SshOptions(this);
    next.aliveInterval = positive(interval, "interval");
    next.aliveCount = count;
    return next;
  }

  /** How many channels, one for each HTTP connection, a host has at most; 200 unless set. */
  public SshOptions maxChannels(int max) {
    if (max < 1) {
      throw new IllegalArgumentException("max is less than 1: " + max);
    }
    SshOptions next = new SshOptions(this);
    next.maxChannels = max;
    return next;
  }

  /**
   * How many bytes the server may send on one channel before they are read, which bounds the memory
   * of a slow reader; 1 MiB unless set.
   */
  public SshOptions channelWindow(int bytes) {
    if (bytes < 64 * 1024) {
      throw new IllegalArgumentException("the window is less than 64 KiB: " + bytes);
    }
    SshOptions next = new SshOptions(this);
    next.channelWindow = bytes;
    return next;
  }

  private static Duration positive(Duration time, String what) {
    if (time.isNegative() || time.isZero()) {
      throw new IllegalArgumentException(what + " is not positive: " + time);
    }
    return time;
  }

  /** Whether a configuration is read at all. */
  public boolean readsConfiguration() {
    return readsConfiguration;
  }

  /** See {@link #configFile(Path)}. */
  public Optional<Path> configFile() {
    return Optional.ofNullable(configFile);
  }

  /** See {@link #hostKeys(HostKeys)}. */
  public HostKeys hostKeys() {
    return hostKeys;
  }

  /** See {@link #identity}. */
  public List<Path> identities() {
    return identities;
  }

  Optional<Function<String, char[]>> password() {
    return Optional.ofNullable(password);
  }

  Optional<Function<String, char[]>> passphrase() {
    return Optional.ofNullable(passphrase);
  }

  /** See {@link #agent(boolean)}. */
  public boolean agent() {
    return agent;
  }

  /** See {@link #connectTimeout(Duration)}. */
  public Optional<Duration> connectTimeout() {
    return Optional.ofNullable(connectTimeout);
  }

  /** The interval of {@link #keepAlive}. */
  public Optional<Duration> aliveInterval() {
    return Optional.ofNullable(aliveInterval);
  }

  /** The count of {@link #keepAlive}. */
  public int aliveCount() {
    return aliveCount;
  }

  /** See {@link #maxChannels(int)}. */
  public int maxChannels() {
    return maxChannels;
  }

  /** See {@link #channelWindow(int)}. */
  public int channelWindow() {
    return channelWindow;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SshOptions o && parts().equals(o.parts());
  }

  @Override
  public int hashCode() {
    return parts().hashCode();
  }

  /** What makes two of them the same; those who are asked for secrets by who they are. */
  private List<Object> parts() {
    return List.of(
        readsConfiguration,
        configFile(),
        hostKeys,
        identities,
        password(),
        passphrase(),
        agent,
        connectTimeout(),
        aliveInterval(),
        aliveCount,
        maxChannels,
        channelWindow);
  }

  /** Without secrets. */
  @Override
  public String toString() {
    return "SshOptions[configFile=%s, hostKeys=%s, identities=%s, agent=%s, maxChannels=%d]"
        .formatted(
            readsConfiguration ? (configFile == null ? "default" : configFile) : "none",
            hostKeys,
            identities,
            agent,
            maxChannels);
  }
}
