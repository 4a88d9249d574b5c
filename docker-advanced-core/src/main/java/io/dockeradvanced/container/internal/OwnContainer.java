package io.dockeradvanced.container.internal;

import io.dockeradvanced.DockerAdvancedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The container that this process runs in, if it does. */
final class OwnContainer {
  private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

  /** An engine mounts its file of the container over each of these. */
  private static final Set<String> FILES =
      Set.of("/etc/hostname", "/etc/hosts", "/etc/resolv.conf");

  private static final Pattern ID = Pattern.compile("/([0-9a-f]{64})/");

  private OwnContainer() {}

  /** None where the system does not have that file. */
  static Set<String> ids() {
    try {
      return Files.isReadable(MOUNTS) ? ids(Files.readAllLines(MOUNTS)) : Set.of();
    } catch (IOException e) {
      // Not knowing it is not the same as running in none.
      throw new DockerAdvancedException(
          "it cannot be told which container this program runs in, for %s cannot be read (%s)"
              .formatted(MOUNTS, e.getMessage()),
          e);
    }
  }

  /**
   * @param mounts as {@code /proc/self/mountinfo} has them: id, parent, device, root, mount point
   */
  static Set<String> ids(List<String> mounts) {
    Set<String> ids = new HashSet<>();
    for (String mount : mounts) {
      String[] fields = mount.split(" ");
      if (fields.length > 4 && FILES.contains(fields[4])) {
        Matcher id = ID.matcher(fields[3]);
        if (id.find()) {
          ids.add(id.group(1));
        }
      }
    }
    return ids;
  }
}
