package io.dockeradvanced.compose.internal;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Part of pass 16: the content of configs and secrets that is in a variable, under a key that no
 * canonical form shows.
 *
 * <p>A variable may be set for the files of one include alone, so that what it says is noted when
 * these are settled.
 */
public final class FileContents {
  /** The key below a config or secret; no key of a file begins so. */
  public static final String KEY = "#content";

  private final Map<Named, String> values = new HashMap<>();

  /** A variable, and where it is named. */
  private record Named(String variable, Mark mark) {}

  FileContents() {}

  /** Notes what the variables say that these files name. */
  void note(Mapping model, Environment environment) {
    noteEach(Loader.section(model, "configs"), environment);
    noteEach(Loader.section(model, "secrets"), environment);
  }

  private void noteEach(Mapping objects, Environment environment) {
    for (String name : objects.keys()) {
      Named named = objects.get(name) instanceof Mapping object ? named(object) : null;
      String value = named == null ? null : environment.get(named.variable());
      if (named != null && value != null) {
        values.put(named, value);
      }
    }
  }

  private static @Nullable Named named(Mapping object) {
    String variable = object.text("environment");
    return variable == null || variable.isEmpty()
        ? null
        : new Named(variable, object.at("environment").mark());
  }

  Mapping resolve(Mapping model, Environment environment) {
    return resolve(resolve(model, "configs", environment), "secrets", environment);
  }

  private Mapping resolve(Mapping model, String section, Environment environment) {
    Mapping objects =
        Loader.section(model, section)
            .map(
                (key, node) -> {
                  Mapping object = (Mapping) node;
                  String content = content(object, environment);
                  return content == null ? object : object.with(KEY, content);
                });
    return model.with(section, objects);
  }

  /** The environment of the project comes before that of an include. */
  private @Nullable String content(Mapping object, Environment environment) {
    Named named = named(object);
    if (named == null) {
      return object.text("content");
    }
    String value = environment.get(named.variable());
    return value == null ? values.get(named) : value;
  }
}
