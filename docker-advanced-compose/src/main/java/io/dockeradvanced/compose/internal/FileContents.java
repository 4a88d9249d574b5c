package io.dockeradvanced.compose.internal;

import java.util.List;
import java.util.Map;

/**
 * Pass 10½: the content of configs and secrets that is in a variable, under a key that no canonical
 * form shows.
 */
public final class FileContents {
  /** The key below a config or secret; no key of a file begins so. */
  public static final String KEY = "#content";

  private FileContents() {}

  /**
   * @param included what variables of included files say, by the path of the config or secret;
   *     those of the project win
   */
  static Mapping resolve(Mapping model, Environment environment, Map<String, String> included) {
    Mapping configs = resolve(model, "configs", environment, included);
    return resolve(configs, "secrets", environment, included);
  }

  /** Notes what the variables of a file say; those of the file around it win. */
  static void note(Mapping model, Environment environment, Map<String, String> out) {
    for (String section : List.of("configs", "secrets")) {
      Loader.section(model, section)
          .entries()
          .forEach(
              (key, entry) -> {
                String name =
                    entry.value() instanceof Mapping object ? object.text("environment") : null;
                String content = name == null || name.isEmpty() ? null : environment.get(name);
                if (content != null) {
                  out.put(section + "." + key, content);
                }
              });
    }
  }

  private static Mapping resolve(
      Mapping model, String section, Environment environment, Map<String, String> included) {
    Mapping objects =
        Loader.section(model, section)
            .map(
                (key, node) -> {
                  Mapping object = (Mapping) node;
                  String variable = object.text("environment");
                  String content =
                      variable == null || variable.isEmpty()
                          ? object.text("content")
                          : environment.get(variable);
                  if (content == null) {
                    content = included.get(section + "." + key);
                  }
                  return content == null ? object : object.with(KEY, content);
                });
    return model.with(section, objects);
  }
}
