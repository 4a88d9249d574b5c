package io.dockeradvanced.compose.internal;

import static io.dockeradvanced.compose.internal.Attribute.bool;
import static io.dockeradvanced.compose.internal.Attribute.bytes;
import static io.dockeradvanced.compose.internal.Attribute.list;
import static io.dockeradvanced.compose.internal.Attribute.map;
import static io.dockeradvanced.compose.internal.Attribute.pairs;
import static io.dockeradvanced.compose.internal.Attribute.string;
import static io.dockeradvanced.compose.internal.Attribute.strings;
import static io.dockeradvanced.compose.internal.Attribute.struct;

import io.dockeradvanced.compose.internal.Attribute.Bind;
import io.dockeradvanced.compose.internal.Attribute.Canonical;
import io.dockeradvanced.compose.internal.Attribute.Merge;
import io.dockeradvanced.compose.internal.Attribute.Unique;
import io.dockeradvanced.compose.internal.Attribute.Yaml;

/** The rows below {@code services.*.build}. */
final class BuildAttributes {
  private static final Verdict REMOTE_CONTEXT =
      Verdict.refused("a context that lies elsewhere is not fetched; fetch it, and name the copy");

  static final Attribute BUILD =
      struct(
              "build",
              string("context")
                  .verdict(
                      Verdict.SUPPORTED.except(
                          "a URL", BuildAttributes::isRemote, REMOTE_CONTEXT.saidElsewhere()))
                  .doc("Directory that is built; with Docker Compose also a URL."),
              string("dockerfile").doc("Dockerfile in the context."),
              string("dockerfile_inline").doc("Text of the Dockerfile."),
              strings("entitlements")
                  .verdict(buildKit("entitlements"))
                  .doc("What the build may do beyond the usual."),
              pairs("args", Bind.ENVIRONMENT)
                  .doc("Build arguments; a name alone takes the value of the load's environment."),
              word("provenance")
                  .verdict(attestation("provenance"))
                  .doc("Provenance attestation of the image."),
              word("sbom").verdict(attestation("sbom")).doc("Bill of materials of the image."),
              ssh(),
              pairs("labels", Bind.LABELS).doc("Labels of the image."),
              strings("cache_from")
                  .verdict(ownCache("cache_from"))
                  .doc("Where cached layers come from."),
              strings("cache_to").verdict(ownCache("cache_to")).doc("Where cached layers go."),
              bool("no_cache").doc("Whether every step runs again."),
              strings("no_cache_filter")
                  .also(Yaml.STRING)
                  .distinct()
                  .canonical(Canonical.ONE_OR_LIST)
                  .since("5.0.0")
                  .verdict(buildKit("no_cache_filter"))
                  .doc("Stages of which every step runs again."),
              contexts(),
              bool("pull").doc("Whether base images are pulled again."),
              FileAttributes.hosts().doc("More names in /etc/hosts of the build."),
              string("isolation")
                  .verdict(SharedVerdicts.ISOLATION)
                  .doc("Isolation of a build on Windows."),
              string("network").doc("Network of the build."),
              string("target").doc("Stage that is built."),
              list("secrets", FileAttributes.mount())
                  .verdict(buildKit("secrets"))
                  .doc("Secrets the build may read."),
              bytes("shm_size").doc("Size of /dev/shm of the build."),
              strings("tags").unique(Unique.KEY).doc("More names of the image."),
              FileAttributes.ulimits().doc("Limits of the build's processes."),
              strings("platforms")
                  .verdict(Verdict.SUPPORTED.exceptSeveral(buildKit("platforms").saidElsewhere()))
                  .doc("Platforms the image is built for."),
              bool("privileged")
                  .verdict(buildKit("privileged"))
                  .doc("Whether the build may do everything."))
          .also(Yaml.STRING)
          .merge(Merge.BUILD)
          .canonical(Canonical.BUILD)
          .notHashed()
          .doc("How the image is built.");

  private BuildAttributes() {}

  private static boolean isRemote(Node context) {
    return context instanceof Scalar scalar && RemotePaths.isRemoteContext(scalar.text());
  }

  private static Verdict buildKit(String attribute) {
    return Verdict.refused(
        attribute
            + " needs BuildKit, and images are built by the engine's own builder; leave it out, or"
            + " build the image before and name it with image");
  }

  /** There is none, which is what some files ask for. */
  private static Verdict attestation(String attribute) {
    return buildKit(attribute)
        .except(Verdict.supported("no attestation is made"), "false", "0", "f");
  }

  private static Verdict ownCache(String attribute) {
    return Verdict.warned(
        attribute + " has no effect: the engine's own builder has a cache of its own");
  }

  private static Attribute word(String name) {
    return string(name).also(Yaml.BOOLEAN).canonical(Canonical.WORD);
  }

  private static Attribute ssh() {
    Attribute ssh =
        pairs("ssh", Bind.SSH).merge(Merge.DEFAULT).unique(Unique.NONE).canonical(Canonical.SSH);
    return ssh.verdict(buildKit("ssh"))
        .doc("SSH keys the build may use; `default` is the agent of the user.");
  }

  private static Attribute contexts() {
    Attribute contexts =
        map("additional_contexts", string("*"))
            .also(Yaml.LIST)
            .merge(Merge.TO_LIST)
            .unique(Unique.KEY)
            .canonical(Canonical.KEY_VALUE)
            .distinct();
    contexts.items = string("[]");
    return contexts
        .verdict(buildKit("additional_contexts"))
        .doc("More contexts by name: directories, URLs, images, other services.");
  }
}
