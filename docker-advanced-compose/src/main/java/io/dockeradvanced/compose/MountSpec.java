package io.dockeradvanced.compose;

import java.util.Map;

/**
 * Something mounted into a container.
 *
 * @param source absolute path of a bind mount, key of a named volume, an image, or empty for an
 *     anonymous volume and for tmpfs
 * @param target path in the container
 * @param propagation of a bind mount; empty for the engine's default
 * @param createHostPath whether the engine creates a missing directory of a bind mount
 * @param selinux {@code z}, {@code Z} or empty
 * @param noCopy whether an empty volume stays empty instead of getting the image's files
 * @param subpath directory of a volume that is mounted, or empty
 * @param volumeLabels labels of an anonymous volume
 * @param tmpfsSize in bytes; 0 for no limit
 * @param tmpfsMode permission bits; 0 for the engine's default
 * @param consistency kept for the config-hash only
 * @param recursive {@code enabled}, {@code disabled}, {@code writable}, {@code readonly} or empty:
 *     whether what is mounted below a bind mount is mounted, too
 * @param imageSubpath directory of an image that is mounted, or empty
 */
public record MountSpec(
    Type type,
    String source,
    String target,
    boolean readOnly,
    String propagation,
    boolean createHostPath,
    String selinux,
    boolean noCopy,
    String subpath,
    Map<String, String> volumeLabels,
    long tmpfsSize,
    int tmpfsMode,
    String consistency,
    String recursive,
    String imageSubpath) {

  /** What is mounted. */
  public enum Type {
    BIND,
    VOLUME,
    TMPFS,
    IMAGE,
    CLUSTER,
    NPIPE
  }

  public MountSpec {
    volumeLabels = Map.copyOf(volumeLabels);
  }
}
