package io.dockeradvanced.transport.ssh;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an SSH configuration says about one host, as it is written there: the first value of a key
 * counts, identity files add up.
 */
final class ConfigValues {
  private final String alias;
  private final String localUser;
  private final Map<String, List<String>> values = new HashMap<>();
  private final Map<String, ConfigReader.Place> places = new HashMap<>();
  private final List<String> identityFiles = new ArrayList<>();

  /**
   * @param alias the host as the user named it
   * @param user as the user gave it; goes before the configuration
   * @param port as the user gave it; 0 for none
   */
  ConfigValues(String alias, @Nullable String user, int port, String localUser) {
    this.alias = alias;
    this.localUser = localUser;
    if (user != null) {
      values.put("user", List.of(user));
    }
    if (port != 0) {
      values.put("port", List.of(Integer.toString(port)));
    }
  }

  String alias() {
    return alias;
  }

  String localUser() {
    return localUser;
  }

  /** As far as the files have been read. */
  String userNow() {
    return text("user", localUser);
  }

  /** As far as the files have been read. */
  String hostNameNow() {
    String name = get("hostname");
    return name == null ? alias : Tokens.hostName(name, alias);
  }

  /** The value of a key, or {@code otherwise}. */
  @Nullable String get(String key) {
    List<String> found = values.get(key);
    return found == null ? null : found.get(0);
  }

  String text(String key, String otherwise) {
    String found = get(key);
    return found == null ? otherwise : found;
  }

  @Nullable List<String> list(String key) {
    return values.get(key);
  }

  List<String> identityFiles() {
    return identityFiles;
  }

  /** Where the value of the key stands. */
  String place(String key) {
    ConfigReader.Place place = places.get(key);
    return place == null ? alias : place.toString();
  }

  /**
   * Takes over what a line says; checks it in any case.
   *
   * @return whether the key is one of ours
   */
  boolean take(ConfigLine line, ConfigReader.Place at, boolean active) {
    String key = line.keyword();
    if (key.equals("identityfile")) {
      String file = only(line, at);
      if (active && !identityFiles.contains(file)) {
        identityFiles.add(file);
      }
      return true;
    }
    if (key.equals("proxyjump") || key.equals("proxycommand")) {
      List<String> value =
          key.equals("proxyjump") ? List.of(only(line, at)) : List.of(line.rest().strip());
      if (key.equals("proxyjump")) {
        checkJump(value.get(0), at);
      }
      // Whichever of the two comes first counts.
      if (active && !values.containsKey("proxyjump") && !values.containsKey("proxycommand")) {
        set(key, value, at);
      }
      return true;
    }
    if (ConfigKeys.LISTS.contains(key)) {
      if (active && !values.containsKey(key)) {
        set(key, line.arguments(), at);
      }
      return true;
    }
    if (!ConfigKeys.SINGLE.contains(key)) {
      return false;
    }
    String value = only(line, at);
    check(key, value, at);
    if (key.equals("connecttimeout") && value.equals("none")) {
      // As if nothing had been said: a later value counts.
      return true;
    }
    if (active && !values.containsKey(key)) {
      set(key, List.of(value), at);
    }
    return true;
  }

  private void set(String key, List<String> value, ConfigReader.Place at) {
    values.put(key, List.copyOf(value));
    places.put(key, at);
  }

  private static String only(ConfigLine line, ConfigReader.Place at) {
    if (line.arguments().size() > 1) {
      throw at.invalid(
          "%s takes one value; put quotes around one with spaces".formatted(line.keyword()));
    }
    String value = line.arguments().get(0);
    if (value.isEmpty()) {
      throw at.invalid("%s has no value".formatted(line.keyword()));
    }
    return value;
  }

  private static void checkJump(String value, ConfigReader.Place at) {
    if (!value.equalsIgnoreCase("none")) {
      for (String hop : value.split(",", -1)) {
        SshAddress.parseJump(hop, at.toString());
      }
    }
  }

  private static void check(String key, String value, ConfigReader.Place at) {
    switch (key) {
      case "port" -> {
        if (!value.matches("\\d{1,5}")
            || Integer.parseInt(value) < 1
            || Integer.parseInt(value) > 65535) {
          throw at.invalid("the port '%s' is not between 1 and 65535".formatted(value));
        }
      }
      case "identitiesonly", "hashknownhosts" -> {
        if (!Set.of("yes", "no", "true", "false").contains(value.toLowerCase(Locale.ROOT))) {
          throw at.invalid("%s is yes or no, not '%s'".formatted(key, value));
        }
      }
      case "stricthostkeychecking" -> {
        if (!Set.of("yes", "no", "true", "false", "off", "ask", "accept-new")
            .contains(value.toLowerCase(Locale.ROOT))) {
          throw at.invalid("%s is yes, ask, accept-new or no, not '%s'".formatted(key, value));
        }
      }
      case "serveraliveinterval", "connecttimeout" -> {
        if (!value.equals("none") && Times.seconds(value) < 0) {
          throw at.invalid("%s is not a time such as 30 or 1m30s: '%s'".formatted(key, value));
        }
      }
      case "serveralivecountmax" -> {
        if (!value.matches("\\d{1,6}")) {
          throw at.invalid("%s is not a number: '%s'".formatted(key, value));
        }
      }
      default -> {
        // Any text will do.
      }
    }
  }
}
