package io.dockeradvanced.stack.internal;

import io.dockeradvanced.compose.MountSpec;
import io.dockeradvanced.compose.ServiceSpec;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the loader takes and a deploy does not carry out yet: refused by its place, so that nothing
 * is ignored silently.
 */
final class UnsupportedChecks {
  /** An attribute below a service, and why a deploy refuses it. */
  private record Refusal(String attribute, String sentence) {}

  private static final String SWARM = "only Swarm honours it";
  private static final String WINDOWS = "only an engine for Windows knows it; remove it";

  private static final List<Refusal> REFUSALS =
      List.of(
          new Refusal(
              "provider", "a provider is a program of this machine, and only containers are made"),
          new Refusal(
              "models",
              "AI models need Docker's Model Runner, which an engine alone does not have"),
          new Refusal("credential_spec", WINDOWS),
          new Refusal("cpu_count", WINDOWS),
          new Refusal("cpu_percent", WINDOWS));

  /** What has no effect on one engine, and of which nothing else depends. */
  private static final List<Refusal> WITHOUT_EFFECT =
      List.of(
          new Refusal("deploy.labels", "containers do not get them; use labels"),
          new Refusal("deploy.endpoint_mode", SWARM),
          new Refusal("deploy.placement", SWARM),
          new Refusal("deploy.update_config", SWARM + "; replicas are replaced one by one"),
          new Refusal("deploy.rollback_config", SWARM + "; a failed deploy is undone as a whole"),
          new Refusal("deploy.restart_policy.delay", SWARM),
          new Refusal("deploy.restart_policy.window", SWARM),
          new Refusal("deploy.resources.reservations.cpus", SWARM),
          new Refusal("deploy.resources.reservations.generic_resources", SWARM),
          new Refusal("develop", "develop has no effect on a deploy"));

  private static final Set<String> MOUNTS = Set.of("npipe", "cluster");

  private final Checks checks;
  private final ServiceSpec service;
  private final String at;

  UnsupportedChecks(Checks checks, ServiceSpec service) {
    this.checks = checks;
    this.service = service;
    this.at = "services." + service.name();
  }

  void check() {
    for (Refusal refusal : REFUSALS) {
      if (service.isSet(refusal.attribute())) {
        checks.problem(at + "." + refusal.attribute(), refusal.sentence());
      }
    }
    if (!Set.of("", "default").contains(service.isolation())) {
      checks.problem(at + ".isolation", WINDOWS);
    }
    service.deploy().ifPresent(deploy -> mode(deploy.mode()));
    for (Refusal vain : WITHOUT_EFFECT) {
      if (service.isSet(vain.attribute())) {
        checks.warn(at + "." + vain.attribute(), vain.sentence());
      }
    }
    for (int i = 0; i < service.ports().size(); i++) {
      if (service.ports().get(i).mode().equals("host")) {
        checks.warn(at + ".ports[" + i + "]", "only Swarm tells mode: host from others");
      }
    }
    for (int i = 0; i < service.mounts().size(); i++) {
      mount(service.mounts().get(i), at + ".volumes[" + i + "]");
    }
  }

  /** One engine is all the nodes there are; but a job would be run for ever. */
  private void mode(String mode) {
    if (mode.equals("global")) {
      checks.warn(at + ".deploy.mode", SWARM + "; the service has its replicas on this engine");
    } else if (!Set.of("", "replicated").contains(mode)) {
      checks.problem(at + ".deploy.mode", "only Swarm runs jobs; use restart: no");
    }
  }

  private void mount(MountSpec mount, String place) {
    MountSpec.Type type = mount.type();
    String name = type.name().toLowerCase(Locale.ROOT);
    if (MOUNTS.contains(name)) {
      checks.problem(place, "no engine for Linux mounts a %s", name);
    }
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
    vain(type != MountSpec.Type.BIND && ofBind, place, "bind", name);
    vain(type != MountSpec.Type.VOLUME && ofVolume, place, "volume", name);
    vain(
        type != MountSpec.Type.TMPFS && (mount.tmpfsSize() != 0 || mount.tmpfsMode() != 0),
        place,
        "tmpfs",
        name);
    vain(type != MountSpec.Type.IMAGE && !mount.imageSubpath().isEmpty(), place, "image", name);
    if (type == MountSpec.Type.VOLUME
        && !mount.source().isEmpty()
        && !mount.volumeLabels().isEmpty()) {
      checks.warn(place, "labels here are for volumes without a name; label the volume itself");
    }
  }

  private void vain(boolean set, String place, String options, String type) {
    if (set) {
      checks.warn(place, options + " has no effect on a mount of type " + type);
    }
  }
}
