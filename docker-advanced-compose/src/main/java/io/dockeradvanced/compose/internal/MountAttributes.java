package io.dockeradvanced.compose.internal;

import static io.dockeradvanced.compose.internal.Attribute.bool;
import static io.dockeradvanced.compose.internal.Attribute.bytes;
import static io.dockeradvanced.compose.internal.Attribute.integer;
import static io.dockeradvanced.compose.internal.Attribute.pairs;
import static io.dockeradvanced.compose.internal.Attribute.string;
import static io.dockeradvanced.compose.internal.Attribute.struct;

import io.dockeradvanced.compose.internal.Attribute.Bind;
import io.dockeradvanced.compose.internal.Attribute.Canonical;
import io.dockeradvanced.compose.internal.Attribute.Yaml;

/** The rows below {@code services.*.volumes[]}. */
final class MountAttributes {
  static final Attribute MOUNT =
      struct(
              "[]",
              string("type")
                  .oneOf("bind", "volume", "tmpfs", "cluster", "npipe", "image")
                  .verdict(
                      Verdict.SUPPORTED
                          .except(Verdict.api(48, "mounting an image"), "image")
                          .except(
                              Verdict.refused(
                                  "only Swarm mounts a cluster volume; use type: volume"),
                              "cluster")
                          .except(
                              Verdict.refused(
                                  "only an engine for Windows mounts a named pipe; mount a socket"
                                      + " with type: bind"),
                              "npipe"))
                  .doc(
                      "`bind`, `volume`, `tmpfs`, `image`; `cluster`, `npipe` only in Swarm, Windows."),
              string("source").doc("Path on the server, key of a volume, or image."),
              string("target").doc("Path in the container."),
              bool("read_only").cast().doc("Whether the container may not write."),
              string("consistency")
                  .verdict(Verdict.carried("for file sharing that no engine has any more"))
                  .doc("How soon both sides see a change."),
              struct(
                      "bind",
                      string("selinux").oneOf("z", "Z").doc("SELinux label."),
                      string("propagation").doc("Mount propagation."),
                      bool("create_host_path")
                          .presentIn(Releases.from("5.0.0"))
                          .doc("Whether a missing path is created."),
                      string("recursive")
                          .oneOf("enabled", "disabled", "writable", "readonly")
                          .verdict(
                              Verdict.SUPPORTED
                                  .except(Verdict.api(44, "recursive: writable"), "writable")
                                  .except(Verdict.api(44, "recursive: readonly"), "readonly"))
                          .doc("Whether mounts below are mounted, too, and how."))
                  .doc("Options of a bind mount."),
              struct(
                      "volume",
                      pairs("labels", Bind.LABELS)
                          .unique(Attribute.Unique.NONE)
                          .doc("Labels of an anonymous volume."),
                      bool("nocopy").cast().doc("Whether the image's files are not copied in."),
                      string("subpath")
                          .verdict(Verdict.api(45, "subpath of a volume"))
                          .doc("Directory of the volume."))
                  .doc("Options of a volume mount."),
              struct(
                      "tmpfs",
                      bytes("size").range(0, Long.MAX_VALUE).doc("Size."),
                      integer("mode")
                          .accepts(Yaml.INTEGER, Yaml.NUMBER)
                          .range(0, Long.MAX_VALUE)
                          .doc("Permission bits."))
                  .doc("Options of a tmpfs mount."),
              struct(
                      "image",
                      string("subpath")
                          .verdict(Verdict.api(48, "subpath of an image"))
                          .doc("Directory of the image."))
                  .doc("Options of an image that is mounted."))
          .also(Yaml.STRING)
          .canonical(Canonical.MOUNT)
          .require("type");

  private MountAttributes() {}
}
