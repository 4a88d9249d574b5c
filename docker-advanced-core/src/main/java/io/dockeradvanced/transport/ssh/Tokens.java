package io.dockeradvanced.transport.ssh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Replaces {@code ~}, {@code %h} and {@code ${NAME}} in file names of an SSH configuration.
 *
 * @param home the user's home directory
 * @param alias the host as the user named it
 * @param hostName the host to connect to
 * @param keyName the name under which the host's key is known
 */
record Tokens(
    Path home,
    String alias,
    String hostName,
    int port,
    String user,
    String localUser,
    String keyName,
    Map<String, String> environment) {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");

  /** Of {@code HostName}, which knows {@code %h} and {@code %%} only. */
  static String hostName(String text, String alias) {
    return percent(text, c -> c == 'h' ? alias : null, "HostName");
  }

  /** A file name; {@code key} and {@code place} are for the error. */
  String expand(String text, String key, String place) {
    String named =
        VARIABLE
            .matcher(text)
            .replaceAll(
                m -> {
                  String value = environment.get(m.group(1));
                  if (value == null) {
                    throw InvalidAt.place(
                        place, "%s: the environment has no %s".formatted(key, m.group(1)));
                  }
                  return Matcher.quoteReplacement(value);
                });
    String full = named;
    if (named.equals("~") || named.startsWith("~/")) {
      full = home + named.substring(1);
    } else if (named.startsWith("~")) {
      throw InvalidAt.place(place, "%s: only ~/ is understood, not '%s'".formatted(key, text));
    }
    return percent(full, this::value, place + ": " + key);
  }

  private @Nullable String value(char token) {
    return switch (token) {
      case 'd' -> home.toString();
      case 'h' -> hostName;
      case 'i' -> userId();
      case 'k' -> keyName;
      case 'L' -> localHost().replaceFirst("\\..*", "");
      case 'l' -> localHost();
      case 'n' -> alias;
      case 'p' -> Integer.toString(port);
      case 'r' -> user;
      case 'u' -> localUser;
      default -> null;
    };
  }

  private String userId() {
    try {
      return Files.getAttribute(home, "unix:uid").toString();
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      throw InvalidAt.place(alias, "%i: this system knows no user ids");
    }
  }

  private static String localHost() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  private interface Token {
    @Nullable String value(char token);
  }

  private static String percent(String text, Token tokens, String place) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    StringBuilder result = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '%') {
        result.append(c);
        continue;
      }
      char token = ++i < text.length() ? text.charAt(i) : 0;
      String value = token == '%' ? "%" : token == 0 ? null : tokens.value(token);
      if (value == null) {
        throw InvalidAt.place(
            place,
            token == 0
                ? "the %% at the end of '%s' names nothing".formatted(text)
                : "%%%s in '%s' is not supported".formatted(token, text));
      }
      result.append(value);
    }
    return result.toString();
  }
}
