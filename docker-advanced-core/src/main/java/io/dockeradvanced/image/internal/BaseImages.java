package io.dockeradvanced.image.internal;

import io.dockeradvanced.InvalidSpec;
import io.dockeradvanced.image.BuildSpec;
import io.dockeradvanced.image.ImageReference;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The registries that a build has images from: those its stages begin with, and those that files
 * are copied from.
 *
 * <p>What the triggers of a base image ({@code ONBUILD}) copy from elsewhere stands in no
 * Dockerfile.
 */
final class BaseImages {
  private static final String SCRATCH = "scratch";

  private final DockerfileText dockerfile;
  private final BuildSpec spec;
  private final Map<String, String> values = new HashMap<>();
  private final Set<String> stages = new HashSet<>();
  private final Set<String> registries = new TreeSet<>();
  private String stage = "";
  private int count;
  private boolean isKnown = true;

  private BaseImages(DockerfileText dockerfile, BuildSpec spec) {
    this.dockerfile = dockerfile;
    this.spec = spec;
  }

  static BaseImages of(String dockerfile, BuildSpec spec) {
    BaseImages all = new BaseImages(DockerfileText.of(dockerfile), spec);
    all.read();
    return all;
  }

  /** As in references. */
  Set<String> registries() {
    return registries;
  }

  /** Whether there are no others: false when an image depends on what only the engine knows. */
  boolean isKnown() {
    return isKnown;
  }

  private void read() {
    for (DockerfileText.Instruction instruction : dockerfile.instructions()) {
      switch (instruction.name()) {
        case "arg" -> arg(instruction.rest());
        case "from" -> {
          if (isTarget()) {
            return;
          }
          from(instruction.rest());
        }
        case "copy" -> instruction.flags().forEach(flag -> copied(flag, "--from="));
        case "run" ->
            instruction.flags().stream()
                .filter(flag -> flag.startsWith("--mount="))
                .flatMap(flag -> List.of(flag.substring("--mount=".length()).split(",")).stream())
                .forEach(part -> copied(part, "from="));
        default -> {
          // Has no image.
        }
      }
    }
  }

  /** Only those before the first stage count for its name, and for those of the others. */
  private void arg(String rest) {
    if (count > 0) {
      return;
    }
    for (String word : dockerfile.words(rest)) {
      int equals = word.indexOf('=');
      String name = equals < 0 ? word : word.substring(0, equals);
      @Nullable String given = spec.args().get(name);
      if (given != null) {
        values.put(name, given);
      } else if (equals >= 0) {
        try {
          values.put(name, expanded(word.substring(equals + 1)));
        } catch (DockerfileWord.Unknown e) {
          isKnown = false;
        }
      }
    }
  }

  /** Whether the stage that was read last is the one to build, and those after it do not matter. */
  private boolean isTarget() {
    String target = spec.target().toLowerCase(Locale.ROOT);
    return count > 0
        && !target.isEmpty()
        && (stage.equals(target) || Integer.toString(count - 1).equals(target));
  }

  private void from(String rest) {
    String[] words = rest.split("\\s+");
    try {
      String image = expanded(words[0]);
      if (!stages.contains(image.toLowerCase(Locale.ROOT))) {
        add(image);
      }
    } catch (DockerfileWord.Unknown e) {
      isKnown = false;
    }
    boolean named = words.length > 2 && words[1].equalsIgnoreCase("as");
    stage = named ? words[2].toLowerCase(Locale.ROOT) : "";
    stages.add(stage);
    count++;
  }

  private String expanded(String word) throws DockerfileWord.Unknown {
    return DockerfileWord.expand(word, dockerfile.escape(), values);
  }

  /** An image or stage that a flag names. The engine's builder has no variables there. */
  private void copied(String flag, String name) {
    if (!flag.startsWith(name)) {
      return;
    }
    String image = flag.substring(name.length()).replaceAll("[\"']", "");
    if (image.indexOf('$') >= 0) {
      isKnown = false;
    } else if (!stages.contains(image.toLowerCase(Locale.ROOT)) && !image.matches("\\d{1,9}")) {
      add(image);
    }
  }

  private void add(String image) {
    if (image.isEmpty() || image.equals(SCRATCH)) {
      return;
    }
    try {
      registries.add(ImageReference.parse(image).domain());
    } catch (InvalidSpec e) {
      // The engine will say it with its line.
    }
  }
}
