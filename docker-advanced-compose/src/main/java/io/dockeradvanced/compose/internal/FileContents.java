package io.dockeradvanced.compose.internal;

/**
 * Pass 10½: the content of configs and secrets that is in a variable, under a key that no canonical
 * form shows.
 */
public final class FileContents {
  /** The key below a config or secret; no key of a file begins so. */
  public static final String KEY = "#content";

  private FileContents() {}

  static Mapping resolve(Mapping model, Environment environment) {
    return resolve(resolve(model, "configs", environment), "secrets", environment);
  }

  private static Mapping resolve(Mapping model, String section, Environment environment) {
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
                  return content == null ? object : object.with(KEY, content);
                });
    return model.with(section, objects);
  }
}
