package io.dockeradvanced.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.lab.LabSshd;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same configuration and host to {@code ssh -G} and to us: the same answer. */
@Timeout(300)
class SshConfigOracleIT {
  private static final Set<String> COMPARED =
      Set.of(
          "hostname",
          "user",
          "port",
          "identityfile",
          "proxyjump",
          "userknownhostsfile",
          "globalknownhostsfile",
          "identityagent",
          "identitiesonly",
          "stricthostkeychecking",
          "hostkeyalias",
          "connecttimeout",
          "serveraliveinterval",
          "serveralivecountmax");

  /** Of the process, but with agents. */
  private static final SshEnvironment ENVIRONMENT =
      new SshEnvironment(
          SshEnvironment.ofProcess().home(),
          SshEnvironment.ofProcess().user(),
          Map.of("SSH_AUTH_SOCK", "/run/agent", "MY_AGENT", "/run/mine"),
          Path.of("/etc/ssh"));

  @TempDir Path directory;

  @Test
  void settings_generatedConfigurations_areThoseOfSsh() throws Exception {
    int cases = Boolean.getBoolean("da.full") ? 3000 : 400;
    long seed = Long.getLong("da.seed", 20261126);
    Random random = new Random(seed);
    Map<String, Case> byId = new LinkedHashMap<>();
    StringBuilder script = new StringBuilder("cd " + directory + "\n");
    for (int i = 0; i < cases; i++) {
      Case c = Case.generate(random, directory, i);
      byId.put("#case " + i, c);
      // All in one shell: a process for each would be most of the time.
      script.append("echo '#case %d'; ssh -F %s -G %s 2>&1\n".formatted(i, c.file, c.arguments()));
    }
    Path shell = Files.writeString(directory.resolve("run.sh"), script);
    Map<String, List<String>> answers = byCase(LabSshd.run("sh", shell.toString()));

    List<String> differences = new ArrayList<>();
    int resolved = 0;
    for (Map.Entry<String, Case> entry : byId.entrySet()) {
      Case c = entry.getValue();
      List<String> expected =
          answers.get(entry.getKey()).stream()
              .filter(line -> COMPARED.contains(line.split(" ", 2)[0]))
              // Shown by ssh when it is said twice; it means the same as no line.
              .filter(line -> !line.equals("proxyjump none"))
              .sorted()
              .toList();
      assertThat(expected).as("ssh -G gave no answer for%n%s", c.text).isNotEmpty();
      List<String> ours = ours(c);
      String report =
          "seed %d, %s for '%s':%n%s%nssh: %%s%nwe:  %%s%n"
              .formatted(seed, entry.getKey(), c.arguments(), c.text.replace("%", "%%"));
      if (!ours.equals(expected)) {
        differences.add(report.formatted(expected, ours));
      }
      // What is really used, with every token and default put in.
      Map<String, Object> shown =
          ShownBySsh.of(answers.get(entry.getKey()), c.host, ENVIRONMENT).settings();
      Map<String, Object> used = components(used(c), shown.keySet());
      resolved++;
      if (!used.equals(shown)) {
        differences.add(report.formatted(shown, used));
      }
    }
    assertThat(differences).isEmpty();
    assertThat(resolved).isEqualTo(cases);
  }

  private static SshSettings used(Case c) {
    return new SshResolver(SshOptions.defaults().configFile(c.file), ENVIRONMENT)
        .resolve(new SshAddress(c.user, c.host, c.port, ""));
  }

  private static Map<String, Object> components(SshSettings settings, Set<String> names)
      throws ReflectiveOperationException {
    Map<String, Object> components = new LinkedHashMap<>();
    for (RecordComponent component : SshSettings.class.getRecordComponents()) {
      if (names.contains(component.getName())) {
        components.put(component.getName(), component.getAccessor().invoke(settings));
      }
    }
    // As ssh shows them.
    components.computeIfPresent(
        "proxyJump",
        (name, jumps) ->
            settings.proxyJump().stream().map(jump -> jump.replaceFirst("^ssh://", "")).toList());
    return components;
  }

  private static Map<String, List<String>> byCase(String output) {
    Map<String, List<String>> answers = new LinkedHashMap<>();
    String current = "";
    for (String line : output.lines().toList()) {
      if (line.startsWith("#case ")) {
        current = line;
        answers.put(current, new ArrayList<>());
      } else {
        answers.get(current).add(line);
      }
    }
    return answers;
  }

