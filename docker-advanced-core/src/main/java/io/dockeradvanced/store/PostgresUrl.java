package io.dockeradvanced.store;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * A URL {@code jdbc:postgresql:…}, taken apart so that what is secret in it stands nowhere else.
 *
 * @param address all before the parameters
 * @param parameters those of the driver, by name
 */
record PostgresUrl(String address, Map<String, String> parameters) {
  static final String PREFIX = "jdbc:postgresql:";
  private static final Set<String> SECRETS = Set.of("password", "sslpassword");

  static PostgresUrl parse(String url) {
    int question = url.indexOf('?');
    String address = question < 0 ? url : url.substring(0, question);
    if (address.indexOf('@') >= 0) {
      // Not shown: what stands before the @ may be a password.
      throw new StoreFailed(
          "a URL of a PostgreSQL store names the user as a parameter: write"
              + " jdbc:postgresql://HOST/DATABASE?user=USER",
          null);
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    if (question >= 0) {
      for (String parameter : url.substring(question + 1).split("&")) {
        if (!parameter.isEmpty()) {
          add(parameters, parameter, address);
        }
      }
    }
    return new PostgresUrl(address, parameters);
  }

  private static void add(Map<String, String> parameters, String parameter, String address) {
    int equals = parameter.indexOf('=');
    String name = equals < 0 ? parameter : parameter.substring(0, equals);
    String value;
    try {
      value =
          equals < 0
              ? ""
              : URLDecoder.decode(parameter.substring(equals + 1), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new StoreFailed(
          "the parameter "
              + name
              + " of "
              + address
              + " is not encoded as a URL wants it; write %25"
              + " for %",
          null);
    }
    if (parameters.putIfAbsent(name, value) != null) {
      throw new StoreFailed("the URL " + address + " has the parameter " + name + " twice", null);
    }
  }

  /** All parameters, for the driver alone. */
  Properties properties() {
    Properties properties = new Properties();
    properties.putAll(parameters);
    return properties;
  }

  /** How messages name it. */
  String name() {
    return address.substring("jdbc:".length());
  }

  /** Whether it names several servers, of which one takes writes. */
  boolean hasSeveralServers() {
    return address.indexOf(',') >= 0;
  }

  /** Without what is secret. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(address);
    parameters.forEach(
        (name, value) ->
            text.append(text.length() == address.length() ? '?' : '&')
                .append(name)
                .append('=')
                .append(SECRETS.contains(name) ? "…" : value));
    return text.toString();
  }
}
