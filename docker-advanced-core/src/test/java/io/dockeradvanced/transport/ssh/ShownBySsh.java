package io.dockeradvanced.transport.ssh;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code ssh -G} shows, and what follows from it for a connection: tokens replaced as
 * ssh_config(5) says, defaults of ours where docs/ssh.md names them.
 */
record ShownBySsh(List<String> lines, String alias, SshEnvironment environment) {
  /** Without any IdentityFile. */
  private static final List<String> SSH_KEYS =
      List.of("rsa", "ecdsa", "ecdsa_sk", "ed25519", "ed25519_sk", "xmss", "dsa");

  static ShownBySsh of(List<String> lines, String alias, SshEnvironment environment) {
    return new ShownBySsh(lines, alias, environment);
  }

  /** The components of the settings, without those that it does not tell. */
  Map<String, Object> settings() {
    Duration interval = Duration.ofSeconds(Long.parseLong(one("serveraliveinterval")));
    int count = Integer.parseInt(one("serveralivecountmax"));
    boolean soon =
        !interval.isZero() && interval.multipliedBy(count + 1L).toSeconds() <= 10 && count > 0;
    String checking = one("stricthostkeychecking");
    Map<String, Object> expected = new LinkedHashMap<>();
    expected.put("alias", alias);
    expected.put("hostName", one("hostname"));
    expected.put("user", one("user"));
    expected.put("port", port());
    expected.put("keyName", keyName());
    expected.put("identityFiles", identityFiles());
    expected.put("identitiesOnly", one("identitiesonly").equals("yes"));
    expected.put("agentSocket", agent());
    expected.put("proxyJump", proxyJump());
    expected.put("knownHosts", knownHosts());
    expected.put("acceptsNewHosts", List.of("false", "accept-new").contains(checking));
    expected.put("connectTimeout", connectTimeout());
    expected.put("aliveInterval", soon ? interval : Duration.ofSeconds(1));
    expected.put("aliveCount", soon ? count : 3);
    return expected;
  }

  private List<String> all(String key) {
    return lines.stream()
        .filter(line -> line.startsWith(key + " "))
        .map(line -> line.substring(key.length() + 1))
        .toList();
  }

  private Optional<String> first(String key) {
    return all(key).stream().findFirst();
  }

  private String one(String key) {
    return first(key).orElseThrow(() -> new AssertionError(key + " is not in " + lines));
  }

  private int port() {
    return Integer.parseInt(one("port"));
  }

  private String keyName() {
    String plain = port() == 22 ? one("hostname") : "[%s]:%d".formatted(one("hostname"), port());
    return first("hostkeyalias").orElse(plain);
  }

  private Path path(String text, Path base) {
    String home = environment.home().toString();
    return base.resolve(
        text.replaceFirst("^~/", home + "/")
            .replace("%h", one("hostname"))
            .replace("%r", one("user"))
            .replace("%d", home));
  }

  private List<Path> identityFiles() {
    List<String> written = all("identityfile");
    List<String> defaults = SSH_KEYS.stream().map(key -> "~/.ssh/id_" + key).toList();
    return (written.equals(defaults)
            ? List.of("~/.ssh/id_ed25519", "~/.ssh/id_ecdsa", "~/.ssh/id_rsa")
            : written)
        .stream()
            .filter(text -> !text.equals("none"))
            .map(text -> path(text, environment.home()))
            .distinct()
            .toList();
  }

  private Optional<Path> agent() {
    String written = first("identityagent").orElse("SSH_AUTH_SOCK");
    return switch (written) {
      case "none" -> Optional.empty();
      case "SSH_AUTH_SOCK" -> Optional.of(Path.of(environment.variables().get("SSH_AUTH_SOCK")));
      case "$MY_AGENT" -> Optional.of(Path.of(environment.variables().get("MY_AGENT")));
      default -> Optional.of(path(written, environment.home()));
    };
  }

  private List<String> proxyJump() {
    String jumps = first("proxyjump").orElse("none");
    return jumps.equals("none") ? List.of() : List.of(jumps.split(","));
  }

  private List<Path> knownHosts() {
    return List.of("userknownhostsfile", "globalknownhostsfile").stream()
        .flatMap(key -> Arrays.stream(one(key).split(" ")))
        .filter(text -> !text.equals("none"))
        .map(text -> path(text, environment.home()))
        .toList();
  }

  private Duration connectTimeout() {
    String written = one("connecttimeout");
    return Duration.ofSeconds(written.equals("none") ? 10 : Long.parseLong(written));
  }
}
