package io.dockeradvanced.compose;

import java.util.Map;
import java.util.Optional;

/**
 * A config or secret of the model. Texts that are not set are empty.
 *
 * @param key what services call it
 * @param name {@code PROJECT_KEY} where the file gives none
 * @param file absolute path of its content
 * @param environment variable with its content
 * @param content what {@code content} or the variable says; may be secret
 * @param external whether it must exist already
 */
public record FileObjectSpec(
    String key,
    String name,
    String file,
    String environment,
    Optional<String> content,
    boolean external,
    Map<String, String> labels,
    String driver,
    Map<String, String> driverOptions,
    String templateDriver) {

  public FileObjectSpec {
    labels = Map.copyOf(labels);
    driverOptions = Map.copyOf(driverOptions);
  }

  /** Without the content. */
  @Override
  public String toString() {
    return "FileObjectSpec[" + key + ", " + name + "]";
  }
}
