package io.dockeradvanced.stack.internal;

import io.dockeradvanced.compose.MountSpec;
import io.dockeradvanced.compose.ServiceSpec;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/** What an engine takes for the mounts of a service. */
final class MountChecks {
  private static final Set<String> PROPAGATIONS =
      Set.of("", "private", "rprivate", "shared", "rshared", "slave", "rslave");
  private static final Set<String> TMPFS_FLAGS =
      Set.of(
          ("defaults ro rw suid nosuid dev nodev exec noexec sync async dirsync remount mand nomand"
                  + " atime noatime diratime nodiratime relatime norelatime strictatime"
                  + " nostrictatime")
              .split(" "));
  private static final Set<String> TMPFS_VALUES =
      Set.of("size", "mode", "uid", "gid", "nr_inodes", "nr_blocks", "mpol");

  private final Checks checks;
  private final ServiceSpec service;
  private final String at;
  private final Predicate<String> hasImage;

  /**
   * @param hasImage whether the engine has that image
   */
  MountChecks(Checks checks, ServiceSpec service, Predicate<String> hasImage) {
    this.hasImage = hasImage;
    this.checks = checks;
    this.service = service;
    this.at = "services." + service.name();
  }

  void check() {
    List<MountSpec> mounts = service.mounts();
    for (int i = 0; i < mounts.size(); i++) {
      mount(at + ".volumes[" + i + "]", mounts.get(i));
      options(at + ".volumes[" + i + "]", mounts.get(i));
    }
    List<String> tmpfs = service.tmpfs();
    for (int i = 0; i < tmpfs.size(); i++) {
      tmpfs(at + ".tmpfs[" + i + "]", tmpfs.get(i));
    }
  }

  private void mount(String attribute, MountSpec mount) {
    target(attribute, mount.target());
    if (!PROPAGATIONS.contains(mount.propagation())) {
      checks.problem(
          attribute, "'%s' is not a propagation such as rprivate or rslave", mount.propagation());
    }
    if (mount.type() == MountSpec.Type.IMAGE && !hasImage.test(mount.source())) {
      checks.problem(
          attribute, "there is no image '%s' on the engine; pull it before", mount.source());
    }
    if (mount.tmpfsSize() < 0) {
      checks.problem(attribute, "a size must not be negative");
    }
  }

  /** Options that go together, and with the type. */
  private void options(String place, MountSpec mount) {
    MountSpec.Type type = mount.type();
    boolean more =
        !mount.createHostPath() || !mount.propagation().isEmpty() || !mount.recursive().isEmpty();
    if (type == MountSpec.Type.BIND && !mount.selinux().isEmpty() && more) {
      checks.problem(
          place,
          "an engine takes no selinux together with propagation, recursive or create_host_path: false");
    }
    boolean ofBind =
        !mount.propagation().isEmpty()
            || !mount.recursive().isEmpty()
            || !mount.selinux().isEmpty();
    boolean ofVolume =
        mount.noCopy() || !mount.subpath().isEmpty() || !mount.volumeLabels().isEmpty();
    boolean ofTmpfs = mount.tmpfsSize() != 0 || mount.tmpfsMode() != 0;
    vain(type != MountSpec.Type.BIND && ofBind, place, "bind", type);
    vain(type != MountSpec.Type.VOLUME && ofVolume, place, "volume", type);
    vain(type != MountSpec.Type.TMPFS && ofTmpfs, place, "tmpfs", type);
    vain(type != MountSpec.Type.IMAGE && !mount.imageSubpath().isEmpty(), place, "image", type);
    if (type == MountSpec.Type.VOLUME
        && !mount.source().isEmpty()
        && !mount.volumeLabels().isEmpty()) {
      checks.warn(place, "labels here are for volumes without a name; label the volume itself");
    }
  }

  private void vain(boolean set, String place, String options, MountSpec.Type type) {
    if (set) {
      String name = type.name().toLowerCase(Locale.ROOT);
      checks.warn(place, options + " has no effect on a mount of type " + name);
    }
  }

  private void target(String attribute, String target) {
    if (!target.startsWith("/")) {
      checks.problem(
          attribute,
          "'%s' is not an absolute path in the container%s",
          target,
          target.matches("[a-zA-Z]:.*")
              ? "; a name of one letter before a colon is a Windows drive to Docker Compose"
              : "");
    } else if (target.matches("/+\\.?/*")) {
      checks.problem(attribute, "nothing can be mounted over the root of the container");
    }
  }

  private void tmpfs(String attribute, String entry) {
    int colon = entry.indexOf(':');
    target(attribute, colon < 0 ? entry : entry.substring(0, colon));
    String options = colon < 0 ? "" : entry.substring(colon + 1);
    for (String option : options.split(",")) {
      int equals = option.indexOf('=');
      boolean known =
          equals < 0
              ? option.isEmpty() || TMPFS_FLAGS.contains(option)
              : TMPFS_VALUES.contains(option.substring(0, equals));
      if (!known) {
        checks.problem(attribute, "'%s' is not an option of tmpfs such as size=64m", option);
      }
    }
  }
}
