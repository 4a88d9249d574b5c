package io.dockeradvanced.compose;

import java.util.List;

/**
 * An AI model of the file.
 *
 * @param key what services call it
 * @param name empty where the file gives none
 * @param model the model, as an image reference
 * @param contextSize most tokens of a context; 0 where the file says nothing
 */
public record ModelSpec(
    String key, String name, String model, long contextSize, List<String> runtimeFlags) {

  public ModelSpec {
    runtimeFlags = List.copyOf(runtimeFlags);
  }
}
