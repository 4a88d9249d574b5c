package io.dockeradvanced.transport.ssh;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the settings for a host, and the way to it over other hosts. */
final class SshResolver {
  private static final int MAX_HOPS = 16;
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** A server that stands still is noticed after so long at most, unless the options say other. */
  private static final Duration NOTICED = Duration.ofSeconds(10);

  /** In the order in which we try them: the newest kind first. */
  private static final List<String> DEFAULT_KEYS =
      List.of("~/.ssh/id_ed25519", "~/.ssh/id_ecdsa", "~/.ssh/id_rsa");

  private final SshOptions options;
  private final SshEnvironment environment;

  SshResolver(SshOptions options, SshEnvironment environment) {
    this.options = options;
    this.environment = environment;
  }

  /** The hosts to go through; the last one is that of the address. */
  List<SshSettings> way(SshAddress address) {
    List<SshSettings> way = new ArrayList<>();
    append(address, true, true, way, new LinkedHashSet<>());
    return way;
  }

  /**
   * As ssh does it: the first hop is reached as its own configuration says, the others from the hop
   * before them.
   *
   * @param goal whether it is the host itself, to which alone the keys of the options belong
   */
  private void append(
      SshAddress address,
      boolean goal,
      boolean itsOwnJumps,
      List<SshSettings> way,
      Set<String> seen) {
    SshSettings settings = resolve(address, goal);
    String hop =
        "%s@%s:%d"
            .formatted(settings.user(), settings.alias().toLowerCase(Locale.ROOT), settings.port());
    if (!seen.add(hop)) {
      throw InvalidAt.place(
          settings.alias(),
          "ProxyJump leads in a circle: %s -> %s; change ProxyJump in the SSH configuration"
              .formatted(String.join(" -> ", seen), hop));
    }
    if (seen.size() > MAX_HOPS) {
      throw InvalidAt.place(
          settings.alias(), "ProxyJump leads over more than %d hosts".formatted(MAX_HOPS));
    }
    if (itsOwnJumps) {
      boolean first = true;
      for (String jump : settings.proxyJump()) {
        append(SshAddress.parseJump(jump, settings.alias()), false, first, way, seen);
        first = false;
      }
    }
    way.add(settings);
  }

  SshSettings resolve(SshAddress address) {
    return resolve(address, true);
  }

  private SshSettings resolve(SshAddress address, boolean goal) {
    ConfigValues values = values(address);
    Set<String> warnings = new LinkedHashSet<>();
    read(values, warnings);
    String alias = address.host();
    String command = values.get("proxycommand");
    if (command != null && !command.equalsIgnoreCase("none")) {
      throw InvalidAt.place(
          values.place("proxycommand"),
          "ProxyCommand is not supported, since no program is started for a connection; use"
              + " ProxyJump, or 'ProxyCommand none' for this host");
    }
    String hostName = hostName(values, alias);
    int port = Integer.parseInt(values.text("port", "22"));
    String user = values.userNow();
    if (user.isEmpty()) {
      throw InvalidAt.place(alias, "it is not known as whom to log in; write ssh://user@" + alias);
    }
    String keyAlias = values.get("hostkeyalias");
    String keyName =
        keyAlias != null
            ? keyAlias.toLowerCase(Locale.ROOT)
            : port == 22 ? hostName : "[" + hostName + "]:" + port;
    Tokens tokens =
        new Tokens(
            environment.home(),
            alias,
            hostName,
            port,
            user,
            environment.user(),
            keyAlias != null ? keyAlias : alias,
            environment.variables());
    Alive alive = alive(values);
    return new SshSettings(
        alias,
        hostName,
        port,
        user,
        keyName,
        goal && !options.identities().isEmpty()
            ? options.identities()
            : identityFiles(values, tokens),
        isYes(values.text("identitiesonly", "no")),
        agent(values, tokens),
        proxyJump(values),
        knownHosts(values, tokens),
        acceptsNew(values, warnings),
        isYes(values.text("hashknownhosts", "no")),
        connectTimeout(values),
        alive.interval(),
        alive.count(),
        List.copyOf(warnings));
  }

  /** As written, for a comparison with what {@code ssh -G} shows. */
  ConfigValues values(SshAddress address) {
    return new ConfigValues(address.host(), address.user(), address.port(), environment.user());
  }

  void read(ConfigValues values, Set<String> warnings) {
    if (!options.readsConfiguration()) {
      return;
    }
    ConfigReader reader = new ConfigReader(values, environment.home());
    Path dotSsh = environment.dotSsh();
    Optional<Path> named = options.configFile();
    if (named.isPresent()) {
      if (!java.nio.file.Files.isReadable(named.get())) {
        throw InvalidAt.place(
            named.get().toString(), "there is no such SSH configuration that can be read");
      }
      reader.read(named.get(), dotSsh, false);
    } else {
      reader.read(dotSsh.resolve("config"), dotSsh, true);
      reader.read(environment.system().resolve("ssh_config"), environment.system(), false);
    }
    warnings.addAll(reader.warnings());
  }