  /** What we found, as {@code ssh -G} would show it. */
  private static List<String> ours(Case c) {
    SshOptions options = SshOptions.defaults().configFile(c.file);
    SshEnvironment environment = SshEnvironment.ofProcess();
    SshResolver resolver = new SshResolver(options, environment);
    ConfigValues values = resolver.values(new SshAddress(c.user, c.host, c.port, ""));
    resolver.read(values, new LinkedHashSet<>());
    List<String> shown = new ArrayList<>();
    shown.add("hostname " + SshResolver.hostName(values, c.host));
    shown.add("user " + values.userNow());
    shown.add("port " + values.text("port", "22"));
    List<String> files = values.identityFiles();
    if (files.isEmpty()) {
      for (String name :
          List.of("rsa", "ecdsa", "ecdsa_sk", "ed25519", "ed25519_sk", "xmss", "dsa")) {
        shown.add("identityfile ~/.ssh/id_" + name);
      }
    }
    files.forEach(f -> shown.add("identityfile " + f));
    List<String> jumps = SshResolver.proxyJump(values);
    if (!jumps.isEmpty()) {
      shown.add("proxyjump " + String.join(",", jumps).replace("ssh://", ""));
    }
    String home = environment.home().toString();
    List<String> user = values.list("userknownhostsfile");
    shown.add(
        "userknownhostsfile "
            + String.join(
                    " ", user == null ? List.of("~/.ssh/known_hosts", "~/.ssh/known_hosts2") : user)
                .replaceAll("(^| )~/", "$1" + home + "/"));
    List<String> global = values.list("globalknownhostsfile");
    shown.add(
        "globalknownhostsfile "
            + String.join(
                " ",
                global == null
                    ? List.of("/etc/ssh/ssh_known_hosts", "/etc/ssh/ssh_known_hosts2")
                    : global));
    if (values.get("identityagent") != null) {
      String agent = values.text("identityagent", "");
      shown.add("identityagent " + agent.replaceFirst("^~/", environment.home() + "/"));
    }
    shown.add("identitiesonly " + word(values.text("identitiesonly", "no")));
    shown.add("stricthostkeychecking " + strict(values.text("stricthostkeychecking", "ask")));
    if (values.get("hostkeyalias") != null) {
      shown.add("hostkeyalias " + values.text("hostkeyalias", "").toLowerCase());
    }
    String timeout = values.text("connecttimeout", "none");
    shown.add("connecttimeout " + (timeout.equals("none") ? "none" : Times.seconds(timeout)));
    shown.add("serveraliveinterval " + Times.seconds(values.text("serveraliveinterval", "0")));
    shown.add("serveralivecountmax " + values.text("serveralivecountmax", "3"));
    shown.sort(null);
    return shown;
  }

  private static String word(String yesOrNo) {
    return yesOrNo.equals("true") ? "yes" : yesOrNo.equals("false") ? "no" : yesOrNo;
  }

  private static String strict(String value) {
    return switch (value) {
      case "yes" -> "true";
      case "no", "off" -> "false";
      default -> value;
    };
  }

  /** A configuration, a host to ask for, and what the command line says. */
  private record Case(Path file, String text, String host, String user, int port) {
    private static final List<String> HOSTS =
        List.of("web1", "web2.example.com", "DB.Example.Com", "10.0.0.7", "a_b", "x", "web-10");
    private static final List<String> PATTERNS =
        List.of(
            "*",
            "web*",
            "web?",
            "*.example.com",
            "!web1",
            "!web*",
            "10.0.0.*",
            "x",
            "?",
            "DB*",
            "db*",
            "a_b",
            "web-1?",
            "*-*",
            "!*.com");
    private static final List<String> USERS = List.of("root", "ops", "deploy", "a-b.c");

    String arguments() {
      return (port == 0 ? "" : "-p " + port + " ") + (user == null ? "" : user + "@") + host;
    }

    static Case generate(Random random, Path directory, int number) throws Exception {
      Path file = directory.resolve("config-" + number);
      StringBuilder text = new StringBuilder();
      lines(random, text, directory, number, 0, 2 + random.nextInt(24));
      Files.writeString(file, text);
      return new Case(
          file,
          text.toString(),
          pick(random, HOSTS),
          random.nextInt(4) == 0 ? pick(random, USERS) : null,
          random.nextInt(5) == 0 ? 1 + random.nextInt(65535) : 0);
    }

    private static void lines(
        Random random, StringBuilder text, Path directory, int number, int depth, int count)
        throws Exception {
      for (int i = 0; i < count; i++) {
        switch (random.nextInt(10)) {
          case 0 -> text.append(hostLine(random));
          case 1 -> text.append(random.nextBoolean() ? hostLine(random) : matchLine(random));
          case 2 -> {
            if (depth < 3 && random.nextInt(3) == 0) {
              String name = "inc-%d-%d-%d".formatted(number, depth, i);
              StringBuilder more = new StringBuilder();
              lines(random, more, directory, number, depth + 1, 1 + random.nextInt(6));
              Files.writeString(directory.resolve(name), more);
              String star =
                  random.nextBoolean() ? name.substring(0, name.length() - 1) + "*" : name;
              text.append("Include ").append(directory).append('/').append(star).append('\n');
            } else {
              text.append(random.nextBoolean() ? "\n" : "  # a comment = here\n");
            }
          }
          default -> text.append(setting(random));
        }
      }
    }

