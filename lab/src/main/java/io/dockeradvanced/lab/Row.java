package io.dockeradvanced.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A row of the matrix of engines, written {@code 28.5} or {@code 28.5-containerd}.
 *
 * @param version such as {@code 28.5}; empty for the engine that is found or started by {@code
 *     lab/engine ensure}
 */
record Row(String version, ImageStore store) {
  /** Says on which row a whole test run works. */
  static final String PROPERTY = "da.engine";

  private static final Pattern FORM = Pattern.compile("(\\d+\\.\\d+)(-containerd)?");
  private static final Row FOUND = new Row("", ImageStore.DEFAULT);

  /** The row of this test run: that of the system property {@code da.engine}, if it is set. */
  static Row ofRun() {
    String asked = System.getProperty(PROPERTY, "");
    return asked.isEmpty() ? FOUND : parse(asked);
  }

  /** What an annotation says; nothing in it means the row of the run. */
  static Row of(String version, ImageStore store) {
    if (!version.isEmpty()) {
      return new Row(version, store);
    }
    if (store != ImageStore.DEFAULT) {
      throw new LabUnavailable("an @Engine with a store needs a version too, such as 28.5");
    }
    return ofRun();
  }

  static Row parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new LabUnavailable(
          "%s=%s is no engine; use 20.10, 26.1, 28.5 or 28.5-containerd".formatted(PROPERTY, text));
    }
    return new Row(
        matcher.group(1), matcher.group(2) == null ? ImageStore.DEFAULT : ImageStore.CONTAINERD);
  }

  String name() {
    return store == ImageStore.DEFAULT
        ? version
        : version + "-" + store.name().toLowerCase(Locale.ROOT);
  }

  /** What {@code lab/engine} is told to get it for a process. */
  List<String> words(Fork fork) {
    if (version.isEmpty()) {
      return List.of("ensure");
    }
    // A network of its own: engines that share one overwrite each other's iptables chains.
    List<String> words =
        new ArrayList<>(List.of("start", fork.engine(this), "--version", version, "--netns"));
    if (store != ImageStore.DEFAULT) {
      words.addAll(List.of("--store", store.name().toLowerCase(Locale.ROOT)));
    }
    return words;
  }
}