  static String hostName(ConfigValues values, String alias) {
    String name = values.get("hostname");
    return (name == null ? alias : Tokens.hostName(name, alias)).toLowerCase(Locale.ROOT);
  }

  static List<String> proxyJump(ConfigValues values) {
    String jumps = values.get("proxyjump");
    return jumps == null || jumps.equalsIgnoreCase("none") ? List.of() : List.of(jumps.split(","));
  }

  private List<Path> identityFiles(ConfigValues values, Tokens tokens) {
    List<String> written = values.identityFiles().isEmpty() ? DEFAULT_KEYS : values.identityFiles();
    List<Path> files = new ArrayList<>();
    for (String text : written) {
      if (!text.equalsIgnoreCase("none")) {
        Path file =
            environment
                .home()
                .resolve(tokens.expand(text, "IdentityFile", values.place("identityfile")));
        if (!files.contains(file)) {
          files.add(file);
        }
      }
    }
    return files;
  }

  private Optional<Path> agent(ConfigValues values, Tokens tokens) {
    String written = values.text("identityagent", "SSH_AUTH_SOCK");
    if (!options.agent() || written.equalsIgnoreCase("none")) {
      return Optional.empty();
    }
    String variable =
        written.equals("SSH_AUTH_SOCK")
            ? written
            : written.startsWith("$") && !written.startsWith("${") ? written.substring(1) : null;
    @Nullable String socket =
        variable == null
            ? tokens.expand(written, "IdentityAgent", values.place("identityagent"))
            : environment.variables().get(variable);
    return socket == null || socket.isBlank()
        ? Optional.empty()
        : Optional.of(environment.home().resolve(socket));
  }

  private List<Path> knownHosts(ConfigValues values, Tokens tokens) {
    List<Path> files = new ArrayList<>();
    List<String> user = values.list("userknownhostsfile");
    for (String text : user == null ? List.of("~/.ssh/known_hosts", "~/.ssh/known_hosts2") : user) {
      if (!text.equalsIgnoreCase("none")) {
        files.add(
            environment
                .home()
                .resolve(
                    tokens.expand(text, "UserKnownHostsFile", values.place("userknownhostsfile"))));
      }
    }
    List<String> global = values.list("globalknownhostsfile");
    if (global == null) {
      files.add(environment.system().resolve("ssh_known_hosts"));
      files.add(environment.system().resolve("ssh_known_hosts2"));
    } else {
      global.stream()
          .filter(text -> !text.equalsIgnoreCase("none"))
          .forEach(text -> files.add(environment.system().resolve(text)));
    }
    return files;
  }

  private static boolean acceptsNew(ConfigValues values, Set<String> warnings) {
    String checking = values.text("stricthostkeychecking", "ask").toLowerCase(Locale.ROOT);
    if (checking.equals("no") || checking.equals("off") || checking.equals("false")) {
      warnings.add(
          "%s: 'StrictHostKeyChecking %s' is taken as accept-new: a key that has changed is refused"
              .formatted(values.place("stricthostkeychecking"), checking));
      return true;
    }
    return checking.equals("accept-new");
  }

  private Duration connectTimeout(ConfigValues values) {
    return options
        .connectTimeout()
        .orElseGet(
            () -> {
              long seconds = Times.seconds(values.text("connecttimeout", "0"));
              return seconds > 0 ? Duration.ofSeconds(seconds) : CONNECT;
            });
  }

  /**
   * That of the configuration as long as a dead server is noticed soon enough with it: ssh's 0
   * means never, and 60 is written to keep a way through a firewall open, not to be patient.
   */
  private Alive alive(ConfigValues values) {
    if (options.aliveInterval().isPresent()) {
      return new Alive(options.aliveInterval().get(), options.aliveCount());
    }
    Alive usual = new Alive(Duration.ofSeconds(1), 3);
    long seconds = Times.seconds(values.text("serveraliveinterval", "0"));
    int count = Math.max(1, Integer.parseInt(values.text("serveralivecountmax", "3")));
    Alive asked = new Alive(Duration.ofSeconds(Math.min(seconds, NOTICED.toSeconds() + 1)), count);
    return seconds > 0 && asked.noticed().compareTo(NOTICED) <= 0 ? asked : usual;
  }

  /** How long a server may be quiet before it is asked for a sign of life, and how often. */
  private record Alive(Duration interval, int count) {
    Duration noticed() {
      return interval.multipliedBy(count + 1L);
    }
  }

  private static boolean isYes(String text) {
    return text.equalsIgnoreCase("yes") || text.equalsIgnoreCase("true");
  }
}
