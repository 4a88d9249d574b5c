package io.dockeradvanced.stack.internal;

import java.util.regex.Pattern;

/**
 * An entry of {@code volumes_from}: {@code SERVICE[:MODE]} or {@code container:NAME[:MODE]}.
 *
 * @param target a service, or a container outside of the stack
 * @param mode with its colon, or empty
 */
record VolumesFrom(String target, String mode, boolean outside, boolean wellFormed) {
  private static final Pattern MODE = Pattern.compile("(ro|rw|z|Z)(,(ro|rw|z|Z))*");

  static VolumesFrom of(String entry) {
    String[] parts = entry.split(":", -1);
    boolean outside = parts[0].equals("container");
    int first = outside ? 1 : 0;
    String target = parts.length > first ? parts[first] : "";
    String mode = parts.length > first + 1 ? parts[first + 1] : "";
    boolean more = parts.length > first + 1;
    boolean good =
        !target.isEmpty() && parts.length <= first + 2 && (!more || MODE.matcher(mode).matches());
    return new VolumesFrom(target, more ? ":" + mode : "", outside, good);
  }
}
