package io.dockeradvanced.transport.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import io.dockeradvanced.lab.LabSshd;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
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
    Map<String, SshConfigCase> byId = new LinkedHashMap<>();
    StringBuilder script = new StringBuilder("cd " + directory + "\n");
    for (int i = 0; i < cases; i++) {
      SshConfigCase c = SshConfigCase.generate(random, directory, i);
      byId.put("#case " + i, c);
      // All in one shell: a process for each would be most of the time.
      script.append(
          "echo '#case %d'; ssh -F %s -G %s 2>&1\n".formatted(i, c.file(), c.arguments()));
    }
    Path shell = Files.writeString(directory.resolve("run.sh"), script);
    Map<String, List<String>> answers = byCase(LabSshd.run("sh", shell.toString()));

    List<String> differences = new ArrayList<>();
    Set<Object> intervals = new HashSet<>();
    for (Map.Entry<String, SshConfigCase> entry : byId.entrySet()) {
      SshConfigCase c = entry.getValue();
      List<String> expected =
          answers.get(entry.getKey()).stream()
              .filter(line -> COMPARED.contains(line.split(" ", 2)[0]))
              // Shown by ssh when it is said twice; it means the same as no line.
              .filter(line -> !line.equals("proxyjump none"))
              .sorted()
              .toList();
      assertThat(expected).as("ssh -G gave no answer for%n%s", c.text()).isNotEmpty();
      List<String> ours = ours(c);
      String report =
          "seed %d, %s for '%s':%n%s%nssh: %%s%nwe:  %%s%n"
              .formatted(seed, entry.getKey(), c.arguments(), c.text().replace("%", "%%"));
      if (!ours.equals(expected)) {
        differences.add(report.formatted(expected, ours));
      }
      // What is really used, with every token and default put in.
      Map<String, Object> shown =
          ShownBySsh.of(answers.get(entry.getKey()), c.host(), ENVIRONMENT).settings();
      Map<String, Object> used = components(used(c), shown.keySet());
      intervals.add(shown.get("aliveInterval"));
      if (!used.equals(shown)) {
        differences.add(report.formatted(shown, used));
      }
    }
    assertThat(differences).isEmpty();
    assertThat(intervals).as("ours, and those of files").hasSizeGreaterThan(1);
  }

  private static SshSettings used(SshConfigCase c) {
    return new SshResolver(SshOptions.defaults().configFile(c.file()), ENVIRONMENT)
        .resolve(new SshAddress(c.user(), c.host(), c.port(), ""));
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
  private static List<String> ours(SshConfigCase c) {
    SshOptions options = SshOptions.defaults().configFile(c.file());
    SshEnvironment environment = SshEnvironment.ofProcess();
    SshResolver resolver = new SshResolver(options, environment);
    ConfigValues values = resolver.values(new SshAddress(c.user(), c.host(), c.port(), ""));
    resolver.read(values, new LinkedHashSet<>());
    List<String> shown = new ArrayList<>();
    shown.add("hostname " + SshResolver.hostName(values, c.host()));
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
}
