package io.dockeradvanced.transport.ssh;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/** A configuration, a host to ask for, and what the command line says. */
record SshConfigCase(Path file, String text, String host, String user, int port) {
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

  static SshConfigCase generate(Random random, Path directory, int number) throws Exception {
    Path file = directory.resolve("config-" + number);
    StringBuilder text = new StringBuilder();
    lines(random, text, directory, number, 0, 2 + random.nextInt(24));
    Files.writeString(file, text);
    return new SshConfigCase(
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
            String star = random.nextBoolean() ? name.substring(0, name.length() - 1) + "*" : name;
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
              : pick(random, PATTERNS) + (random.nextBoolean() ? "," + pick(random, PATTERNS) : "");
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
                  + pick(random, List.of("0", "2", "15", "1h", "90s"))
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