    private static String hostLine(Random random) {
      StringBuilder line = new StringBuilder(keyword(random, "Host"));
      int n = 1 + random.nextInt(3);
      for (int i = 0; i < n; i++) {
        line.append(i == 0 ? "" : " ").append(quoted(random, pick(random, PATTERNS)));
      }
      return line.append('\n').toString();
    }

    private static String matchLine(Random random) {
      if (random.nextInt(4) == 0) {
        return "Match all\n";
      }
      StringBuilder line = new StringBuilder("Match");
      int n = 1 + random.nextInt(2);
      for (int i = 0; i < n; i++) {
        String criterion =
            pick(random, List.of("host", "originalhost", "user", "localuser", "!host", "!user"));
        String value =
            criterion.endsWith("user")
                ? pick(random, USERS) + (random.nextBoolean() ? ",o*" : "")
                : pick(random, PATTERNS)
                    + (random.nextBoolean() ? "," + pick(random, PATTERNS) : "");
        line.append(' ').append(criterion).append(random.nextInt(4) == 0 ? "=" : " ");
        line.append(random.nextInt(4) == 0 ? "\"" + value + "\"" : value);
      }
      return line.append('\n').toString();
    }

    private static String setting(Random random) {
      String indent = random.nextBoolean() ? "  " : random.nextBoolean() ? "\t" : "";
      String comment = random.nextInt(12) == 0 ? "  # why" : "";
      return indent + bareSetting(random) + comment + "\n";
    }

    private static String bareSetting(Random random) {
      return switch (random.nextInt(14)) {
        case 0 ->
            keyword(random, "HostName")
                + pick(random, List.of("%h.example.org", "Real.Host", "10.1.2.3", "n-%h", "web1"));
        case 1 -> keyword(random, "User") + quoted(random, pick(random, USERS));
        case 2 -> keyword(random, "Port") + (1 + random.nextInt(65535));
        case 3, 4, 5 ->
            keyword(random, "IdentityFile")
                + quoted(
                    random,
                    pick(
                        random,
                        List.of(
                            "~/.ssh/id_a",
                            "~/.ssh/id_b",
                            "/keys/%h",
                            "%d/.ssh/%r",
                            "none",
                            "/keys/\\\\x",
                            "id_c")));
        case 6 ->
            keyword(random, "ProxyJump")
                + pick(
                    random,
                    List.of(
                        "none",
                        "jump",
                        "ops@jump:2222",
                        "a,b,c",
                        "u@[::1]:22",
                        "ssh://u@j:2200",
                        "j1:22,u@j2"));
        case 7 ->
            keyword(random, "UserKnownHostsFile")
                + pick(random, List.of("~/.ssh/kh", "/a /b", "none", "/dev/null", "\"/c\" '/d'"));
        case 8 -> keyword(random, "GlobalKnownHostsFile") + pick(random, List.of("/g1", "/g1 /g2"));
        case 9 ->
            keyword(random, "IdentityAgent")
                + pick(random, List.of("none", "SSH_AUTH_SOCK", "$MY_AGENT", "~/agent.sock"));
        case 10 ->
            keyword(random, "IdentitiesOnly") + pick(random, List.of("yes", "no", "true", "false"));
        case 11 ->
            keyword(random, "StrictHostKeyChecking")
                + pick(random, List.of("yes", "no", "ask", "accept-new", "off"));
        case 12 ->
            random.nextBoolean()
                ? keyword(random, "HostKeyAlias") + pick(random, List.of("KeyName", "other"))
                : keyword(random, "ConnectTimeout")
                    + pick(random, List.of("5", "1m", "1m30s", "none"));
        default ->
            random.nextBoolean()
                ? keyword(random, "ServerAliveInterval")
                    + pick(random, List.of("0", "15", "1h", "90s"))
                : pick(
                    random,
                    List.of(
                        "ServerAliveCountMax 7",
                        "ForwardAgent yes",
                        "LogLevel QUIET",
                        "Ciphers aes128-ctr"));
      };
    }

    /** In whatever case, with a space or an equals sign behind. */
    private static String keyword(Random random, String name) {
      String written =
          switch (random.nextInt(4)) {
            case 0 -> name.toLowerCase();
            case 1 -> name.toUpperCase();
            default -> name;
          };
      return written + pick(random, List.of(" ", " ", "\t", "=", " = ", "  "));
    }

    private static String quoted(Random random, String value) {
      return random.nextInt(5) == 0 ? "\"" + value + "\"" : value;
    }

    private static <T> T pick(Random random, List<T> from) {
      return from.get(random.nextInt(from.size()));
    }
  }
}
