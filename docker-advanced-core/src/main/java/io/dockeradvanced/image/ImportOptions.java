package io.dockeradvanced.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of an imported file system. Immutable.
 *
 * @param reference the name it gets, if any
 * @param changes instructions of a Dockerfile, such as {@code CMD ["sh"]}
 * @param message a comment that stays with the image; may be empty
 * @param platform what it runs on; the engine's own when empty
 */
public record ImportOptions(
    Optional<ImageReference> reference,
    List<String> changes,
    String message,
    Optional<Platform> platform) {
  /** Freezes the changes. */
  public ImportOptions {
    changes = List.copyOf(changes);
  }

  /** An image without a name. */
  public static ImportOptions unnamed() {
    return new ImportOptions(Optional.empty(), List.of(), "", Optional.empty());
  }

  /** An image of this name. */
  public static ImportOptions named(ImageReference name) {
    return new ImportOptions(Optional.of(name), List.of(), "", Optional.empty());
  }

  /** With one more instruction: CMD, ENTRYPOINT, ENV, EXPOSE, LABEL, USER, VOLUME, WORKDIR, … */
  public ImportOptions change(String instruction) {
    List<String> all = new ArrayList<>(changes);
    all.add(instruction);
    return new ImportOptions(reference, all, message, platform);
  }

  /** With a comment. */
  public ImportOptions message(String comment) {
    return new ImportOptions(reference, changes, comment, platform);
  }

  /** For another platform than the engine's. */
  public ImportOptions platform(Platform other) {
    return new ImportOptions(reference, changes, message, Optional.of(other));
  }
}
