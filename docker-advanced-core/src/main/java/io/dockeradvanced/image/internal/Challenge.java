package io.dockeradvanced.image.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a registry says it wants to be shown ({@code WWW-Authenticate}).
 *
 * @param scheme in lower case: {@code bearer}, {@code basic}, …
 * @param parameters by name in lower case
 */
record Challenge(String scheme, Map<String, String> parameters) {
  private static final int MOST = 32;

  /** All challenges in the values of the header; what cannot be read is left out. */
  static List<Challenge> parse(List<String> headers) {
    List<Challenge> all = new ArrayList<>();
    for (String header : headers) {
      new Reader(header).read(all);
    }
    return List.copyOf(all);
  }

  String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }

  /** One header: schemes, each with {@code name=value} pairs, separated by commas and blanks. */
  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    void read(List<Challenge> into) {
      String scheme = "";
      Map<String, String> parameters = new LinkedHashMap<>();
      skip();
      while (at < text.length() && into.size() < MOST) {
        String word = token();
        if (word.isEmpty()) {
          break; // no header of ours
        }
        int afterWord = at;
        blanks();
        if (at < text.length() && text.charAt(at) == '=' && !scheme.isEmpty()) {
          at++;
          blanks();
          parameters.put(word.toLowerCase(Locale.ROOT), value());
        } else {
          at = afterWord;
          add(into, scheme, parameters);
          scheme = word.toLowerCase(Locale.ROOT);
          parameters = new LinkedHashMap<>();
        }
        skip();
      }
      add(into, scheme, parameters);
    }

    private static void add(List<Challenge> into, String scheme, Map<String, String> parameters) {
      if (!scheme.isEmpty()) {
        into.add(new Challenge(scheme, Map.copyOf(parameters)));
      }
    }

    private String value() {
      if (at >= text.length() || text.charAt(at) != '"') {
        return token();
      }
      at++;
      StringBuilder value = new StringBuilder();
      while (at < text.length() && text.charAt(at) != '"') {
        if (text.charAt(at) == '\\' && at + 1 < text.length()) {
          at++;
        }
        value.append(text.charAt(at++));
      }
      at++;
      return value.toString();
    }

    private String token() {
      int begin = at;
      while (at < text.length() && " \t,=\"".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(begin, at);
    }

    private void blanks() {
      while (at < text.length() && " \t".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
    }

    private void skip() {
      while (at < text.length() && " \t,".indexOf(text.charAt(at)) >= 0) {
        at++;
      }
    }
  }
}
